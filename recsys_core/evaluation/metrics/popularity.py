import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric, mean_of_filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Popularity(PerUserMetric):
    """Popularity@k = mean over the list of the share of training customers who had the product.

    Unit: share, 0 to 1. Lower means further from the bestsellers. Edge cases: an empty list has
    no value. Source: Yin et al. (2012), VLDB 5(9), "average recommendation popularity".
    """

    name = "Popularity"
    title = "Average popularity"
    meaning = "What share of all customers already buys the products shown?"
    family = "reach"
    higher_is_better = False

    def compute(self, batch: EvalBatch) -> FloatArray:
        return mean_of_filled(batch, np.asarray(batch.popularity, dtype=np.float64))
