"""Shares of customers who answered, with intervals, and whether a group answers otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class GroupRate:
    """One group of customers, and who of it answered.

    rate, low, high: with Wilson's interval of 95 %.  rest: the rate of all others.  p: of Fisher's
    exact test of the group against the others; p_adjusted: after Holm over all groups asked about.
    NaN where nobody is in the group, or no one outside it.
    """

    group: str
    n: int
    responded: int
    rate: float
    low: float
    high: float
    rest: float
    p: float
    p_adjusted: float

    @property
    def differs(self) -> bool:
        """Whether a group drawn by lot would hardly answer so often or so seldom."""
        return self.p_adjusted < ALPHA


def rates(responded: IntArray, n: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(m,) shares with the ends of Wilson's intervals; NaN where `n` is 0."""
    share = ratio(responded, n)
    low, high = wilson(share, n)
    return share, low, high


def group_rates(responded: BoolArray, groups: Mapping[str, BoolArray]) -> list[GroupRate]:
    """Every group (n,) of the n customers who were reached, in their order."""
    sizes = np.array([int(members.sum()) for members in groups.values()])
    hits = np.array([int(responded[members].sum()) for members in groups.values()])
    everybody, all_hits = len(responded), int(responded.sum())
    share, low, high = rates(hits, sizes)
    rest = rates(all_hits - hits, everybody - sizes)[0]
    p = np.full(len(sizes), np.nan)
    for at, (n, x) in enumerate(zip(sizes, hits, strict=True)):
        if 0 < n < everybody:
            table = [[x, n - x], [all_hits - x, everybody - n - all_hits + x]]
            p[at] = stats.fisher_exact(table).pvalue
    adjusted = p.copy()
    adjusted[~np.isnan(p)] = holm(p[~np.isnan(p)])
    return [
        GroupRate(
            name,
            int(sizes[at]),
            int(hits[at]),
            *(float(figures[at]) for figures in (share, low, high, rest, p, adjusted)),
        )
        for at, name in enumerate(groups)
    ]
