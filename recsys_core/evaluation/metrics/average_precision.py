import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class MeanAveragePrecision(AccuracyMetric):
    """AP@k = sum over hits at rank r <= k of Precision@r / number of relevant products.

    Divided by all relevant products, not by min(number of relevant, k): this is trec_eval's and
    ranx's definition. A customer with more than k relevant products cannot reach 1. Unit: 0 to 1.
    Edge cases: an empty list scores 0; a customer without a relevant product has no value.
    Source: Buckley and Voorhees (2000), SIGIR.
    """

    name = "MAP"
    title = "Average precision (MAP)"
    long_form = "mean average precision"
    meaning = (
        "How many of a customer's purchases were found, and how few misses stood in front of them?"
    )

    def values(self, batch: EvalBatch) -> FloatArray:
        found = np.cumsum(batch.hits, axis=1) / np.arange(1, batch.k + 1)
        return ratio((found * batch.hits).sum(axis=1), batch.n_relevant, empty=0.0)
