"""A range of days, the same on several pages and in the address, and its figures against the
period before.
"""

from datetime import date
from typing import Any, cast

import pandas as pd
import streamlit as st

from pages.kit import cached, errors, layout
from pages.kit import messages as m
from pages.kit.cache import QUIETLY
from pages.kit.layout import Figure
from pages.kit.state import LINKED, Keys
from recsys_core.services.data.periods import Period, PeriodComparison, compare, whole
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, short, signed_share

SHORTEST = 35
"""Days from which on weeks are drawn; fewer would be a handful of bars."""


def show(ws: Workspace, noun: str) -> Period | None:
    """The control and, where a range is chosen, its figures; the range, None for all the data."""
    data = _whole(ws, ws.data_version())
    if data is None:
        return None
    with layout.controls("period"):
        chosen: Any = st.date_input(
            say(m.PERIOD),
            cast(Any, ()),
            min_value=data.first,
            max_value=data.last,
            key=Keys.PERIOD,
            help=say(m.ABOUT_PERIOD),
            width=260,
            **LINKED,
        )
    if len(chosen) != 2:
        return None
    try:
        found = _compared(ws, ws.data_version(), *chosen)
    except errors.EXPECTED as error:
        errors.show(error)
        return None
    st.text(found.sentence)
    layout.figures(_tiles(found, noun), key="period")
    return found.period


def activity(ws: Workspace, chosen: Period | None) -> pd.DataFrame:
    """What the range, or all the data, holds: week by week (a Monday), or day by day where it is
    shorter than five weeks.
    """
    span = chosen or _whole(ws, ws.data_version())
    daily = span is not None and (span.last - span.first).days + 1 < SHORTEST
    return within(cached.activity(ws, "day" if daily else "week"), chosen)


def within(frame: pd.DataFrame, period: Period | None) -> pd.DataFrame:
    """The weeks (column `week`, a Monday) that have a day in the period, or its days (`day`)."""
    if period is None:
        return frame
    daily = "day" in frame
    days = pd.to_datetime(frame["day" if daily else "week"]).dt.date
    before = pd.Timedelta(days=1 if daily else 7)
    return frame[(days > period.first - before) & (days <= period.last)]


def _tiles(found: PeriodComparison, noun: str) -> list[Figure]:
    now = found.now
    tiles = [
        (noun.capitalize(), short(now.purchases), m.ABOUT_PURCHASES, "purchases"),
        (say(m.CUSTOMERS_LABEL), short(now.customers), m.ABOUT_CUSTOMERS, "customers"),
        (say(m.NEW_CUSTOMERS), short(now.new_customers), m.ABOUT_NEW, "new_customers"),
        (say(m.DIFFERENT_PRODUCTS), short(now.products), m.ABOUT_PRODUCTS, "products"),
    ]
    if now.spend is not None:
        tiles.append((say(m.SPEND), money(now.spend), m.ABOUT_SPEND, "spend"))
        tiles.append((say(m.SPEND_EACH), money(now.spend_each), m.ABOUT_SPEND_EACH, "spend_each"))
    return [
        Figure(label, value, say(about), _change(found, name))
        for label, value, about, name in tiles
    ]


def _change(found: PeriodComparison, name: str) -> str | None:
    change = found.change(name)
    return None if change is None else signed_share(change)


@st.cache_data(max_entries=20, **QUIETLY)
def _whole(ws: Workspace, version: int) -> Period | None:
    return whole(ws)


@st.cache_data(max_entries=20, **QUIETLY)
def _compared(ws: Workspace, version: int, first: date, last: date) -> PeriodComparison:
    return compare(ws, first, last)
