import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric, filled
from recsys_core.evaluation.metrics.exposure import exposures
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class Personalisation(OverallMetric):
    """Personalisation@k = mean over pairs of customers of 1 - common products / sqrt(|A| |B|).

    For lists of equal length that is 1 - common products / length. Unit: 0 (everybody sees the
    same) to 1 (no two customers share a product). Exact over all pairs without visiting them: with
    x_u = 1 / sqrt(|list|) on the products of list u, the sum over pairs of different customers is
    |sum of w_u x_u|^2 - sum of w_u^2. Edge cases: customers with an empty list are left out; fewer
    than two others give NaN. Source: Zhou et al. (2010), PNAS 107(10).
    """

    name = "Personalisation"
    title = "Personal lists (personalisation)"
    meaning = "How different are the lists of two customers: 0 if all see the same?"
    family = "variety"

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        length = filled(batch).sum(axis=1)
        scale = ratio(np.ones(len(length)), np.sqrt(length), empty=0.0)
        counted = np.where(length > 0, weights, 0.0)
        together = exposures(batch, counted * scale)
        own = (counted**2).sum(axis=1)
        alike = (together**2).sum(axis=1) - own
        value = 1.0 - ratio(alike, counted.sum(axis=1) ** 2 - own)
        return np.asarray(np.clip(value, 0.0, 1.0))
