import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Filler(PerUserMetric):
    """Filler@k = sum over slots of how far the model left them to chance / k.

    While models are measured nothing but the model fills a list. A slot it leaves empty counts 1.
    Where products level with one another share the last slots and some are left out, the order of
    the catalogue decided: each such slot counts the share of those products that are left out
    (8 level, 2 of them shown: two slots of 6/8). Unit: share, 0 to 1. Edge cases: an empty list is
    all filler; lists that came without scores have no figure. Source: our own; what is shown where
    a model has no answer is discussed by Herlocker et al. (2004), ACM TOIS 22(1), as "coverage".
    """

    name = "Filler"
    title = "Places left to chance (filler)"
    meaning = (
        "What share of the places did the model leave to chance, because it had nothing for them "
        "or liked products left out just as much?"
    )
    family = "reach"
    higher_is_better = False

    def applies(self, batch: EvalBatch) -> bool:
        return batch.filler is not None

    def compute(self, batch: EvalBatch) -> FloatArray:
        if batch.filler is None:
            return np.full(len(batch.items), np.nan)
        return np.asarray(batch.filler.mean(axis=1))
