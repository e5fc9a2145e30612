import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class NDCG(AccuracyMetric):
    """NDCG@k = DCG / ideal DCG, with DCG = sum over hits at rank r of 1 / log2(r + 1).

    Relevance is yes or no. The ideal list has min(number of relevant, k) hits in front.
    Unit: 0 to 1. Edge cases: an empty list scores 0; a customer without a relevant product has no
    value. Source: Järvelin and Kekäläinen (2002), ACM TOIS 20(4).
    """

    name = "NDCG"
    title = "Ranking quality (NDCG)"
    long_form = "normalised discounted cumulative gain"
    meaning = (
        "How close is the list to the best possible order, with hits near the top counting most?"
    )

    def values(self, batch: EvalBatch) -> FloatArray:
        discount = 1.0 / np.log2(np.arange(2, batch.k + 2))
        ideal = np.cumsum(discount)[np.clip(batch.n_relevant, 1, batch.k) - 1]
        return np.asarray(batch.hits @ discount / ideal)
