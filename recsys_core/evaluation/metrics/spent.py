import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Spent(AccuracyMetric):
    """Spent@k = sum over hits of what the customer spent on the product in the part held back.

    Unit: money of the purchases, per customer, all pieces, net of returns. Edge cases: a hit whose
    purchases carry no money adds 0; an empty list scores 0; a customer without a relevant product
    has no value; without any money held back there is no figure. What was bought might have been
    bought unasked. Source: Jannach and Jugovac (2019), ACM TMIS 10(4).
    """

    family = "money"
    bounds = (-np.inf, np.inf)
    name = "Spent"
    title = "Spend on hits"
    meaning = "What was really spent, net of returns, on products shown that were then bought?"

    def applies(self, batch: EvalBatch) -> bool:
        return batch.spent is not None

    def values(self, batch: EvalBatch) -> FloatArray:
        if batch.spent is None:
            return np.full(len(batch.items), np.nan)
        paid = np.append(batch.spent, 0.0)
        return np.asarray(paid[batch.places].sum(axis=1))
