"""Products found by part of a name, each a button that takes it over."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.kit import layout
from pages.kit.text import plain, shorten
from pages.parts.recommendations import messages as m
from recsys_core.services.customers.history import Product
from recsys_core.wording.messages import say


def buttons(
    found: Sequence[Product],
    typed: str,
    key: str,
    about: str,
    choose: Callable[[str], None],
    longest: int = 60,
    icon: str | None = ":material/add:",
    **look: Any,
) -> None:
    """A button for each product; a sentence where `typed` is in no name.

    about: the message of the help, with `title`, `category` and `n` customers.  choose: for
    `on_click`, gets the product's number.
    """
    if not found:
        layout.quiet(say(m.NO_SUCH_PRODUCT, typed=shorten(typed, 30)))
    for one in found:
        st.button(
            plain(shorten(one.title, longest)),
            key=f"{key}-{one.item_id}",
            help=plain(say(about, title=one.title, category=one.category, n=one.customers)),
            on_click=choose,
            args=(one.item_id,),
            icon=icon,
            **look,
        )
