"""What the rows are, and how much each kind of event counts."""

import streamlit as st

from pages.kit import layout, tables
from recsys_core.services.data.health.meaning import Meaning

WORDS = {
    "purchase": "Purchases",
    "return": "Returns",
    "rating": "Ratings",
    "click": "Clicks",
    "view": "Looks",
    "cart": "Cart additions",
}


def show(meant: Meaning) -> None:
    """The sentence; where there are several kinds of events, a table of them too."""
    layout.quiet(meant.sentence)
    if meant.kind != "several":
        return
    with st.expander("Kinds of events and their weights"):
        events(meant, key="kinds")


def events(meant: Meaning, key: str) -> None:
    """One line per kind of event."""
    frame = meant.events.assign(kind=meant.events["event"].map(lambda e: WORDS.get(e, e)))
    tables.show(
        frame,
        {
            "kind": tables.text("Kind"),
            "rows": tables.count("Rows"),
            "customers": tables.count("Customers"),
            "products": tables.count("Products", "Estimated, within a few per cent."),
            "weight": tables.decimal("Counts now", 1),
        },
        key=key,
        alt="Kinds of events with rows, customers, products and weight",
    )
