import numpy as np

from recsys_core.evaluation.metrics.category_mix import CalibrationMetric
from recsys_core.schema.types import FloatArray


class CalibrationJS(CalibrationMetric):
    """CalibrationJS@k = (KL(p, m) + KL(q, m)) / 2 in bits, with m = (p + q) / 2.

    p, q = mix of categories in the customer's history and on the list. Categories missing from the
    list and categories new to the customer count alike. Unit: 0 (the same mix) to 1 (no category in
    common). Edge cases: each product counts once, products without category are left out; without
    a categorised product on both sides there is no value. Source: Lin (1991), IEEE Transactions on
    Information Theory 37(1); Steck (2018), RecSys.
    """

    name = "CalibrationJS"
    title = "Shift of categories (calibration)"
    long_form = "Jensen-Shannon divergence of the two mixes of categories"
    meaning = "How far is the mix of categories on the list from what the customer usually buys?"

    def distance(self, bought: FloatArray, shown: FloatArray) -> FloatArray:
        from scipy.special import rel_entr

        middle = (bought + shown) / 2
        both = rel_entr(bought, middle) + rel_entr(shown, middle)
        return np.asarray(np.clip(both.sum(axis=1) / (2 * np.log(2)), 0.0, 1.0))
