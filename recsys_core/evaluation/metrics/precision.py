import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Precision(AccuracyMetric):
    """Precision@k = hits among the first k / k.

    Unit: share, 0 to 1. Edge cases: an unfilled slot counts as a miss, so that a short list is
    not rewarded; an empty list scores 0; a customer without a relevant product has no value.
    Source: Manning, Raghavan, Schütze (2008), Introduction to Information Retrieval, ch. 8.
    """

    name = "Precision"
    title = "Precision"
    meaning = "Of the products shown to a customer, what share did the customer go on to buy?"

    def values(self, batch: EvalBatch) -> FloatArray:
        return np.asarray(batch.hits.sum(axis=1) / batch.k)
