"""Days from one visit to the next: a customer's own, drawn to the shop's where they are few.

The one notion of a rhythm: what is told of who is overdue, of who comes next when, and of what is
bought again, goes by it. Shrinkage as in Efron and Morris (1977, Scientific American 236).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import FloatArray, IntArray

SHOP = 5.0
"""The shop's figure weighs as much as so many gaps."""
UNTESTED = 30.0
"""The days between visits where nobody has ever come twice."""


def rhythms(
    visits: pd.DataFrame, quantiles: Sequence[float], *, pooled: bool = False
) -> pd.DataFrame:
    """Per customer (index): last (day), gaps (how many) and a column for each quantile, in days.

    visits: user_id, day (midnights), each pair once. A quantile is that of the own gaps and the
    shop's (the median of those of all customers) as `drawn` weighs them. pooled: the shop's is that
    of all gaps instead, each customer counting once: the middle customer's own quantiles lie close
    together where most have two gaps.
    """
    # Sorted as single numbers, for millions of visits; texts and dates take many times as long.
    codes, users = pd.factorize(visits[Columns.User], sort=True)
    days = _days(visits["day"])
    first = days.min(initial=0)
    span = max(int(days.max(initial=0) - first) + 1, 1)
    visit = np.sort(codes * span + (days - first))
    user, day = visit // span, visit % span
    same = user[1:] == user[:-1]
    own = np.sort(user[1:][same] * span + np.diff(day)[same])
    counts = np.bincount(own // span, minlength=len(users))
    last = day[np.r_[~same, np.ones(min(len(day), 1), dtype=bool)]] + first
    found = pd.DataFrame({"last": last.astype("datetime64[D]").astype("datetime64[s]")}, users)
    found.index.name = Columns.User
    found["gaps"] = counts
    for quantile in quantiles:
        middle = _quantile(own % span, counts, quantile)
        told = middle[counts > 0]
        if pooled:
            shop = _pooled(own % span, 1 / counts[own // span], quantile)
        else:
            shop = float(np.median(told)) if len(told) else UNTESTED
        found[quantile] = drawn(pd.Series(middle, users).fillna(shop), found["gaps"], shop)
    return found


def _days(dates: pd.Series) -> IntArray:
    return np.asarray(dates.to_numpy().astype("datetime64[D]").astype(np.int64))


def _quantile(gaps: IntArray, counts: IntArray, quantile: float) -> FloatArray:
    """(n,) that of each customer's gaps, between neighbours in a straight line; NaN without gaps.

    gaps: each customer's one after another, in order; counts: (n,) how many each has.
    """
    known = counts > 0
    at = quantile * (counts[known] - 1)
    below = at.astype(np.int64)
    low = (np.cumsum(counts) - counts)[known] + below
    high = low + (at > below)
    found = np.full(len(counts), np.nan)
    found[known] = gaps[low] + (gaps[high] - gaps[low]) * (at - below)
    return found


def drawn(own: pd.Series, gaps: pd.Series, shop: float | pd.Series) -> pd.Series:
    """Days of the own gaps and the shop's, weighted by `gaps` and `SHOP`; a day at least."""
    return ((gaps * own + SHOP * shop) / (gaps + SHOP)).clip(lower=1.0)


def _pooled(gaps: IntArray, weights: FloatArray, quantile: float) -> float:
    """The quantile of all gaps, each customer's weighing one together."""
    if not len(gaps):
        return UNTESTED
    weight = np.cumsum(np.bincount(gaps, weights=weights))
    return float(np.searchsorted(weight, quantile * weight[-1]))


LOW, MIDDLE, HIGH = 0.25, 0.5, 0.75
"""Half of the gaps lie between the outer two."""


def next_visits(visits: pd.DataFrame) -> pd.DataFrame:
    """Per customer (index): last, gaps, and after how many whole days from `last` the next visit is
    expected (expected) and between which (earliest, latest) half of such gaps end.

    visits: user_id, day (midnights), each once.
    """
    found = rhythms(visits, (LOW, MIDDLE, HIGH), pooled=True)
    expected = found[MIDDLE].round()
    return found[["last", "gaps"]].assign(
        expected=expected,
        earliest=np.minimum(np.floor(found[LOW]), expected),
        latest=np.maximum(np.ceil(found[HIGH]), expected),
    )


def expected_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """user_id, last, orders (days with one), next_expected, next_from, next_to: `next_visits` as
    dates. The one answer to when a customer orders next.

    orders: user_id, day (midnights), each pair once.
    """
    found = next_visits(orders)
    days = {C.NextExpected: "expected", "next_from": "earliest", "next_to": "latest"}
    dates = {
        name: found["last"] + pd.to_timedelta(found[after], unit="D")
        for name, after in days.items()
    }
    return found[["last"]].assign(orders=found["gaps"] + 1, **dates).reset_index()


def latest_gaps_held(visits: pd.DataFrame) -> tuple[int, int]:
    """How many customers' latest gaps ended between `earliest` and `latest` as of before, and of
    how many: those with two gaps at least.
    """
    last = visits.groupby(Columns.User)["day"].max()
    newest = visits["day"] == visits[Columns.User].map(last)
    before = next_visits(visits[~newest])
    before = before[before["gaps"] > 0]
    last = last.reindex(before.index)
    gap = (last - before["last"]).dt.days
    held = gap.between(before["earliest"], before["latest"])
    return int(held.sum()), len(before)
