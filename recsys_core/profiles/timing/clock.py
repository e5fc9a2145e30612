"""How often a customer buys a kind of product again, and whether it is time: milk every 6 days."""

import pandas as pd

from recsys_core.profiles.gaps import drawn
from recsys_core.schema.columns import Columns

TIMES = 3
"""Bought on so many days products of a category have a rhythm."""
GIVEN_UP = 3.0
"""After so many of its gaps without it a category counts as given up, not as due."""


def clock(days: pd.DataFrame, paces: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Per category one customer bought on `TIMES` days or more: category, times, every, last, ago,
    due (how many of its gaps ago, 1 = now). What is due comes first, within both what was bought on
    most days; what was given up is left out.

    days: category, day (midnights), each pair once; paces: category, every: the shop's median gap.
    every: days, the median of the own gaps drawn to the category's; ago: days from last to `until`.
    """
    days = days.astype({"day": "datetime64[ns]"})
    known = days.sort_values([Columns.Category, "day"], kind="stable")
    by = known.groupby(Columns.Category)["day"]
    gaps = by.diff().dt.days
    found = pd.DataFrame({"times": by.size(), "last": by.max()})
    found["own"] = gaps.groupby(known[Columns.Category]).median()
    found = found[found["times"] >= TIMES]
    shop = paces.set_index(Columns.Category)["every"].reindex(found.index).fillna(found["own"])
    every = drawn(found["own"], found["times"] - 1, shop)
    ago = (until - found["last"]).dt.days
    frame = found.assign(every=every, ago=ago, due=ago / every).reset_index()
    columns = [Columns.Category, "times", "every", "last", "ago", "due"]
    ordered = frame.assign(now=frame["due"] >= 1).sort_values(
        ["now", "times", Columns.Category], ascending=[False, False, True]
    )[columns]
    return ordered[ordered["due"] <= GIVEN_UP].reset_index(drop=True)
