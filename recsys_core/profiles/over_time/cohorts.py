"""Retention by cohort: of those who came first in a month, how many order in each month after."""

import numpy as np
import pandas as pd

from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.statistics.intervals import wilson


def triangle(cells: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Every cohort and month up to the data's end: cohort, month, size, customers, share, low,
    high, revenue, complete.

    cells: cohort (first day of a month), month (since then), customers, revenue; empty ones may be
    missing. until: the last day of the data. share: of `size`, the customers of month 0, with
    Wilson's 95 % interval (in month 0 all of them, by what a cohort is); all three NaN where the
    month was not over (`complete`) at the end.
    """
    last = until.to_period("M")
    rows = [
        (cohort, month)
        for cohort in sorted(cells["cohort"].unique())
        for month in range((last - pd.Timestamp(cohort).to_period("M")).n + 1)
    ]
    grid = pd.DataFrame(rows, columns=["cohort", C.Month])
    frame = grid.merge(cells, on=["cohort", C.Month], how="left")
    frame[C.Customers] = frame[C.Customers].fillna(0).astype(int)
    if cells["revenue"].notna().any():
        frame["revenue"] = frame["revenue"].fillna(0.0)
    size = frame[frame[C.Month] == 0].set_index("cohort")[C.Customers]
    frame["size"] = frame["cohort"].map(size).astype(int)
    ends = [
        (pd.Timestamp(one).to_period("M") + n).end_time.normalize()
        for one, n in zip(frame["cohort"], frame[C.Month], strict=True)
    ]
    frame["complete"] = pd.Series(ends, index=frame.index, dtype="datetime64[ns]") <= until
    share = frame[C.Customers] / frame["size"]
    low, high = wilson(share.to_numpy(np.float64), frame["size"].to_numpy(np.int64))
    known = frame["complete"].to_numpy(dtype=bool)
    low = np.where(frame[C.Month] == 0, 1.0, low)
    frame[C.Share] = np.where(known, share, np.nan)
    frame["low"], frame["high"] = np.where(known, low, np.nan), np.where(known, high, np.nan)
    columns = [
        "cohort",
        C.Month,
        "size",
        C.Customers,
        C.Share,
        "low",
        "high",
        "revenue",
        "complete",
    ]
    return frame[columns]


def by_month(found: pd.DataFrame) -> pd.DataFrame:
    """Of all cohorts together, for each month since the first order: month, size, customers, share,
    low, high; only cohorts whose month was over count, in both numbers.
    """
    known = found[found["complete"]].groupby(C.Month)[["size", C.Customers]].sum().reset_index()
    share = known[C.Customers] / known["size"]
    low, high = wilson(share.to_numpy(np.float64), known["size"].to_numpy(np.int64))
    return known.assign(**{C.Share: share, "low": low, "high": high})
