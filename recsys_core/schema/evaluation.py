"""What metrics are computed from."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors

ALPHA = 0.05
"""A difference that two equal models show in a smaller share of tests is called real."""

FLOOR = "random"
RECENT = frozenset({"bestsellers-7", "bestsellers-28"})
REFERENCES = RECENT | {FLOOR}
"""Lines of comparison: evaluated beside the others, never offered for training."""
YARDSTICKS = REFERENCES | {"popularity"}


@dataclass(frozen=True)
class RankCounts:
    """Where each relevant item stands among everything that could have been recommended.

    "Wrong" are the candidates that are not relevant. above, level: (truth.nnz,) how many wrong
    candidates score higher than the relevant item, and how many exactly as high, in the order of
    `EvalBatch.truth.indices`.  wrong: (n,) how many wrong candidates each customer has.
    """

    above: IntArray
    level: IntArray
    wrong: IntArray


@dataclass(frozen=True)
class EvalBatch:
    """The lists of n test customers and what they really did afterwards.

    items: (n, k) item codes, -1 = empty slot.  truth: (n, n_items) csr, stored = relevant.
    popularity: (n_items,) share of training customers who had the item.  categories: (n_items,)
    integer codes, -1 = unknown.
    n_catalogue: how many items could have been recommended.
    predicted, actual: ratings of the held-out pairs and the row each belongs to (`pair_user`),
    None without ratings.
    history: (n, n_items) csr, stored = had before the test.  new_items_only: whether products of
    the history were kept off the lists.  prices, margins: (n_items,) money per piece, NaN where
    unknown.  ranks: None unless all scores were seen.  filler: (n, k) how far each slot was left
    to chance, 0 to 1 (1 = empty), None if nobody kept count.  spent: (truth.nnz,) money each right
    answer really brought, in the order of `truth.indices`, None where unknown.
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
    history: CSR | None = None
    new_items_only: bool = True
    prices: FloatArray | None = None
    margins: FloatArray | None = None
    ranks: RankCounts | None = None
    filler: FloatArray | None = None
    spent: FloatArray | None = None

    @property
    def k(self) -> int:
        return int(self.items.shape[1])

    @cached_property
    def n_relevant(self) -> IntArray:
        """(n,) how many relevant items each customer has."""
        return np.asarray(np.diff(self.truth.indptr), dtype=np.int64)

    @cached_property
    def hits(self) -> BoolArray:
        """(n, k) whether each slot holds a relevant item."""
        return np.asarray(self.places >= 0)

    @cached_property
    def places(self) -> IntArray:
        """(n, k) where in `truth.indices` each slot's item stands, -1 where it is not relevant;
        looked up once for all metrics.
        """
        n, n_items = self.truth.shape
        truth = self.truth if self.truth.has_sorted_indices else self.truth.sorted_indices()
        relevant = np.repeat(np.arange(n, dtype=np.int64), self.n_relevant) * n_items
        relevant += truth.indices
        if not len(relevant):
            return np.full(self.items.shape, -1)
        shown = np.arange(n, dtype=np.int64)[:, None] * n_items + self.items
        at = np.minimum(np.searchsorted(relevant, shown), len(relevant) - 1)
        return np.where((relevant[at] == shown) & (self.items >= 0), at, -1)

    def take(self, rows: IntArray) -> "EvalBatch":
        """The batch of some of the customers, in the order given; `rows`: (m,) distinct rows."""
        ranks, pairs = self.ranks, self._pairs_of(rows)
        start, size = self.truth.indptr[rows].astype(np.int64), self.n_relevant[rows]
        first = np.cumsum(size) - size
        at = np.arange(int(size.sum())) + np.repeat(start - first, size)
        if ranks is not None:
            ranks = RankCounts(ranks.above[at], ranks.level[at], ranks.wrong[rows])
        return replace(
            self,
            items=self.items[rows],
            truth=self.truth[rows],
            history=None if self.history is None else self.history[rows],
            filler=None if self.filler is None else self.filler[rows],
            ranks=ranks,
            spent=None if self.spent is None else self.spent[at],
            predicted=None if self.predicted is None else self.predicted[pairs[0]],
            actual=None if self.actual is None else self.actual[pairs[0]],
            pair_user=None if self.pair_user is None else pairs[1],
        )

    def _pairs_of(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Positions of the rated pairs of these customers, and the new row of each."""
        if self.pair_user is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        place = np.full(len(self.items), -1)
        place[rows] = np.arange(len(rows))
        of_pair = place[self.pair_user]
        kept = np.flatnonzero(of_pair >= 0)
        return kept, of_pair[kept]
