"""A person's data: everything known of them handed over, or erased."""

import streamlit as st

from pages.kit import background, customer_picker, erasing, errors, jobs_panel, layout
from pages.kit.text import plain
from pages.parts.customers.one import messages as m
from recsys_core.services.privacy.access import access_file, known_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "access-request"


def show(ws: Workspace, user: str) -> None:
    """Both, for whoever may."""
    if not erasing.may(ws):
        return
    left, right = st.columns([5, 6], gap="large")
    with left, errors.shown_here():
        layout.section(say(m.WHAT_IS_KNOWN))
        _access(ws, user)
    with right, errors.shown_here():
        layout.section(say(m.ERASE_THEM))
        layout.quiet(say(m.ABOUT_ERASING))
        with st.popover(plain(say(m.ERASE_PERSON))):
            st.text(say(m.CANNOT_BE_TAKEN_BACK))
            erasing.ask(ws, [user], user, "erase-one", lambda: customer_picker.choose(None))


def _access(ws: Workspace, user: str) -> None:
    layout.quiet(say(m.ABOUT_ACCESS))
    key = (KIND, user, ws.data_version())
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)
    tasks = background.tasks(ws)
    made = tasks.kept(key)
    if made is not None:
        layout.download(say(m.TAKE_FILE), made, "everything-known.zip", "access-file")
        return

    def begin() -> None:
        title = say(m.COLLECTING_ALL)
        tasks.start(KIND, title, lambda report: access_file(known_of(ws, user, report)), key)

    busy = tasks.running(KIND) is not None
    st.button(plain(say(m.COLLECT)), key="access-start", on_click=begin, disabled=busy)
