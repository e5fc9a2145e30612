import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation.metrics.base import PerUserMetric, filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray
from recsys_core.schema.vectors import ItemVectors

BLOCK = 4096


class Diversity(PerUserMetric):
    """Diversity@k = mean over all pairs of products in a list of 1 - cosine(vector, vector).

    Unit: 0 (all alike) to 1 (unrelated), up to 2 for opposite vectors. A product without a vector
    counts as unlike all others. Without vectors the category decides: 0 for a pair of one
    category, 1 for a pair of two; a product without category counts as unlike all others.
    Edge cases: a list of fewer than two products has no value. Computed without visiting pairs:
    the cosines of all pairs add up to (|sum of vectors|^2 - sum of |vector|^2) / 2.
    Source: Smyth and McClave (2001), ICCBR; Ziegler et al. (2005), WWW ("intra-list similarity").
    """

    name = "Diversity"
    title = "Variety within a list (diversity)"
    meaning = "How different from one another are the products on one customer's list?"
    family = "variety"
    bounds = (0.0, 2.0)

    def applies(self, batch: EvalBatch) -> bool:
        return batch.vectors is not None or bool(np.any(batch.categories >= 0))

    def compute(self, batch: EvalBatch) -> FloatArray:
        count = filled(batch).sum(axis=1).astype(np.float64)
        pairs = count * (count - 1) / 2
        if batch.vectors is None:
            alike = _pairs_of_one_category(batch)
        else:
            alike = _sum_of_cosines(batch, batch.vectors)
        return ratio(pairs - alike, pairs)


def _sum_of_cosines(batch: EvalBatch, vectors: ItemVectors) -> FloatArray:
    """(n,) sum of the cosines of all pairs of each list."""
    out = np.zeros(len(batch.items))
    for start in range(0, len(out), BLOCK):
        items = batch.items[start : start + BLOCK]
        row, slot = np.nonzero(items >= 0)
        used, column = np.unique(items[row, slot], return_inverse=True)
        values = vectors.values[used].astype(np.float64)
        lists = sp.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(items), len(used)))
        total = lists @ values
        own = lists @ np.einsum("ij,ij->i", values, values)
        out[start : start + BLOCK] = (np.einsum("ij,ij->i", total, total) - own) / 2
    return out


def _pairs_of_one_category(batch: EvalBatch) -> FloatArray:
    """(n,) number of pairs of each list that share a category."""
    row, slot = np.nonzero(batch.items >= 0)
    category = batch.categories[batch.items[row, slot]]
    row, category = row[category >= 0], category[category >= 0]
    if not len(row):
        return np.zeros(len(batch.items))
    width = int(category.max()) + 1
    group, size = np.unique(row.astype(np.int64) * width + category, return_counts=True)
    return np.asarray(
        np.bincount(group // width, weights=size * (size - 1) / 2, minlength=len(batch.items)),
        dtype=np.float64,
    )
