import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric, mean_of_filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Novelty(PerUserMetric):
    """Novelty@k = mean over the list of -log2(share of training customers who had the product).

    Unit: bits. 0: everybody has it; 1 more: half as many have it. Edge cases: a product nobody
    had counts like the rarest one that somebody had (its surprise would be infinite); an empty
    list has no value; without any purchases there is none. Source: Zhou et al. (2010), PNAS
    107(10), "self-information".
    """

    name = "Novelty"
    title = "Novelty"
    meaning = "How little known are the products shown, compared with what everybody buys?"
    family = "variety"
    bounds = (0.0, np.inf)

    def applies(self, batch: EvalBatch) -> bool:
        return bool(np.any(batch.popularity > 0))

    def compute(self, batch: EvalBatch) -> FloatArray:
        share = np.asarray(batch.popularity, dtype=np.float64)
        rarest = share[share > 0].min(initial=1.0)
        # The sum with 0 turns the -0.0 of a product that everybody has into 0.0.
        return mean_of_filled(batch, -np.log2(np.maximum(share, rarest)) + 0.0)
