"""Fills what is left empty with products everybody buys, and says so."""

from dataclasses import dataclass, replace

import numpy as np

from recsys_core.schema.config import BaseConfig
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import CSR, BoolArray, IntArray
from recsys_core.schema.vectors import ItemVectors

NAME = "filler"
LABEL = "Filled up with popular products"


def fill_empty(
    candidates: Recommendations, k: int, order: IntArray, exclude: CSR | None = None
) -> Recommendations:
    """The first `k` slots, empty ones filled from `order` (item codes, best first).

    An item is used once per list and never where `exclude` (n, n_items) stores it. A filled slot
    has no score (NaN), because the model gave none: `is_filler` finds it by that, in blocks
    without a trace too. Slots stay empty only when `order` runs out.
    """
    items = np.full((len(candidates), k), EMPTY, dtype=candidates.items.dtype)
    scores = np.full((len(candidates), k), np.nan, dtype=candidates.scores.dtype)
    width = min(k, candidates.k)
    items[:, :width] = candidates.items[:, :width]
    scores[:, :width] = candidates.scores[:, :width]
    for row in np.flatnonzero((items == EMPTY).any(axis=1)):
        free = np.flatnonzero(items[row] == EMPTY)
        barred = items[row]
        if exclude is not None:
            own = exclude.indices[exclude.indptr[row] : exclude.indptr[row + 1]]
            barred = np.concatenate([barred, own])
        extra = order[~np.isin(order, barred)][: len(free)]
        items[row, free[: len(extra)]] = extra
    return replace(candidates, items=items, scores=scores)


def is_filler(recommendations: Recommendations) -> BoolArray:
    """(n, k) the slots that hold an item without a score of the model."""
    return np.asarray((recommendations.items != EMPTY) & np.isnan(recommendations.scores))


@dataclass(frozen=True)
class Filler:
    """`fill_empty` as the last step of a pipeline."""

    order: IntArray
    exclude: CSR | None = None

    def __call__(
        self,
        candidates: Recommendations,
        k: int,
        vectors: ItemVectors | None,
        config: BaseConfig,
    ) -> Recommendations:
        return fill_empty(candidates, k, self.order, self.exclude)
