"""Hits by whether the customer had the product before: bought again, or for the first time."""

from dataclasses import replace

from recsys_core.evaluation.metrics.base import MetricFamily, PerUserMetric
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import CSR, FloatArray


class _Parted(PerUserMetric):
    """Something to part only where bought products may be shown and count."""

    def applies(self, batch: EvalBatch) -> bool:
        return batch.history is not None and not batch.new_items_only


class NDCGAgain(_Parted):
    """NDCGAgain@k = NDCG@k with only the products counting that the customer had before.

    Unit: 0 to 1. Edge cases: a customer who bought nothing again has no value; new products on the
    list are misses. Source: Li, Jullien, Ariannezhad, de Rijke (2023), ACM TOIS 41(4) ("repeat").
    """

    name = "NDCGAgain"
    title = "Ranking quality of what is bought again"
    meaning = "How near the top stand the products that the customer bought again?"
    family: MetricFamily = "accuracy"

    def compute(self, batch: EvalBatch) -> FloatArray:
        return _NDCG.compute(replace(batch, truth=_had(batch)))


class NDCGNew(_Parted):
    """NDCGNew@k = NDCG@k with only the products counting that the customer had not before.

    Unit: 0 to 1. Edge cases: a customer who bought nothing new has no value; bought products on the
    list are misses. Source: Li, Jullien, Ariannezhad, de Rijke (2023), ACM TOIS 41(4) ("explore").
    """

    name = "NDCGNew"
    title = "Ranking quality of what is new"
    meaning = "How near the top stand the products that the customer bought for the first time?"
    family: MetricFamily = "accuracy"

    def compute(self, batch: EvalBatch) -> FloatArray:
        return _NDCG.compute(replace(batch, truth=_new(batch)))


class NewHits(_Parted):
    """NewHits@k = hits the customer had not before / hits; the others were bought again.

    Unit: share, 0 to 1. Edge cases: a customer without a hit has no value. Source: Li, Jullien,
    Ariannezhad, de Rijke (2023), ACM TOIS 41(4).
    """

    name = "NewHits"
    title = "Share of the hits that are new"
    meaning = "What share of the right products had the customer never bought before?"
    family: MetricFamily = "variety"

    def compute(self, batch: EvalBatch) -> FloatArray:
        new = replace(batch, truth=_new(batch)).hits.sum(axis=1)
        return ratio(new, batch.hits.sum(axis=1))


_NDCG = NDCG()


def _had(batch: EvalBatch) -> CSR:
    """The relevant products that the customer had before."""
    if batch.history is None:
        return batch.truth * 0
    return batch.truth.multiply(batch.history != 0).tocsr()


def _new(batch: EvalBatch) -> CSR:
    left = (batch.truth - _had(batch)).tocsr()
    left.eliminate_zeros()
    return left
