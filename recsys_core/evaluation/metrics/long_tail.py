import numpy as np

from recsys_core.evaluation.metrics.base import PerUserMetric, mean_of_filled
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import BoolArray, FloatArray

HEAD_SHARE = 0.8


def long_tail(popularity: FloatArray) -> BoolArray:
    """(n_items,) products outside the bestsellers that together make 80 % of the purchases.

    Products as popular as the last bestseller are bestsellers too, so that ties are not broken by
    chance. Purchases are customer-product pairs.
    """
    descending = np.sort(np.asarray(popularity, dtype=np.float64))[::-1]
    reached = np.cumsum(descending)
    if not len(reached) or reached[-1] <= 0:
        return np.zeros(len(popularity), dtype=bool)
    # The tiny allowance keeps a sum of 0.8 that came out as 0.7999... from needing one more.
    last = int(np.searchsorted(reached, HEAD_SHARE * reached[-1] * (1 - 1e-12)))
    return np.asarray(popularity < descending[last])


class LongTail(PerUserMetric):
    """LongTail@k = share of the list outside the bestsellers that make 80 % of all purchases.

    Unit: share of the filled slots, 0 to 1. Edge cases: an empty list has no value; if all
    products are equally popular there is no tail and the share is 0. Source: Abdollahpouri, Burke,
    Mobasher (2017), RecSys.
    """

    name = "LongTail"
    title = "Long-tail share"
    meaning = "What share of the products shown lies outside the bestsellers that make most sales?"
    family = "reach"

    def compute(self, batch: EvalBatch) -> FloatArray:
        return mean_of_filled(batch, long_tail(batch.popularity).astype(np.float64))
