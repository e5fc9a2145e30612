import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Filler(PerUserMetric):
    """Filler@k = slots of the list that the model did not choose / k.

    While models are measured nothing but the model fills a list, so these are the slots it leaves
    empty and those whose score is no higher than that of a product left out: there the order of
    the catalogue decided, and any other product would have done. Unit: share, 0 to 1. Edge cases:
    an empty list is all filler; lists that came without scores have no figure. Source: our own;
    what is shown where a model has no answer is discussed by Herlocker et al. (2004), ACM TOIS
    22(1), as "coverage".
    """

    name = "Filler"
    title = "Places left to chance (filler)"
    meaning = (
        "What share of the places did the model not choose, because it left them empty or liked a "
        "product left out just as much?"
    )
    family = "reach"
    higher_is_better = False

    def applies(self, batch: EvalBatch) -> bool:
        return batch.filler is not None

    def compute(self, batch: EvalBatch) -> FloatArray:
        if batch.filler is None:
            return np.full(len(batch.items), np.nan)
        return np.asarray(batch.filler.mean(axis=1), dtype=np.float64)
