"""What the metrics of the whole order share."""

from abc import abstractmethod

import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import rows_of
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray


class RankedMetric(PerUserMetric):
    """Looks at every product that could have been recommended, not only at the list.

    A customer without a relevant product, or without a wrong one, has no value (NaN). Lists made
    without the scores of all products (an uploaded list, a re-ranked one) have none either.
    """

    family = "accuracy"

    def applies(self, batch: EvalBatch) -> bool:
        return batch.ranks is not None

    def compute(self, batch: EvalBatch) -> FloatArray:
        ranks = batch.ranks
        if ranks is None:
            return np.full(len(batch.items), np.nan)
        row = rows_of(batch.truth)
        wrong = ranks.wrong[row]
        area = self.area(ranks.above, ranks.level, wrong, batch.k)
        known = wrong > 0
        total = np.bincount(row[known], weights=area[known], minlength=len(batch.items))
        count = np.bincount(row[known], minlength=len(batch.items))
        return ratio(total, count)

    @abstractmethod
    def area(self, above: IntArray, level: IntArray, wrong: IntArray, k: int) -> FloatArray:
        """(p,) what each relevant product adds, 0 to 1; meaningless where `wrong` is 0."""
