"""Choosing a group of customers; the same box wherever one is asked for."""

import streamlit as st

from pages.kit import messages as m
from pages.kit.state import KEPT
from pages.kit.text import plain
from recsys_core.services.customers.group_choice import group_names
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def one(ws: Workspace, label: str, key: str, empty: str = "") -> str | None:
    """The box; None where none is chosen, which `empty` names (everybody)."""
    names = group_names(ws)
    if st.session_state.get(key) not in names:
        st.session_state.pop(key, None)
    return st.selectbox(
        plain(label),
        names,
        index=None,
        key=key,
        placeholder=empty or say(m.EVERYBODY),
        width=320,
        **KEPT,
    )


def several(ws: Workspace, label: str, key: str, most: int, first: int = 2) -> list[str]:
    """Up to `most` groups; the `first` ones there are to begin with."""
    names = group_names(ws)
    kept = [name for name in st.session_state.get(key, names[:first]) if name in names]
    st.session_state[key] = kept
    return st.multiselect(plain(label), names, key=key, max_selections=most, width=640, **KEPT)
