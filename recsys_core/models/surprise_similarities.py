"""Surprise's four similarities between products or customers, in a fraction of its memory.

Surprise holds four to six matrices of n_items^2 float64 while it counts (5 GB for 10,000
products) and cannot be stopped. The sums it counts are sparse matrix products; made in blocks of
rows they need one float32 matrix and a little room, and tell how far they are. A test holds each
of them equal to Surprise's own.
"""

from dataclasses import dataclass
from typing import Literal, Self, TypeAlias

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say

SimilarityName: TypeAlias = Literal["cosine", "msd", "pearson", "pearson_baseline"]
BLOCK = 512
ROUNDING = 1e-12


def item_similarities(
    ratings: CSR,
    name: SimilarityName,
    min_support: int,
    report: Progress,
    baselines: FloatArray | None = None,
    shrinkage: float = 100.0,
) -> FloatArray:
    """(n_items, n_items) float32 similarities over the customers two products share; diagonal 1.

    ratings: (n_users, n_items) csr float64. baselines: (nnz,) expected rating of each stored entry,
    for pearson_baseline. Pairs with fewer than `min_support` shared customers (2 at least for
    pearson_baseline) get 0, and so do pairs whose shared ratings do not vary, where Surprise has
    0 or, from rounding, anything.

    Formulas: https://surprise.readthedocs.io/en/stable/similarities.html; Koren, "Factor in the
    Neighbors", TKDD 2010, for pearson_baseline.
    """
    values = ratings.data
    if name == "pearson_baseline":
        if baselines is None:
            raise ValueError("pearson_baseline needs baselines")
        values = values - baselines
        min_support = max(2, min_support)
    sums = Sums.of(sp.csr_matrix((values, ratings.indices, ratings.indptr), shape=ratings.shape))
    by_item = sums.turned()
    n_items = ratings.shape[1]
    out = np.zeros((n_items, n_items), dtype=np.float32)
    for start in range(0, n_items, BLOCK):
        # Only the pairs not yet met are compared, so the later blocks are the smaller ones.
        report(1 - (1 - start / n_items) ** 2, say(m.COMPARING_PRODUCTS, n=start, all=n_items))
        rows = slice(start, min(start + BLOCK, n_items))
        block = compare(by_item.rows(rows), sums.columns(slice(start, None)), name, shrinkage)
        block.values[block.shared < min_support] = 0
        out[rows, start:] = block.values
        out[start:, rows] = out[rows, start:].T
    np.fill_diagonal(out, 1.0)
    return out


@dataclass(frozen=True)
class Sums:
    """A sparse table in the three forms whose products are the sums of all similarities."""

    ones: CSR
    plain: CSR
    squared: CSR

    @classmethod
    def of(cls, matrix: CSR) -> Self:
        parts = (np.ones_like(matrix.data), matrix.data, matrix.data**2)
        return cls(
            *(
                sp.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)
                for values in parts
            )
        )

    def turned(self) -> Self:
        """Rows for columns."""
        return type(self)(self.ones.T.tocsr(), self.plain.T.tocsr(), self.squared.T.tocsr())

    def rows(self, rows: slice) -> Self:
        return type(self)(self.ones[rows], self.plain[rows], self.squared[rows])

    def columns(self, columns: slice) -> Self:
        return type(self)(self.ones[:, columns], self.plain[:, columns], self.squared[:, columns])


@dataclass(frozen=True)
class PairStatistics:
    """(n, m) similarities and on how many shared entries each rests."""

    values: FloatArray
    shared: FloatArray


def compare(left: Sums, right: Sums, name: SimilarityName, shrinkage: float) -> PairStatistics:
    """Similarities of the rows of `left` (n, d) with the columns of `right` (d, m).

    For pearson_baseline both hold ratings less their baselines.
    """
    shared = (left.ones @ right.ones).toarray()
    products = (left.plain @ right.plain).toarray()
    own = (left.squared @ right.ones).toarray()
    other = (left.ones @ right.squared).toarray()
    if name == "msd":
        apart = np.maximum(own + other - 2 * products, 0)
        return PairStatistics(1 / (apart / np.maximum(shared, 1) + 1), shared)
    if name == "pearson":
        sum_own = (left.plain @ right.ones).toarray()
        sum_other = (left.ones @ right.plain).toarray()
        values = _ratio(
            shared * products - sum_own * sum_other,
            _without_noise(shared * own - sum_own**2, shared * own),
            _without_noise(shared * other - sum_other**2, shared * other),
        )
        return PairStatistics(values, shared)
    values = _ratio(products, own, other)
    if name == "pearson_baseline":
        values *= (shared - 1) / np.maximum(shared - 1 + shrinkage, ROUNDING)
    return PairStatistics(values, shared)


def _without_noise(difference: FloatArray, size: FloatArray) -> FloatArray:
    """Differences of nearly equal numbers, 0 where nothing but rounding is left of them."""
    return np.where(difference > ROUNDING * size, difference, 0)


def _ratio(products: FloatArray, left: FloatArray, right: FloatArray) -> FloatArray:
    """Products / sqrt(left * right), 0 where the divisor is 0."""
    divisor = np.sqrt(left * right)
    return np.divide(products, divisor, out=np.zeros_like(products), where=divisor > 0)
