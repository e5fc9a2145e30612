import numpy as np

from recsys_core.evaluation.metrics.ranked import RankedMetric
from recsys_core.schema.types import FloatArray, IntArray


class AUC(RankedMetric):
    """AUC = share of pairs (relevant, wrong) in which the relevant product scores higher.

    Pairs of equal scores count half; "wrong" is every product that could have been recommended
    and is not relevant. Unit: 0.5 is chance, 1 perfect. Edge cases: a customer without a relevant
    or without a wrong product has no value; it does not depend on k. It weighs all places alike,
    so a good AUC can go with poor lists. Source: Hanley and McNeil (1982), Radiology 143(1).
    """

    name = "AUC"
    title = "Order of the whole catalogue (AUC)"
    long_form = "area under the ROC curve"
    meaning = (
        "How often does a product that the customer went on to buy stand above one that was not "
        "bought, anywhere in the order?"
    )
    cut_off = False

    def area(self, above: IntArray, level: IntArray, wrong: IntArray, k: int) -> FloatArray:
        return np.asarray((wrong - above - level / 2) / np.maximum(wrong, 1))
