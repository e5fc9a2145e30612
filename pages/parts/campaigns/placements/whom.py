"""Everybody, a segment or an audience that was kept: the same boxes for the plan and for a file."""

import streamlit as st

from pages.kit import group_picker, layout
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from recsys_core.services.campaigns.audience.kept import kept_audiences
from recsys_core.services.recommend.placements.plan import EVERYBODY, WHOM, PlannedFor
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def choose(ws: Workspace, key: str) -> PlannedFor | None:
    """The boxes; None while a segment or audience is still to be named."""
    kind = st.selectbox(
        plain(say(m.WHOM)),
        WHOM,
        format_func=lambda one: say(m.WHOM_KINDS[one]),
        key=f"{key}-whom",
        width=180,
        **KEPT,
    )
    if kind == "everybody":
        return EVERYBODY
    if kind == "segment":
        name = group_picker.one(ws, say(m.WHICH_SEGMENT), f"{key}-segment", say(m.CHOOSE_SEGMENT))
        return PlannedFor("segment", name) if name else None
    names = [one.record.name for one in kept_audiences(ws)]
    if not names:
        layout.quiet(say(m.NO_AUDIENCE))
        return None
    if st.session_state.get(f"{key}-audience") not in names:
        st.session_state.pop(f"{key}-audience", None)
    name = st.selectbox(
        plain(say(m.WHICH_AUDIENCE)), names, key=f"{key}-audience", width=260, **KEPT
    )
    return PlannedFor("audience", str(name))
