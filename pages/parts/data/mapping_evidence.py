"""What findings rest on: products and customers under two numbers, days without rows."""

import pandas as pd
import streamlit as st

from pages.kit import tables
from recsys_core.services.data.health.checkup import Checkup

WHY = {"number": "numbers differ only in writing", "history": "the same purchases, to the moment"}


def show(found: Checkup) -> None:
    """One closed part per kind of evidence; nothing where there is none."""
    if len(found.gaps):
        with st.expander("Days without rows"):
            tables.show(
                found.gaps,
                {
                    "first": tables.day("From"),
                    "last": tables.day("To"),
                    "days": tables.count("Days"),
                    "found": tables.count("Rows found"),
                    "usual": tables.count("Rows usual"),
                },
                key="gaps",
                alt="Days without rows against the usual number",
                file_name="gaps.csv",
            )
    if len(found.same_products):
        with st.expander("Products with the same title under several numbers"):
            _same(found.same_products, "title", "Product", "same-products")
    if len(found.same_customers):
        with st.expander("Customers that look like one"):
            frame = found.same_customers.assign(why=found.same_customers["why"].map(WHY))
            _same(frame, "why", "Why", "same-customers")


def _same(frame: pd.DataFrame, column: str, label: str, key: str) -> None:
    shown = frame.assign(written=[", ".join(map(str, ids)) for ids in frame["numbers"]])
    tables.show(
        shown,
        {
            column: tables.text(label, width="medium"),
            "n": tables.count("Numbers"),
            "written": tables.text("Which", width="large"),
        },
        key=key,
        alt=f"{label} and the numbers that belong together",
        file_name=f"{key}.csv",
    )
