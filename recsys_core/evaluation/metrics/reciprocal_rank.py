import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class MeanReciprocalRank(AccuracyMetric):
    """RR@k = 1 / rank of the first relevant product among the first k, 0 if there is none.

    Unit: 0 to 1 (1: first place, 0.5: second). Edge cases: an empty list scores 0; a customer
    without a relevant product has no value. Source: Voorhees (1999), TREC-8.
    """

    name = "MRR"
    title = "First hit (MRR)"
    long_form = "mean reciprocal rank"
    meaning = "How far up the list is the first product that the customer went on to buy?"

    def values(self, batch: EvalBatch) -> FloatArray:
        first = np.argmax(batch.hits, axis=1)
        return np.where(batch.hits.any(axis=1), 1.0 / (first + 1), 0.0)
