"""Days from one visit to the next: a customer's own, drawn to the shop's where they are few.

The one notion of a rhythm: what is told of who is overdue, of who comes next when, and of what is
bought again, goes by it. Shrinkage as in Efron and Morris (1977, Scientific American 236).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns

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
    known = visits.sort_values([Columns.User, "day"], kind="stable")
    grouped = known.groupby(Columns.User)["day"]
    gaps = grouped.diff().dt.days
    gaps = gaps[gaps.notna()]
    by_user = gaps.groupby(known.loc[gaps.index, Columns.User])
    found = pd.DataFrame({"last": grouped.max()})
    found["gaps"] = by_user.size().reindex(found.index, fill_value=0)
    for quantile in quantiles:
        own = by_user.quantile(quantile).reindex(found.index)
        if pooled:
            shop = _pooled(gaps, known.loc[gaps.index, Columns.User], quantile)
        else:
            shop = float(own.median()) if own.notna().any() else UNTESTED
        found[quantile] = drawn(own.fillna(shop), found["gaps"], shop)
    return found


def drawn(own: pd.Series, gaps: pd.Series, shop: float | pd.Series) -> pd.Series:
    """Days of the own gaps and the shop's, weighted by `gaps` and `SHOP`; a day at least."""
    return ((gaps * own + SHOP * shop) / (gaps + SHOP)).clip(lower=1.0)


def _pooled(gaps: pd.Series, users: pd.Series, quantile: float) -> float:
    """The quantile of all gaps, each customer's weighing one together."""
    if gaps.empty:
        return UNTESTED
    known = gaps.sort_values(kind="stable")
    own = users[known.index]
    weight = (1 / own.map(own.value_counts())).cumsum().to_numpy()
    at = int(np.searchsorted(weight, quantile * weight[-1]))
    return float(known.iloc[min(at, len(known) - 1)])


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


def latest_gaps_held(visits: pd.DataFrame) -> tuple[int, int]:
    """How many customers' latest gaps ended between `earliest` and `latest` as of before, and of
    how many: those with two gaps at least.
    """
    known = visits.sort_values([Columns.User, "day"], kind="stable")
    newest = ~known[Columns.User].duplicated(keep="last")
    before = next_visits(known[~newest])
    before = before[before["gaps"] > 0]
    last = known[newest].set_index(Columns.User)["day"].reindex(before.index)
    gap = (last - before["last"]).dt.days
    held = gap.between(before["earliest"], before["latest"])
    return int(held.sum()), len(before)
