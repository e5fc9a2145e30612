"""Surprise's four similarities between products, in a fraction of its memory.

Surprise holds four to six matrices of n_items^2 float64 while it counts (5 GB for 10,000
products) and cannot be stopped. The sums it counts are sparse matrix products; made in blocks of
rows they need one float32 matrix and a little room, and tell how far they are. A test holds each
of them equal to Surprise's own.
"""

from typing import Literal, TypeAlias

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import CSR, FloatArray

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
    ones = _with_values(ratings, np.ones_like(values))
    plain, squared = _with_values(ratings, values), _with_values(ratings, values**2)
    ones_by_item, plain_by_item = ones.T.tocsr(), plain.T.tocsr()
    squared_by_item = squared.T.tocsr()
    n_items = ratings.shape[1]
    out = np.zeros((n_items, n_items), dtype=np.float32)
    for start in range(0, n_items, BLOCK):
        # Only the pairs not yet met are compared, so the later blocks are the smaller ones.
        report(1 - (1 - start / n_items) ** 2, f"Comparing products: {start:,} of {n_items:,}")
        rows = slice(start, min(start + BLOCK, n_items))
        ones_right, plain_right = ones[:, start:], plain[:, start:]
        squared_right = squared[:, start:]
        shared = (ones_by_item[rows] @ ones_right).toarray()
        products = (plain_by_item[rows] @ plain_right).toarray()
        left = (squared_by_item[rows] @ ones_right).toarray()
        right = (ones_by_item[rows] @ squared_right).toarray()
        if name == "msd":
            apart = np.maximum(left + right - 2 * products, 0)
            block = 1 / (apart / np.maximum(shared, 1) + 1)
        elif name == "pearson":
            sum_left = (plain_by_item[rows] @ ones_right).toarray()
            sum_right = (ones_by_item[rows] @ plain_right).toarray()
            block = _ratio(
                shared * products - sum_left * sum_right,
                _without_noise(shared * left - sum_left**2, shared * left),
                _without_noise(shared * right - sum_right**2, shared * right),
            )
        else:
            block = _ratio(products, left, right)
            if name == "pearson_baseline":
                block *= (shared - 1) / np.maximum(shared - 1 + shrinkage, ROUNDING)
        block[shared < min_support] = 0
        out[rows, start:] = block
        out[start:, rows] = out[rows, start:].T
    np.fill_diagonal(out, 1.0)
    return out


def _with_values(matrix: CSR, values: FloatArray) -> CSR:
    return sp.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _without_noise(difference: FloatArray, size: FloatArray) -> FloatArray:
    """Differences of nearly equal numbers, 0 where nothing but rounding is left of them."""
    return np.where(difference > ROUNDING * size, difference, 0)


def _ratio(products: FloatArray, left: FloatArray, right: FloatArray) -> FloatArray:
    """Products / sqrt(left * right), 0 where the divisor is 0."""
    divisor = np.sqrt(left * right)
    return np.divide(products, divisor, out=np.zeros_like(products), where=divisor > 0)
