"""Days on which rows are missing against the usual rhythm, and a beginning too thin to count.

The usual number of a day is the median of the same weekday: a shop closed on Sundays has no gap
every Sunday. Weekdays seen fewer than three times have no rhythm yet.
"""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pandas as pd

from recsys_core.wording.numbers import count, day, plural, share

SEEN = 3
ALMOST_NOTHING = 0.05
FEWEST_USUAL = 10.0
"""On days with fewer rows than this, none at all may be chance."""
THIN = 1 / 3
WEEK = 7


def gaps(days: pd.DataFrame) -> pd.DataFrame:
    """first, last, days, usual, found: runs of days with (almost) no rows although the same
    weekdays usually have many. The first and the last day of the data are never missing.

    days: day, rows, without holes.
    """
    columns = ["first", "last", "days", "usual", "found"]
    if len(days) < SEEN * WEEK:
        return pd.DataFrame({name: [] for name in columns})
    weekday = days["day"].dt.day_of_week
    usual = days.groupby(weekday)["rows"].transform("median")
    low = (days["rows"] <= ALMOST_NOTHING * usual) & (usual >= FEWEST_USUAL)
    # A day off between two missing ones belongs to the gap.
    closed = usual == 0
    missing = low | (closed & low.shift(1, fill_value=False) & low.shift(-1, fill_value=False))
    run = (missing != missing.shift(fill_value=False)).cumsum()
    found = [
        {
            "first": part["day"].iat[0],
            "last": part["day"].iat[-1],
            "days": len(part),
            "usual": int(usual[part.index].sum()),
            "found": int(part["rows"].sum()),
        }
        for _, part in days[missing].groupby(run[missing])
    ]
    return pd.DataFrame(found, columns=columns)


def thin_start(days: pd.DataFrame) -> tuple[pd.Timestamp, float] | None:
    """The day from which the data is as dense as usual, and how dense it is before (share of the
    usual week); None unless two weeks or more at the beginning stay below a third of it.
    """
    weeks = len(days) // WEEK
    if weeks < 8:
        return None
    sums = days["rows"].to_numpy()[: weeks * WEEK].reshape(weeks, WEEK).sum(axis=1)
    usual = float(np.median(sums))
    dense = np.flatnonzero(sums >= THIN * usual)
    if not len(dense) or dense[0] < 2 or dense[0] > weeks // 2:
        return None
    first = int(dense[0])
    return pd.Timestamp(days["day"].iat[first * WEEK]), float(sums[:first].mean() / usual)


def findings(days: pd.DataFrame, missing: pd.DataFrame) -> Iterator[dict[str, str]]:
    """What the rhythm says, in sentences."""
    if len(missing):
        longest = missing.loc[missing["days"].idxmax()]
        total = int(missing["days"].sum())
        first, usual = _day(longest["first"]), count(longest["usual"])
        if total == 1:
            said = f"{first} has almost no rows, where {usual} would be usual"
        else:
            until = "" if longest["days"] == 1 else f" to {_day(longest['last'])}"
            said = (
                f"{plural(total, 'day')} have almost no rows, the longest gap {first}{until}, "
                f"where {usual} would be usual"
            )
        yield {
            "code": "gaps",
            "severity": "warning" if longest["days"] >= 3 else "info",
            "sentence": f"{said}. Look whether a file is missing, or whether you were closed: "
            "models take a gap for a lack of interest.",
            "fix": "window",
        }
    start = thin_start(days)
    if start is not None:
        yield {
            "code": "thin_start",
            "severity": "info",
            "sentence": f"Before {_day(start[0])} there is only {share(start[1])} of a usual week: "
            "the recording was probably not complete yet. A time window leaves it out.",
            "fix": "window",
        }


def _day(value: datetime) -> str:
    return day(value)
