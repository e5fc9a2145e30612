import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.exposure import exposures
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class Entropy(OverallMetric):
    """Entropy@k = - sum over products of p_i log2 p_i, p_i = share of all slots that product i has.

    Unit: bits. 2 to the power of it is how many products, shown equally often, would be as varied.
    0: everybody sees the same product. Edge cases: nothing shown at all gives NaN; empty slots and
    products never shown add nothing. Source: Shannon (1948); Adomavicius and Kwon (2012), IEEE
    TKDE 24(5).
    """

    name = "Entropy"
    title = "Spread over the catalogue (entropy)"
    meaning = "Over how many products, in powers of two, is what all customers are shown spread?"
    family = "reach"
    bounds = (0.0, float("inf"))

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        count = exposures(batch, weights)
        total = count.sum(axis=1, keepdims=True)
        share = ratio(count, total, empty=0.0)
        bits = np.log2(share, out=np.zeros_like(share), where=share > 0)
        # The sum with 0 turns the -0.0 of a single product into 0.0.
        return np.where(total[:, 0] > 0, -(share * bits).sum(axis=1) + 0.0, np.nan)
