import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric, filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class FullLists(PerUserMetric):
    """FullLists@k = 1 for a customer whose list holds k products, else 0.

    Averaged, it is the share of customers with a full list. Edge cases: if fewer than k products
    can be shown, nobody has one; every customer has a value. Source: Herlocker, Konstan, Terveen,
    Riedl (2004), ACM TOIS 22(1), "coverage", asked of every slot.
    """

    name = "FullLists"
    title = "Customers with a full list"
    meaning = "What share of customers gets a list without an empty place?"
    family = "reach"

    def compute(self, batch: EvalBatch) -> FloatArray:
        return np.asarray(filled(batch).all(axis=1), dtype=np.float64)
