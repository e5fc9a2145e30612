"""What findings rest on: products and customers under two numbers, days without rows."""

import pandas as pd

from pages.kit import tables
from pages.parts.data import messages as m
from recsys_core.services.data.health.checkup import Checkup
from recsys_core.wording.messages import say

WHY = {"number": m.DIFFER_IN_WRITING, "history": m.SAME_PURCHASES}


def show(found: Checkup) -> None:
    """One closed part per kind of evidence; nothing where there is none."""
    if len(found.gaps):
        tables.behind(
            say(m.DAYS_WITHOUT_ROWS),
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
        _same(say(m.SAME_TITLE), found.same_products, "title", say(m.PRODUCT), "same-products")
    if len(found.same_customers):
        frame = found.same_customers.assign(why=found.same_customers["why"].map(WHY))
        _same(say(m.SAME_CUSTOMERS), frame, "why", say(m.WHY), "same-customers")


def _same(title: str, frame: pd.DataFrame, column: str, label: str, key: str) -> None:
    shown = frame.assign(written=[", ".join(map(str, ids)) for ids in frame["numbers"]])
    tables.behind(
        title,
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
