"""Diversity of the list as a whole: a determinantal point process, picked greedily."""

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.mmr import cosines
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import Compared

NAME = "dpp"
LABEL = m.DPP
RIDGE = 0.1
"""Share of a product that is like nothing else, even like its twin: two products with the same
vector repel each other by ln 0.19 = -1.7, not by minus infinity, and any number can be picked."""
_LEAST = 1e-6


class LogDet:
    """Fast greedy MAP inference for a DPP (Chen, Zhang and Zhou, 2018) for a block of customers.

    The list maximises (1 - d) * sum of relevance + d * ln det(S), which is ln det of the paper's
    kernel diag(q) S diag(q) with q = exp((1 - d) / (2 d) * relevance), times d. S is the cosine of
    the item vectors, off the diagonal times 1 - `RIDGE`; an item without a vector has cosine 0
    with everything. The gain of i is ln of what S leaves of i given the picked, kept up to date by
    one row of the Cholesky factor a pick.
    """

    def __init__(self, vectors: FloatArray | Compared, places: int) -> None:
        """vectors: (rows, width, dims) float32 unit rows or zeros, or what is compared already.
        places: most picks to come.
        """
        rows, width = vectors.shape[:2]
        self.vectors = vectors
        self.left = np.ones((rows, width), dtype=np.float32)
        self.factor = np.zeros((rows, places, width), dtype=np.float32)
        self.picks = 0

    def bonus(self) -> FloatArray:
        """(rows, width) ln of the share of each candidate that the picked do not explain."""
        return np.asarray(np.log(np.maximum(self.left, np.float32(_LEAST))))

    def add(self, picked: IntArray, valid: BoolArray) -> None:
        """picked: (rows,) the column chosen in each row, where `valid` (rows,) holds."""
        at = np.arange(len(picked))
        like = np.float32(1 - RIDGE) * cosines(self.vectors, picked)
        like[at, picked] = 1
        known = self.factor[:, : self.picks]
        if self.picks:
            own = known[at, :, picked]
            like -= (own[:, None, :] @ known)[:, 0, :]
        row = like / np.sqrt(np.maximum(self.left[at, picked], np.float32(_LEAST)))[:, None]
        row[~valid] = 0
        self.factor[:, self.picks] = row
        self.picks += 1
        self.left -= row * row
