from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class Recall(AccuracyMetric):
    """Recall@k = hits among the first k / number of relevant products.

    Unit: share, 0 to 1. Edge cases: a customer with more than k relevant products cannot reach 1
    (the divisor is not cut at k); an empty list scores 0; a customer without a relevant product
    has no value. Source: Manning, Raghavan, Schütze (2008), ch. 8.
    """

    name = "Recall"
    title = "Recall"
    meaning = "Of the products that count as right for a customer, what share was on the list?"

    def values(self, batch: EvalBatch) -> FloatArray:
        return ratio(batch.hits.sum(axis=1), batch.n_relevant, empty=0.0)
