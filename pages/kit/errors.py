"""How an expected failure appears: its sentence, where it happened, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.failures import REFUSALS, in_words
from recsys_core.wording.messages import say

EXPECTED = (TastelabError, *REFUSALS)
"""What is said in a sentence: a request that cannot be met, a disk or database that refuses."""


def words(error: Exception) -> str:
    """The sentence of an expected failure."""
    return in_words(error) if isinstance(error, REFUSALS) else str(error)


def show(error: Exception) -> None:
    """The sentence of an expected failure, in a box."""
    st.error(plain(words(error)))


@contextmanager
def shown_here() -> Iterator[None]:
    """Show an expected failure of the enclosed lines at this place; the rest of the page goes on.

    with errors.shown_here():
        report = import_files(...)
    """
    try:
        yield
    except EXPECTED as error:
        show(error)


def said(error: Exception) -> bool:
    """Show an expected failure that nobody caught, such as that of a button; whether it is one."""
    if not isinstance(error, EXPECTED):
        return False
    show(error)
    # Nothing else of the page is drawn in this run; pressing it is the next one.
    st.button(say(m.BACK_TO_PAGE), key="back-to-page")
    return True
