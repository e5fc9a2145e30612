"""Who has stayed away longer than is usual for them, and how many of such came back before.

The one notion of recency by a customer's own rhythm: away for longer than nine in ten of their own
gaps between shopping days, as `gaps` has them. What the word means is measured on the data itself,
at an earlier day.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.gaps import rhythms
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray

QUANTILE = 0.9
"""So many of the own gaps are shorter than the limit."""
RETURN_DAYS, LOST_DAYS = 30, 90
"""Within how many days somebody comes back, for being called overdue and for being called lost."""
TESTED_DAYS = (90, 60, 30)
"""How long before the end of the data the word is tested."""
LOST_BELOW, FEWEST = 0.2, 30
"""Lost are those of whom fewer came back, among so many at least."""
LADDER = (2.0, 4.0, 8.0, 16.0)
"""How many limits away may be called lost, the first that holds."""


@dataclass(frozen=True)
class CameBack:
    """Of `called` customers who were overdue on `day`, `back` came within `days` days."""

    day: pd.Timestamp
    days: int
    called: int
    back: int


def away(visits: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Per customer with a visit until `day`: user_id as index, days away and limit (days).

    visits: user_id, day (midnights), each pair once. The limit is the 0.9 quantile of `rhythms`.
    """
    found = rhythms(visits[visits["day"] <= day], (QUANTILE,))
    return pd.DataFrame({"away": (day - found["last"]).dt.days, "limit": found[QUANTILE]})


def came_back(visits: pd.DataFrame, last: pd.Timestamp) -> tuple[CameBack, ...]:
    """Of those overdue on each of `TESTED_DAYS`, how many came back within `RETURN_DAYS`; without
    days before the middle of the data, and those on which too few were overdue.
    """
    found = []
    for ago in TESTED_DAYS:
        tried = _tried(visits, last, ago, RETURN_DAYS)
        if tried is not None and (called := tried[1] > 1).sum() >= FEWEST:
            back = int(tried[2][called].sum())
            found.append(CameBack(tried[0], RETURN_DAYS, int(called.sum()), back))
    return tuple(found)


def lost_from(visits: pd.DataFrame, last: pd.Timestamp) -> float | None:
    """How many limits away somebody has to be to be called lost: of those as far away `LOST_DAYS`
    before the end of the data fewer than a fifth came back. None where no such distance is known.
    """
    tried = _tried(visits, last, LOST_DAYS, LOST_DAYS)
    if tried is None:
        return None
    _, ratio, back = tried
    for times in LADDER:
        gone = ratio > times
        if gone.sum() >= FEWEST and back[gone].mean() < LOST_BELOW:
            return times
    return None


def _tried(
    visits: pd.DataFrame, last: pd.Timestamp, ago: int, within: int
) -> tuple[pd.Timestamp, FloatArray, FloatArray] | None:
    """The day so many days ago, how many limits each customer of then was away, and whether they
    came within so many days.
    """
    day = last.normalize() - pd.Timedelta(days=ago)
    if visits.empty or day - visits["day"].min() < pd.Timedelta(days=ago):
        return None
    then = away(visits, day)
    came = visits["day"].between(day, day + pd.Timedelta(days=within), inclusive="right")
    later = visits.loc[came, Columns.User]
    ratio = (then["away"] / then["limit"]).to_numpy(dtype=np.float64)
    return day, ratio, then.index.isin(later).astype(np.float64)
