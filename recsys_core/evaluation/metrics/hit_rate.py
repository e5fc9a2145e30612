import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class HitRate(AccuracyMetric):
    """HitRate@k = 1 if at least one of the first k products is relevant, else 0.

    Averaged, it is the share of customers with a hit. Edge cases: an empty list scores 0; a
    customer without a relevant product has no value. Source: Deshpande and Karypis (2004), ACM
    TOIS 22(1).
    """

    name = "HitRate"
    title = "Hit rate"
    meaning = "What share of customers went on to buy at least one of the products shown to them?"

    def values(self, batch: EvalBatch) -> FloatArray:
        return np.asarray(batch.hits.any(axis=1), dtype=np.float64)
