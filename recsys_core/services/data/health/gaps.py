"""Days on which rows are missing against the usual rhythm, and a beginning too thin to count.

The usual number of a day is the median of the same weekday: a shop closed on Sundays has no gap
every Sunday. Weekdays seen fewer than three times have no rhythm yet.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recsys_core.services.data.health import messages as m
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

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
        first, last, usual = day(longest["first"]), day(longest["last"]), int(longest["usual"])
        if total == 1:
            sentence = say(m.DAY_MISSING, day=first, usual=usual)
        else:
            message = m.DAYS_MISSING if longest["days"] == 1 else m.DAYS_IN_A_ROW_MISSING
            sentence = say(message, days=total, first=first, last=last, usual=usual)
        yield {
            "code": "gaps",
            "severity": "warning" if longest["days"] >= 3 else "info",
            "sentence": sentence,
            "fix": "window",
        }
    start = thin_start(days)
    if start is not None:
        yield {
            "code": "thin_start",
            "severity": "info",
            "sentence": say(m.THIN_START, day=day(start[0]), share=share(start[1])),
            "fix": "window",
        }
