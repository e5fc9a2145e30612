"""What the rating errors share."""

import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class RatingError(OverallMetric):
    """Compares predicted with given ratings, each held-out rating counting once."""

    family = "rating"
    higher_is_better = False
    cut_off = False
    bounds = (0.0, np.inf)

    def applies(self, batch: EvalBatch) -> bool:
        return batch.predicted is not None and batch.actual is not None and len(batch.actual) > 0


def mean_loss(batch: EvalBatch, weights: FloatArray, power: int) -> FloatArray:
    """(b,) mean of |predicted - actual| ** power over the pairs; weights: (b, n) customers."""
    assert batch.predicted is not None
    assert batch.actual is not None
    assert batch.pair_user is not None
    n = len(batch.items)
    loss = np.abs(batch.predicted.astype(np.float64) - batch.actual.astype(np.float64)) ** power
    total = np.bincount(batch.pair_user, weights=loss, minlength=n)
    count = np.bincount(batch.pair_user, minlength=n).astype(np.float64)
    return ratio(weights @ total, weights @ count)
