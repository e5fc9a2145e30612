"""Diversity place by place: each product unlike the ones already chosen."""

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import Compared

NAME = "mmr"
LABEL = m.MMR


class Nearest:
    """Maximal marginal relevance (Carbonell and Goldstein, 1998) for a block of customers.

    The next place goes to argmax of (1 - d) * relevance(i) + d * bonus(i), where the bonus is
    - max cosine(i, picked), 0 before the first pick. An item without a vector has cosine 0 with
    everything. The highest cosine is updated with the newest pick only, by one product of
    (rows, width, dims) with (rows, dims).
    """

    def __init__(self, vectors: FloatArray | Compared, places: int) -> None:
        """vectors: (rows, width, dims) float32 unit rows or zeros, or what is compared already."""
        self.vectors = vectors
        self.nearest = np.full(vectors.shape[:2], -np.inf, dtype=np.float32)
        self.begun = np.zeros(vectors.shape[0], dtype=bool)

    def bonus(self) -> FloatArray:
        """(rows, width) what each candidate adds to the variety of its list."""
        if self.begun.all():
            return -self.nearest
        return np.where(self.begun[:, None], -self.nearest, np.float32(0))

    def add(self, picked: IntArray, valid: BoolArray) -> None:
        """picked: (rows,) the column chosen in each row, where `valid` (rows,) holds."""
        near = cosines(self.vectors, picked)
        if not valid.all():
            near[~valid] = -np.inf
        self.begun |= valid
        np.maximum(self.nearest, near, out=self.nearest)


def cosines(vectors: FloatArray | Compared, picked: IntArray) -> FloatArray:
    """(rows, width) cosine of every candidate with the one in column `picked` (rows,)."""
    if isinstance(vectors, Compared):
        return vectors.with_column(picked)
    chosen = vectors[np.arange(len(vectors)), picked]
    return np.asarray((vectors @ chosen[:, :, None])[:, :, 0])
