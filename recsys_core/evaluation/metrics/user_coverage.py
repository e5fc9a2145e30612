import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric, filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class UserCoverage(PerUserMetric):
    """UserCoverage = 1 for a customer whose list holds at least one product, else 0.

    Averaged, it is the share of customers who can be shown anything. It does not depend on k.
    Source: Herlocker, Konstan, Terveen, Riedl (2004), ACM TOIS 22(1).
    """

    name = "UserCoverage"
    title = "Customers served"
    meaning = "What share of customers can be shown any product at all?"
    family = "reach"
    cut_off = False

    def compute(self, batch: EvalBatch) -> FloatArray:
        return np.asarray(filled(batch).any(axis=1), dtype=np.float64)
