"""What the analyst has chosen, kept across pages; what a link should carry lives in the address.

A widget takes its key from `Keys` and passes `**LINKED` (the address holds it: it can be sent to a
colleague) or `**KEPT` (this session only):

    st.slider("Variety", 0.0, 1.0, key=Keys.DIVERSITY, **LINKED)
"""

from typing import Literal, TypedDict

import streamlit as st


class Keys:
    """Widget keys shared by pages. Those bound to the address are its parameter names too."""

    CUSTOMER = "customer"
    MODELS = "models"
    K = "k"
    SEEN = "seen"
    PRESENT = "present"
    SECTION = "section"
    PERIOD = "period"


class _Linked(TypedDict):
    bind: Literal["query-params"]


class _Kept(TypedDict):
    persist_state: Literal["session"]


LINKED: _Linked = {"bind": "query-params"}
KEPT: _Kept = {"persist_state": "session"}


def presenting() -> bool:
    """Whether the presenter switch is on."""
    chosen = st.session_state.get(Keys.PRESENT)
    return st.query_params.get(Keys.PRESENT) == "true" if chosen is None else bool(chosen)
