from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class F1(AccuracyMetric):
    """F1@k = 2 P R / (P + R) = 2 hits / (k + number of relevant products).

    P = Precision@k, R = Recall@k, taken per customer and then averaged. Unit: 0 to 1.
    Edge cases: no hit scores 0; an empty list scores 0; a customer without a relevant product has
    no value. Source: van Rijsbergen (1979), Information Retrieval, ch. 7.
    """

    name = "F1"
    title = "Precision and recall together (F1)"
    long_form = "harmonic mean of precision and recall"
    meaning = (
        "One figure that is only high when the list holds few misses and misses few purchases."
    )

    def values(self, batch: EvalBatch) -> FloatArray:
        return ratio(2.0 * batch.hits.sum(axis=1), batch.k + batch.n_relevant)
