"""What the knobs that move candidates have in common: from worth to a new order."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.reranking.relevance import relevance
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import FloatArray, IntArray

NEUTRAL = 0.5
"""What a product counts as whose price, age or fame is not known: an average one."""


def reordered(candidates: Recommendations, worth: FloatArray) -> Recommendations:
    """The same candidates by falling `worth` (n, width); ties keep their order, empty slots come
    last, scores go with their products.
    """
    order = falling(np.where(candidates.items == EMPTY, -np.inf, worth))
    return replace(
        candidates,
        items=np.take_along_axis(candidates.items, order, axis=1),
        scores=np.take_along_axis(candidates.scores, order, axis=1),
    )


def falling(worth: FloatArray) -> IntArray:
    """(n, width) columns by falling worth, ties in order: a stable argsort.

    The bits of a float32 are turned into an integer that sorts the same way, with the column
    below it: sorting numbers is five times as fast as sorting places by numbers.
    """
    # Adding 0 makes -0.0 a 0.0, which has other bits but is the same number.
    bits = (np.ascontiguousarray(worth, dtype=np.float32) + np.float32(0)).view(np.uint32)
    rising = np.where(bits >> np.uint32(31), ~bits, bits | np.uint32(0x80000000))
    keys = (~rising).astype(np.uint64) << np.uint64(32)
    keys |= np.arange(worth.shape[1], dtype=np.uint64)
    keys.sort(axis=1)
    return np.asarray((keys & np.uint64(0xFFFFFFFF)).astype(np.int64))


@dataclass(frozen=True)
class Move:
    """Moves candidates by worth = (1 - weight) * relevance + weight * feature, a pipeline's stage.

    feature: (n_items,) in [0, 1], NaN where unknown, which counts as `NEUTRAL`.  weight: 0 to 1.
    Relevance belongs to the slot, so that a weight of 0 keeps the order exactly.
    """

    feature: FloatArray
    weight: float

    def __call__(self, candidates: Recommendations) -> Recommendations:
        values = np.nan_to_num(self.feature, nan=NEUTRAL).astype(np.float32)
        filled = candidates.items != EMPTY
        worth = np.float32(1 - self.weight) * relevance(candidates.scores, filled)
        worth += np.float32(self.weight) * np.take(values, candidates.items, mode="clip")
        return reordered(candidates, worth)


@dataclass(frozen=True)
class Reorder:
    """A stage from a function that says what each slot is worth, (n, width)."""

    worth: Callable[[Recommendations, FloatArray], FloatArray]

    def __call__(self, candidates: Recommendations) -> Recommendations:
        base = relevance(candidates.scores, candidates.items != EMPTY)
        return reordered(candidates, self.worth(candidates, base))


def percentile(values: FloatArray) -> FloatArray:
    """(n,) share of the known values that lie below, ties in the middle; NaN stays NaN."""
    from scipy.stats import rankdata

    out = np.full(values.shape, np.nan)
    known = np.isfinite(values)
    if known.any():
        out[known] = (rankdata(values[known]) - 0.5) / np.count_nonzero(known)
    return out
