"""What metrics are computed from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors


@dataclass(frozen=True)
class EvalBatch:
    """The lists of n test customers and what they really did afterwards.

    items: (n, k) item codes, -1 = empty slot.  truth: (n, n_items) csr, stored = relevant.
    popularity: (n_items,) share of training customers who had the item.  categories: (n_items,)
    integer codes, -1 = unknown.
    n_catalogue: how many items could have been recommended.
    predicted, actual: ratings of the held-out pairs and the row each belongs to (`pair_user`),
    None without ratings.
    """

    items: IntArray
    truth: CSR
    popularity: FloatArray
    categories: IntArray
    vectors: ItemVectors | None
    n_catalogue: int
    predicted: FloatArray | None = None
    actual: FloatArray | None = None
    pair_user: IntArray | None = None

    @property
    def k(self) -> int:
        return int(self.items.shape[1])

    @cached_property
    def n_relevant(self) -> IntArray:
        """(n,) how many relevant items each customer has."""
        return np.asarray(np.diff(self.truth.indptr), dtype=np.int64)

    @cached_property
    def hits(self) -> BoolArray:
        """(n, k) whether each slot holds a relevant item; looked up once for all metrics."""
        n, n_items = self.truth.shape
        truth = self.truth if self.truth.has_sorted_indices else self.truth.sorted_indices()
        relevant = np.repeat(np.arange(n, dtype=np.int64), self.n_relevant) * n_items
        relevant += truth.indices
        if not len(relevant):
            return np.zeros(self.items.shape, dtype=bool)
        shown = np.arange(n, dtype=np.int64)[:, None] * n_items + self.items
        at = np.minimum(np.searchsorted(relevant, shown), len(relevant) - 1)
        return np.asarray((relevant[at] == shown) & (self.items >= 0))
