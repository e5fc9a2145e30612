"""What findings rest on: products and customers under two numbers, days without rows."""

import pandas as pd
import streamlit as st

from pages.kit import tables
from pages.parts.data import messages as m
from recsys_core.services.data.health.checkup import Checkup
from recsys_core.wording.messages import say

WHY = {"number": m.DIFFER_IN_WRITING, "history": m.SAME_PURCHASES}


def show(found: Checkup) -> None:
    """One closed part per kind of evidence; nothing where there is none."""
    if len(found.gaps):
        with st.expander(say(m.DAYS_WITHOUT_ROWS)):
            tables.show(
                found.gaps,
                {
                    "first": tables.day(say(m.FROM)),
                    "last": tables.day(say(m.TO)),
                    "days": tables.count(say(m.DAYS)),
                    "found": tables.count(say(m.ROWS_FOUND)),
                    "usual": tables.count(say(m.ROWS_USUAL)),
                },
                key="gaps",
                alt=say(m.GAPS_TABLE),
                file_name="gaps.csv",
            )
    if len(found.same_products):
        with st.expander(say(m.SAME_TITLE)):
            _same(found.same_products, "title", say(m.PRODUCT), "same-products")
    if len(found.same_customers):
        with st.expander(say(m.SAME_CUSTOMERS)):
            frame = found.same_customers.assign(why=found.same_customers["why"].map(WHY))
            _same(frame, "why", say(m.WHY), "same-customers")


def _same(frame: pd.DataFrame, column: str, label: str, key: str) -> None:
    shown = frame.assign(written=[", ".join(map(str, ids)) for ids in frame["numbers"]])
    tables.show(
        shown,
        {
            column: tables.text(label, width="medium"),
            "n": tables.count(say(m.NUMBERS)),
            "written": tables.text(say(m.WHICH), width="large"),
        },
        key=key,
        alt=say(m.NUMBERS_TOGETHER, what=label),
        file_name=f"{key}.csv",
    )
