import numpy as np

from recsys_core.evaluation.metrics.ranked import RankedMetric
from recsys_core.schema.types import FloatArray, IntArray


class PartialAUC(RankedMetric):
    """PartialAUC@k = area under the ROC curve up to the k-th wrong product / k.

    It is the AUC against the k best-placed wrong products only. A relevant product with a wrong
    ones above and l level adds 1 - (a + l/2)/m for a + l <= m, (m - a)^2 / (2 l m) for
    a < m < a + l (the straight line that the curve is drawn with through ties), else 0, where
    m = min(k, number of wrong products); the mean over relevant products is the figure.
    Unit: 0 to 1, chance lies near k / (2 x number of wrong products). Edge cases: a customer
    without a relevant or without a wrong product has no value. Source: McClish (1989), Medical
    Decision Making 9(3); Dodd and Pepe (2003), Biometrics 59(3).
    """

    name = "PartialAUC"
    title = "Order at the top (partial AUC)"
    long_form = "area under the first part of the ROC curve"
    meaning = (
        "How often does a product that the customer went on to buy stand above the best-placed "
        "ones that were not bought?"
    )

    def area(self, above: IntArray, level: IntArray, wrong: IntArray, k: int) -> FloatArray:
        m = np.maximum(np.minimum(wrong, k), 1).astype(np.float64)
        whole = m - above - level / 2
        cut = (m - above) ** 2 / (2.0 * np.maximum(level, 1))
        area = np.where(above + level <= m, whole, np.where(above < m, cut, 0.0))
        return np.asarray(area / m)
