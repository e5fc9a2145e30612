from recsys_core.evaluation.metrics.rating_error import RatingError, mean_loss
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class MAE(RatingError):
    """MAE = mean of |predicted - actual| over the held-out ratings.

    Unit: rating points. Every rating counts once. Edge cases: only for models that predict
    ratings, and data that hold them; without a held-out rating NaN. Source: Herlocker, Konstan,
    Terveen, Riedl (2004), ACM TOIS 22(1).
    """

    name = "MAE"
    title = "Average rating error (MAE)"
    long_form = "mean absolute error"
    meaning = "By how many points is a predicted rating wrong on average?"

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        return mean_loss(batch, weights, 1)
