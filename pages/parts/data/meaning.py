"""What the rows are, and how much each kind of event counts."""

import streamlit as st

from pages.kit import layout, tables
from pages.parts.data import messages as m
from recsys_core.services.data.health.meaning import Meaning
from recsys_core.wording.messages import say

WORDS = {
    "purchase": m.PURCHASES,
    "return": m.RETURNS,
    "rating": m.RATINGS,
    "click": m.CLICKS,
    "view": m.LOOKS,
    "cart": m.CART_ADDITIONS,
}


def show(meant: Meaning) -> None:
    """The sentence; where there are several kinds of events, a table of them too."""
    layout.quiet(meant.sentence)
    if meant.kind != "several":
        return
    with st.expander(say(m.KINDS_OF_EVENTS)):
        events(meant, key="kinds")


def events(meant: Meaning, key: str) -> None:
    """One line per kind of event."""
    frame = meant.events.assign(kind=meant.events["event"].map(lambda e: WORDS.get(e, e)))
    tables.show(
        frame,
        {
            "kind": tables.text(say(m.KIND)),
            "rows": tables.count(say(m.ROWS)),
            "customers": tables.count(say(m.CUSTOMERS)),
            "products": tables.count(say(m.PRODUCTS), say(m.ESTIMATED)),
            "weight": tables.given(say(m.COUNTS_NOW)),
        },
        key=key,
        alt=say(m.EVENTS_TABLE),
    )
