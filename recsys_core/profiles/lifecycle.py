"""Where customers stand by their own rhythm: new, active, slipping or lost."""

import numpy as np
import pandas as pd

from recsys_core.profiles import messages as m
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

FEW = 3
"""With fewer shopping days than this a customer has no rhythm of their own yet."""
SLIPPING, LOST = 2.0, 4.0
"""Away for longer than so many of their usual intervals."""
NEW = 4.0
"""New: first seen within so many usual intervals."""

STATUSES: dict[str, str] = {
    "new": m.NEW,
    "active": m.ACTIVE,
    "slipping": m.SLIPPING,
    "lost": m.LOST,
    "unknown": m.UNKNOWN,
}


def status_meaning(status: str) -> str:
    """What a status says about a customer, in a sentence."""
    return say(STATUSES[status], slipping=f"{SLIPPING:.0f}", lost=f"{LOST:.0f}")


def lifecycle(totals: pd.DataFrame, now: pd.Timestamp | None) -> pd.DataFrame:
    """Per row of `totals`: interval_days, status and next_expected, with the same index.

    totals: first_ts, last_ts (NaT = unknown) and days, the number of different days with a visit.
    The interval is the mean time from one shopping day to the next, (last - first) / (days - 1),
    known from `FEW` days on. For the others the status is judged by the median interval of all
    customers (30 days where nobody has one), and interval_days stays unknown. At least a day.
    """
    if now is None:
        first = last = pd.Series(pd.NaT, index=totals.index, dtype="datetime64[us]")
        away = np.full(len(totals), np.nan)
        tenure = away
    else:
        first, last = totals[C.First], totals[C.Last]
        away = _days(now - last)
        tenure = _days(now - first)
    days = totals[C.Days].to_numpy(dtype=float)
    own = np.where(days >= FEW, _days(last - first) / np.maximum(days - 1, 1), np.nan)
    own = np.maximum(own, 1.0)
    usual = float(np.median(own[np.isfinite(own)])) if np.isfinite(own).any() else 30.0
    interval = np.where(np.isfinite(own), own, usual)
    status = np.select(
        [
            ~np.isfinite(away),
            away > LOST * interval,
            away > SLIPPING * interval,
            (days < FEW) & (tenure <= NEW * interval),
        ],
        ["unknown", "lost", "slipping", "new"],
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
