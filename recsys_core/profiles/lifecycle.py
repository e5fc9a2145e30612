"""Where customers stand by their own rhythm: new, active, overdue or lost."""

import numpy as np
import pandas as pd

from recsys_core.profiles import messages as m
from recsys_core.profiles.overdue import away, lost_from
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

FEW = 3
"""With fewer shopping days than this a customer has no rhythm of their own yet."""

STATUSES: dict[str, str] = {
    "new": m.NEW,
    "active": m.ACTIVE,
    "overdue": m.OVERDUE,
    "lost": m.LOST,
    "unknown": m.UNKNOWN,
}


def status_meaning(status: str) -> str:
    """What a status says about a customer, in a sentence."""
    return say(STATUSES[status])


def lifecycle(totals: pd.DataFrame, now: pd.Timestamp | None, visits: pd.DataFrame) -> pd.DataFrame:
    """Per row of `totals`: interval_days, status and next_expected, with the same index.

    totals: user_id, first_ts, last_ts (NaT = unknown) and days, the number of different days with a
    visit.  visits: user_id and day of each. The interval is the mean time from one shopping day to
    the next, (last - first) / (days - 1), known from `FEW` days on; at least a day. Overdue and
    lost are told by `overdue`; nobody is called lost where the data cannot show it.
    """
    first, last = (pd.to_datetime(totals[name]) for name in (C.First, C.Last))
    days = totals[C.Days].to_numpy(dtype=float)
    own = np.where(days >= FEW, _days(last - first) / np.maximum(days - 1, 1), np.nan)
    own = np.maximum(own, 1.0)
    ratio, lost = np.full(len(totals), np.nan), None
    if now is not None:
        found = away(visits, now.normalize())
        ratio = (found["away"] / found["limit"]).reindex(totals[Columns.User]).to_numpy(dtype=float)
        lost = lost_from(visits, now)
    status = np.select(
        [
            ~np.isfinite(ratio),
            ratio > (np.inf if lost is None else lost),
            ratio > 1,
            days < FEW,
        ],
        ["unknown", "lost", "overdue", "new"],
        default="active",
    )
    return pd.DataFrame(
        {
            C.Interval: own,
            C.Status: status.astype(object),
            C.NextExpected: (
                last + pd.to_timedelta(pd.Series(own, index=totals.index), unit="D")
            ).dt.floor("s"),
        },
        index=totals.index,
    )


def _days(spans: pd.Series) -> FloatArray:
    return np.asarray(spans.dt.total_seconds() / SECONDS_PER_DAY, dtype=float)
