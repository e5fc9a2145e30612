"""Persons being erased: asked for twice, followed to the end, the certificate taken along."""

import json
from collections.abc import Callable, Sequence

import streamlit as st

from pages.kit import background, jobs_panel, layout
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.access.actor import Role
from recsys_core.services.privacy.certificate import Certificate, certificate_page
from recsys_core.services.privacy.erasing import Erased, erase_persons
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "erase-persons"


def may(ws: Workspace) -> bool:
    """Whether whoever looks may erase and hand over."""
    role = ws.role()
    return role is not None and role >= Role.STEWARD


def told(ws: Workspace) -> None:
    """How far the erasure is, and how the latest one ended."""
    if not may(ws):
        return
    jobs_panel.task(ws, KIND)
    jobs_panel.outcome(ws, KIND, _sentences)
    ended = background.tasks(ws).latest(KIND)
    if ended is not None and isinstance(ended.result, Erased):
        downloads(ended.result.certificate, "erased")


def downloads(found: Certificate, key: str) -> None:
    """A certificate as a page and as data."""
    with st.container(horizontal=True, gap="small"):
        page, data = f"{found.number}.html", f"{found.number}.json"
        layout.download(say(m.CERTIFICATE), certificate_page(found), page, f"{key}-page")
        text = json.dumps(found.to_json(), indent=1, ensure_ascii=False)
        layout.download(say(m.AS_DATA), text, data, f"{key}-data")


def ask(ws: Workspace, ids: Sequence[str], word: str, key: str, begun: Callable[[], None]) -> None:
    """What to type, and the button that erases once it is typed. begun: called as it begins."""
    typed = st.text_input(plain(say(m.TYPE_TO_ERASE, word=word)), key=f"{key}-typed", width=320)
    again = st.checkbox(
        plain(say(m.TRAIN_AGAIN)), key=f"{key}-again", help=plain(say(m.ABOUT_TRAIN_AGAIN))
    )
    tasks = background.tasks(ws)

    def begin() -> None:
        tasks.forget_answers()
        title = say(m.ERASING, n=len(ids))
        tasks.start(KIND, title, lambda report: erase_persons(ws, ids, report, again=again))
        begun()

    ready = typed.strip() == word and tasks.running(KIND) is None
    st.button(
        plain(say(m.ERASE, n=len(ids))),
        key=f"{key}-go",
        type="primary",
        disabled=not ready,
        on_click=begin,
    )


def _sentences(done: Erased) -> str:
    return "  \n".join(done.sentences)
