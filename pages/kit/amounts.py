"""In which currency the money is and how numbers are written: asked where no file says it."""

import streamlit as st

from pages.kit import errors, layout
from pages.kit import messages as m
from recsys_core.services.workspace.amounts import currency_is_open, set_amounts
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.amounts import CODES, STYLES
from recsys_core.wording.messages import say

CURRENCY, STYLE = "amounts-currency", "amounts-style"


def ask(ws: Workspace) -> None:
    """The question, until it is answered; "not known" is an answer too."""
    if not currency_is_open(ws):
        return
    with layout.controls("ask-currency"), layout.card("ask-currency"):
        layout.section(say(m.WHICH_CURRENCY), say(m.NO_FILE_SAYS))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _currency(ws)
            st.button(say(m.CURRENCY_NOT_KNOWN), on_click=_not_known, args=(ws,))


def show(ws: Workspace) -> None:
    """The setting, to change at any time."""
    layout.section(say(m.HOW_WRITTEN), say(m.ABOUT_WRITTEN))
    with (
        layout.controls("amounts"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        _currency(ws)
        st.selectbox(
            say(m.NUMBER_STYLE),
            list(STYLES),
            index=list(STYLES).index(ws.amounts().style),
            key=STYLE,
            on_change=_change,
            args=(ws,),
            width=180,
        )


def _currency(ws: Workspace) -> None:
    now = ws.amounts().currency
    codes = [*CODES] if not now or now in CODES else [now, *CODES]
    st.selectbox(
        say(m.CURRENCY),
        codes,
        index=codes.index(now) if now else None,
        key=CURRENCY,
        on_change=_change,
        args=(ws,),
        accept_new_options=True,
        placeholder=say(m.CODE_OR_SIGN),
        width=260,
    )


def _not_known(ws: Workspace) -> None:
    set_amounts(ws, "")


def _change(ws: Workspace) -> None:
    with errors.shown_here():
        set_amounts(ws, st.session_state.get(CURRENCY) or "", st.session_state.get(STYLE))
