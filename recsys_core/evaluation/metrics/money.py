"""What the metrics in money share."""

from abc import abstractmethod

import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class MoneyMetric(AccuracyMetric):
    """Adds up what the hits of a list are worth, one piece each."""

    family = "money"
    bounds = (-np.inf, np.inf)

    @abstractmethod
    def worth(self, batch: EvalBatch) -> FloatArray | None:
        """(n_items,) money per piece, NaN where unknown; None if nothing is known."""

    def applies(self, batch: EvalBatch) -> bool:
        worth = self.worth(batch)
        return worth is not None and bool(np.isfinite(worth).any())

    def values(self, batch: EvalBatch) -> FloatArray:
        worth = self.worth(batch)
        if worth is None:
            return np.full(len(batch.items), np.nan)
        known = np.where(np.isfinite(worth), worth, 0.0)
        per_slot = np.where(batch.hits, known[np.where(batch.hits, batch.items, 0)], 0.0)
        return np.asarray(per_slot.sum(axis=1))
