import numpy as np

from recsys_core.evaluation.metrics.category_mix import CalibrationMetric
from recsys_core.schema.types import FloatArray

SMOOTHING = 0.01


class CalibrationKL(CalibrationMetric):
    """CalibrationKL@k = sum over categories g of p(g) ln(p(g) / q(g)), with q smoothed.

    p = mix of categories in the customer's history, q = 0.99 x mix of the list + 0.01 p, so that a
    category missing from the list costs much but not infinitely much. Unit: nats, 0 (the same mix)
    to ln 100 = 4.6 (nothing in common). Edge cases: each product counts once, products without
    category are left out; without a categorised product on both sides there is no value.
    Source: Steck (2018), RecSys, "Calibrated recommendations".
    """

    name = "CalibrationKL"
    title = "Missing categories (calibration)"
    bounds = (0.0, np.inf)
    long_form = "Kullback-Leibler divergence of the two mixes of categories"
    meaning = "How much of the mix of categories that a customer buys is missing from the list?"

    def distance(self, bought: FloatArray, shown: FloatArray) -> FloatArray:
        from scipy.special import rel_entr

        smoothed = (1 - SMOOTHING) * shown + SMOOTHING * bought
        # Rounding can leave a distance of equal mixes a hair below 0.
        return np.asarray(np.maximum(rel_entr(bought, smoothed).sum(axis=1), 0.0))
