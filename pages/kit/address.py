"""Choices that live in the address though no widget can be bound to it.

A widget bound to the address carries its label there. A customer's label holds facts beside the
number, and products of a what-if have no widget at all: both are read and written here instead.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

import streamlit as st

_WRITTEN = "_address_written"


def changed_in_url(keys: Iterable[str]) -> dict[str, list[str]]:
    """What the address holds for these keys, except what this session wrote there itself."""
    written = st.session_state.get(_WRITTEN, {})
    given = {key: st.query_params.get_all(key) for key in keys}
    return {key: found for key, found in given.items() if found and found != written.get(key)}


def write(values: dict[str, list[str]]) -> None:
    """Put the values into the address; an empty list removes its key."""
    for key, found in values.items():
        if st.query_params.get_all(key) == found:
            continue
        if found:
            st.query_params[key] = found
        else:
            del st.query_params[key]
    written = {**st.session_state.get(_WRITTEN, {}), **values}
    st.session_state[_WRITTEN] = {key: found for key, found in written.items() if found}


def here() -> str:
    """The address of the page with all that is chosen on it."""
    page = (st.context.url or "").partition("?")[0]
    choices = [(key, one) for key in st.query_params for one in st.query_params.get_all(key)]
    return f"{page}?{urlencode(choices)}"
