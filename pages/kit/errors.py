"""How an expected failure appears: its sentence, where it happened, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.kit.text import plain
from recsys_core.schema.errors import TastelabError


def show(error: TastelabError) -> None:
    """The sentence of an expected failure, in a box."""
    st.error(plain(error))


@contextmanager
def shown_here() -> Iterator[None]:
    """Show an expected failure of the enclosed lines at this place; the rest of the page goes on.

    with errors.shown_here():
        report = import_files(...)
    """
    try:
        yield
    except TastelabError as error:
        show(error)
