"""Which slots of a list the order of the catalogue decided, not the model."""

import numpy as np

from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, FloatArray, IntArray


def lists_and_filler(
    scores: FloatArray, k: int, exclude: CSR | None = None, allowed: IntArray | None = None
) -> tuple[IntArray, FloatArray]:
    """(n, k) lists as by `schema.ranking.top_k`, and (n, k) how far each slot was left to chance.

    1 for an empty slot. Products as good as the best one left out share the last slots by lot, as
    it were: each of those slots counts the share of such products that are left out. 0 otherwise.
    """
    # One more than is shown tells whether the last ones shown are better than the next.
    items, values = top_k(scores, k + 1, exclude, allowed)
    filler = (items[:, :k] == EMPTY).astype(np.float64)
    level = values[:, :k] == values[:, k:]
    tied = np.flatnonzero(level.any(axis=1))
    if len(tied):
        alike = np.asarray(scores[tied], dtype=np.float32) == values[tied, k:]
        if allowed is not None:
            barred = np.ones(scores.shape[1], dtype=bool)
            barred[allowed] = False
            alike[:, barred] = False
        if exclude is not None:
            for row, (low, high) in enumerate(
                zip(exclude.indptr[tied], exclude.indptr[tied + 1], strict=True)
            ):
                alike[row, exclude.indices[low:high]] = False
        left_out = 1 - level[tied].sum(axis=1) / np.count_nonzero(alike, axis=1)
        filler[tied] += level[tied] * left_out[:, None]
    return np.ascontiguousarray(items[:, :k]), filler
