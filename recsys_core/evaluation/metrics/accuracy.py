"""What the accuracy metrics share."""

from abc import abstractmethod

import numpy as np

from recsys_core.evaluation.metrics.base import MetricFamily, PerUserMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class AccuracyMetric(PerUserMetric):
    """Compares a list with what the customer really bought in the held-out part.

    A customer without a relevant product has no value (NaN): nothing could have been right.
    """

    family: MetricFamily = "accuracy"

    def compute(self, batch: EvalBatch) -> FloatArray:
        return np.where(batch.n_relevant > 0, self.values(batch), np.nan)

    @abstractmethod
    def values(self, batch: EvalBatch) -> FloatArray:
        """(n,) values; rows without a relevant product may hold anything finite."""
