"""Which settings are worth considering: those that nothing beats on both counts."""

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray


def undominated(accuracy: FloatArray, other: FloatArray) -> BoolArray:
    """(n,) which points no other point beats: as good on both counts and better on one.

    Higher is better for both. Points that are level on both counts stand or fall together; a point
    without one of the figures (NaN) is left out. O(n log n). Source: Kung, Luccio, Preparata
    (1975), JACM 22(4), "maxima of a set of vectors".
    """
    known = np.flatnonzero(~np.isnan(accuracy) & ~np.isnan(other))
    out = np.zeros(len(accuracy), dtype=bool)
    best = -np.inf
    order = known[np.lexsort((-accuracy[known], -other[known]))]
    at = 0
    while at < len(order):
        level = order[at : at + np.count_nonzero(other[order] == other[order[at]])]
        top = accuracy[level].max()
        if top > best:
            out[level[accuracy[level] == top]] = True
            best = top
        at += len(level)
    return out


def cheapest(gain: FloatArray, cost: FloatArray, eligible: BoolArray) -> int | None:
    """The point that loses the least accuracy for each unit of gain; None if none is eligible.

    gain, cost: (n,) differences from the baseline, cost positive for a loss.  eligible: (n,) points
    that may be marked; those without a gain never are. Where several cost nothing, the largest
    gain. It is a slope, so the scale of either figure does not matter.
    """
    some = np.flatnonzero(eligible & (gain > 0))
    if not len(some):
        return None
    free = some[cost[some] <= 0]
    if len(free):
        return int(free[np.argmax(gain[free])])
    return int(some[np.argmin(cost[some] / gain[some])])
