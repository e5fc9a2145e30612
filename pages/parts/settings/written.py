"""How money and numbers are written, and how small a group may be that is handed over."""

import streamlit as st

from pages.kit import amounts, errors, layout
from pages.kit.text import plain
from pages.parts.settings import messages as m
from recsys_core.services.export.people import set_smallest_group, smallest_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

FEWEST, MOST = "smallest-group", 1_000


def line(ws: Workspace) -> str:
    """In which currency amounts are."""
    currency = ws.amounts().currency
    return say(m.AMOUNTS_IN, currency=currency) if currency else say(m.AMOUNTS_WITHOUT)


def show(ws: Workspace) -> None:
    amounts.show(ws)
    layout.section(say(m.SMALLEST_GROUP), say(m.ABOUT_SMALLEST))
    with layout.controls("smallest-group"):
        st.number_input(
            plain(say(m.FEWEST)),
            1,
            max(MOST, smallest_group(ws)),
            smallest_group(ws),
            key=FEWEST,
            on_change=_keep,
            args=(ws,),
            width=180,
        )


def _keep(ws: Workspace) -> None:
    with errors.shown_here():
        set_smallest_group(ws, st.session_state[FEWEST])
