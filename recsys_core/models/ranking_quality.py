"""How good ranked lists are, for models that choose their settings on held-back purchases."""

import numpy as np

from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray


def ndcg_of(items: IntArray, truth: CSR) -> FloatArray:
    """(n,) NDCG@k of (n, k) item codes, best first, EMPTY where a list ends, by the (n, n_items)
    csr of what is relevant; NaN where nothing is (Järvelin and Kekäläinen, 2002).
    """
    n, k = items.shape
    width, size = np.int64(truth.shape[1]), np.diff(truth.indptr)
    relevant = rows_of(truth) * width + truth.indices
    hits = np.isin(np.arange(n)[:, None] * width + items, relevant) & (items >= 0)
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.concatenate([[np.nan], np.cumsum(discount)])[np.minimum(size, k)]
    return np.asarray((hits * discount).sum(axis=1) / ideal)
