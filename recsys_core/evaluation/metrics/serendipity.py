import numpy as np

from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import BoolArray, FloatArray


class Serendipity(AccuracyMetric):
    """Serendipity@k = hits that are not among the k products everybody would expect / k.

    Expected is the list of bestsellers this customer would get: the k most popular products, those
    had before left out if they are left out of the lists; of equally popular ones the first in
    the catalogue. Unexpected times relevant, with yes or no for both. Unit: share of the k slots,
    0 to 1. Edge cases: an empty list scores 0, a list of bestsellers too; a customer without a
    relevant product has no value. Source: Ge, Delgado-Battenfeld, Jannach (2010), RecSys; Murakami,
    Mori, Orihara (2008).
    """

    name = "Serendipity"
    title = "Hits beyond the bestsellers (serendipity)"
    meaning = (
        "What share of the products shown did the customer go on to buy although they are not on "
        "the list of bestsellers?"
    )
    family = "variety"

    def applies(self, batch: EvalBatch) -> bool:
        return batch.history is not None

    def values(self, batch: EvalBatch) -> FloatArray:
        return np.asarray((batch.hits & ~expected(batch)).sum(axis=1) / batch.k)


def expected(batch: EvalBatch) -> BoolArray:
    """(n, k) whether each slot holds one of the bestsellers this customer would be shown.

    A product's place on that list is its place among all, less the more popular ones that the
    customer had: nobody's list of bestsellers need be made.
    """
    n, n_items = batch.truth.shape
    place = np.empty(n_items, dtype=np.int64)
    place[np.argsort(-np.asarray(batch.popularity), kind="stable")] = np.arange(n_items)
    shown = batch.items >= 0
    own = np.where(shown, place[np.where(shown, batch.items, 0)], n_items)
    if batch.history is not None and batch.new_items_only:
        row = np.arange(n, dtype=np.int64) * (n_items + 1)
        had = np.sort(row[rows_of(batch.history)] + place[batch.history.indices])
        ahead = np.searchsorted(had, row[:, None] + own) - batch.history.indptr[:-1, None]
        own = own - ahead
    return np.asarray(shown & (own < batch.k))
