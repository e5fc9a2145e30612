"""A box for an amount that may stay empty."""

import streamlit as st

from pages.kit.state import KEPT
from pages.kit.text import plain

MOST_MONEY = 1e6


def amount(label: str, about: str, usual: float | None, key: str, empty: str) -> float | None:
    """An amount from 0; None where the box is empty. empty: what stands in it then."""
    chosen = st.number_input(
        plain(label), 0.0, MOST_MONEY, usual, key=key, help=plain(about), placeholder=plain(empty),
        **KEPT,
    )  # fmt: skip
    return None if chosen is None else float(chosen)
