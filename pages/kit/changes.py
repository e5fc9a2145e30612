"""What was changed lately, and the one way back."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables, who
from pages.kit import messages as m
from pages.kit.text import markdown, plain
from recsys_core.services.workspace.changes import RecentChange, recent_changes, undo_last
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PROBLEM, TAKEN_BACK = "_undo_problem", "_undone"


def last(ws: Workspace, kind: str, key: str) -> bool:
    """The latest change with its undo, where it is one of this kind. Whether it was taken back."""
    if st.session_state.pop(TAKEN_BACK, False):
        return True
    left = [one for one in recent_changes(ws) if not one.undone][:1]
    if not left or left[0].kind != kind:
        return False
    with st.container(key=f"{key}-line", horizontal=True, vertical_alignment="center", gap="small"):
        layout.quiet(left[0].sentence)
        _undo(ws, left[0], key)
    return False


def show(ws: Workspace) -> None:
    """All recent changes in a drawer, the latest to be taken back; nothing before the first."""
    st.session_state.pop(TAKEN_BACK, None)
    found = recent_changes(ws)
    if not found:
        return
    with layout.controls("changes"), st.expander(markdown(m.RECENT_CHANGES, n=len(found))):
        left = [one for one in found if not one.undone][:1]
        if left:
            _undo(ws, left[0], "undo-last", "secondary")
        frame = pd.DataFrame(found).assign(at=lambda f: tables.local_time(pd.to_datetime(f["at"])))
        columns = {
            "at": tables.moment(say(m.WHEN)),
            "sentence": tables.text(say(m.WHAT_CHANGED), width="large"),
            "undone": tables.yes_no(say(m.TAKEN_BACK)),
        }
        tables.show(frame, columns, key="changes", alt=say(m.CHANGES_ALT), file_name="changes.csv")


def _undo(ws: Workspace, change: RecentChange, key: str, kind: str = "tertiary") -> None:
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
    if not who.works(ws):
        return
    st.button(
        say(m.UNDO_LAST if kind == "secondary" else m.UNDO),
        key=key,
        type="secondary" if kind == "secondary" else "tertiary",
        on_click=_back,
        args=(ws,),
        help=plain(say(m.ABOUT_UNDO, change=change.sentence)),
    )


def _back(ws: Workspace) -> None:
    # The button may be gone when the page is drawn again, with the last change there was.
    st.session_state[TAKEN_BACK] = True
    try:
        undo_last(ws)
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)
