import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.exposure import exposures
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Coverage(OverallMetric):
    """Coverage@k = distinct products on at least one list / products that could be recommended.

    Unit: share, 0 to 1. Edge cases: empty lists give 0; a catalogue of 0 products gives NaN. It
    grows with the number of customers, so compare models on the same customers only.
    Source: Herlocker, Konstan, Terveen, Riedl (2004), ACM TOIS 22(1).
    """

    name = "Coverage"
    title = "Catalogue coverage"
    meaning = "What share of the products that may be shown is shown to at least one customer?"
    family = "reach"

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        if batch.n_catalogue <= 0:
            return np.full(len(weights), np.nan)
        return np.asarray((exposures(batch, weights) > 0).sum(axis=1) / batch.n_catalogue)
