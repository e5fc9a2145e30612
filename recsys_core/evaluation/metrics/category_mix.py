"""Which categories customers bought and are shown: the basis of calibration."""

from abc import abstractmethod
from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation.metrics.base import PerUserMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import rows_of
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray

CELLS = 2_000_000


class CalibrationMetric(PerUserMetric):
    """Compares the categories of a list with those of the customer's history.

    Each product counts once; products without category are left out of both. A customer without a
    categorised product in the history or on the list has no value.
    """

    family = "variety"
    higher_is_better = False

    def applies(self, batch: EvalBatch) -> bool:
        return batch.history is not None and bool(np.any(batch.categories >= 0))

    def compute(self, batch: EvalBatch) -> FloatArray:
        return compare_mixes(batch, self.distance)

    @abstractmethod
    def distance(self, bought: FloatArray, shown: FloatArray) -> FloatArray:
        """(b,) distance of each row of shares (b, categories); rows add up to 1."""


def compare_mixes(
    batch: EvalBatch, distance: Callable[[FloatArray, FloatArray], FloatArray]
) -> FloatArray:
    """(n,) `distance(history's shares, list's shares)` in blocks of customers, NaN without one."""
    n, width = len(batch.items), int(batch.categories.max(initial=-1)) + 1
    out = np.full(n, np.nan)
    if batch.history is None or width == 0:
        return out
    row, slot = np.nonzero(batch.items >= 0)
    shown = _mix(row, batch.items[row, slot], batch.categories, (n, width))
    bought = _mix(rows_of(batch.history), batch.history.indices, batch.categories, (n, width))
    known = np.flatnonzero((np.diff(shown.indptr) > 0) & (np.diff(bought.indptr) > 0))
    step = max(1, CELLS // width)
    for start in range(0, len(known), step):
        block = known[start : start + step]
        out[block] = distance(_shares(bought[block]), _shares(shown[block]))
    return out


def _mix(
    row: IntArray, item: IntArray, categories: IntArray, shape: tuple[int, int]
) -> sp.csr_matrix:
    """(n, categories) how many products of each category."""
    category = categories[item]
    known = category >= 0
    counts = sp.csr_matrix((np.ones(int(known.sum())), (row[known], category[known])), shape=shape)
    counts.sum_duplicates()
    return counts


def _shares(counts: sp.csr_matrix) -> FloatArray:
    dense = counts.toarray()
    return ratio(dense, dense.sum(axis=1, keepdims=True))
