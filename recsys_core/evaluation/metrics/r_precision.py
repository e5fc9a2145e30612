import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class RPrecision(AccuracyMetric):
    """RPrecision@k = hits among the first R of the list / R, with R = number of relevant products.

    Unit: share, 0 to 1. Edge cases: a list is k long, so a customer with R > k cannot reach 1 (as
    in recall); an empty list scores 0; a customer without a relevant product has no value.
    Source: Manning, Raghavan, Schütze (2008), ch. 8.4.
    """

    name = "RPrecision"
    title = "Fitted precision (R-precision)"
    meaning = (
        "If a list were as long as what the customer went on to buy, what share of it was right?"
    )

    def values(self, batch: EvalBatch) -> FloatArray:
        counted = np.arange(batch.k) < batch.n_relevant[:, None]
        return ratio((batch.hits & counted).sum(axis=1), batch.n_relevant, empty=0.0)
