import numpy as np

from recsys_core.evaluation.metrics.rating_error import RatingError, mean_loss
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class RMSE(RatingError):
    """RMSE = square root of the mean of (predicted - actual)^2 over the held-out ratings.

    Unit: rating points. Every rating counts once, so customers with many ratings weigh more.
    Edge cases: only for models that predict ratings, and data that hold them; without a held-out
    rating NaN. Source: Herlocker, Konstan, Terveen, Riedl (2004), ACM TOIS 22(1).
    """

    name = "RMSE"
    title = "Rating error, large misses weigh more (RMSE)"
    long_form = "root mean squared error"
    meaning = "By how many points is a predicted rating wrong, with large mistakes counting more?"

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        return np.sqrt(mean_loss(batch, weights, 2))
