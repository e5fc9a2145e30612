"""A table that is brought for this session only: a place to bring it, then its line and a way back.

log = brought_file.show(ws, "shown-log", say(m.LOG), say(m.ABOUT_LOG), read_log, said)
if log is not None:
judge(log.content)
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from uuid import uuid4

import streamlit as st

from pages.kit import layout, uploads
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

T = TypeVar("T")


@dataclass(frozen=True)
class BroughtFile(Generic[T]):
    """What a reader made of a file, the how-manieth of this session, and what tells it from all
    others: what is found of it is kept for all sessions.
    """

    turn: int
    token: str
    content: T


def show(
    ws: Workspace,
    key: str,
    label: str,
    about: str,
    reader: Callable[[Path, str], T],
    said: Callable[[T], str],
    *,
    place: str = "",
) -> BroughtFile[T] | None:
    """The file that was brought under this key, with what is `said` of it; else the place to bring
    one. place: tells two parts of a page apart that ask for the same file.
    """
    state, turn_of, here = f"_brought_{key}", f"_brought_{key}_turn", f"{place}{key}"
    kept: BroughtFile[T] | None = st.session_state.get(state)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(said(kept.content), width="stretch")
            st.button(
                plain(say(m.ANOTHER_FILE)),
                key=f"{here}-drop",
                on_click=st.session_state.pop,
                args=(state, None),
                type="tertiary",
            )
        return kept
    turn = st.session_state.get(turn_of, 0)
    with layout.controls(f"{here}-file"):
        upload = st.file_uploader(plain(label), key=f"{here}-file-{turn}", help=plain(about))
    if upload is not None:
        st.session_state[turn_of] = turn + 1
        content = uploads.read(ws, upload, reader)
        st.session_state[state] = BroughtFile(turn, uuid4().hex, content)
        st.rerun()
    return None
