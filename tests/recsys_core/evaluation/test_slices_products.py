import numpy as np
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.metrics.long_tail import long_tail
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.slices_products import (
    BANDS,
    band_cells,
    band_metrics,
    product_bands,
)
from recsys_core.evaluation.splits import make_splits
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.batches import make_batch


def test_bands_by_hand() -> None:
    # 100 purchases: the first product alone is 20 %, the first four are 80 %.
    counts = np.array([20, 20, 20, 20, 10, 5, 5, 0])
    # Products level with the last of a band belong to it: all four of 20 are bestsellers.
    assert product_bands(counts).tolist() == [0, 0, 0, 0, 2, 2, 2, 2]
    assert product_bands(np.array([30, 25, 15, 10, 8, 7, 5])).tolist() == [0, 1, 1, 1, 2, 2, 2]
    assert product_bands(np.zeros(3)).tolist() == [2, 2, 2]


def test_the_tail_is_the_long_tail_of_the_metric(rng: np.random.Generator) -> None:
    for _ in range(50):
        counts = rng.integers(0, 30, size=rng.integers(1, 60))
        np.testing.assert_array_equal(product_bands(counts) == 2, long_tail(counts))


def test_metrics_that_need_every_score_cannot_be_told_by_band() -> None:
    assert "NDCG@10" in band_metrics(10)
    assert not {"AUC", "PartialAUC", "Novelty@10", "Revenue@10"} & set(band_metrics(10))


@pytest.mark.parametrize("label", band_metrics(5))
def test_a_band_is_the_metric_with_only_its_products_right(
    label: str, planted_dataset: Dataset
) -> None:
    """Against the metric itself, customer by customer, with the truth cut by hand."""
    config = EvaluationConfig(split="leave-last-basket", k=5, new_items_only=False)
    (split,) = make_splits(planted_dataset, config)
    scores = np.random.default_rng(3).random((len(split.users), 80))
    lists, _ = top_k(scores, 5)
    cells = band_cells({"x": [(split.users, lists)]}, [split], label, 5)
    assert cells.names == BANDS
    band = product_bands(split.train.item_counts)
    metric = next(m for m in METRICS.values() if m.label(5) == label)
    for number, part in enumerate(cells.values):
        for row, user in enumerate(split.users):
            truth = [int(i) for i in split.test[user].indices if band[i] == number]
            if not truth:
                assert np.isnan(part[row, 0])
                continue
            batch = make_batch([lists[row].tolist()], [truth], k=5, n_items=80)
            assert part[row, 0] == pytest.approx(float(metric.compute(batch)[0]), abs=1e-12)


def test_hits_of_all_bands_are_the_hits(planted_dataset: Dataset) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="leave-one-out", k=5))
    lists, _ = top_k(np.random.default_rng(3).random((len(split.users), 80)), 5)
    cells = band_cells({"x": [(split.users, lists)]}, [split], "Precision@5", 5)
    in_bands = sum(np.nansum(part) for part in cells.values)
    batch = make_batch(
        lists.tolist(), [split.test[u].indices for u in split.users], k=5, n_items=80
    )
    assert in_bands == pytest.approx(METRICS["Precision"].compute(batch).sum())


def test_rounds_are_averaged_over_those_with_a_value(planted_dataset: Dataset) -> None:
    splits = make_splits(planted_dataset, EvaluationConfig(split="random", folds=2, k=5))
    rng = np.random.default_rng(3)
    lists = [(s.users, top_k(rng.random((len(s.users), 80)), 5)[0]) for s in splits]
    together = band_cells({"x": lists}, splits, "Recall@5", 5)
    users = np.unique(np.concatenate([s.users for s in splits]))
    alone = []
    for split, one in zip(splits, lists, strict=True):
        part = np.full(len(users), np.nan)
        cells = band_cells({"x": [one]}, [split], "Recall@5", 5)
        part[np.searchsorted(users, split.users)] = cells.values[0][:, 0]
        alone.append(part)
    known = ~np.isnan(alone).all(axis=0)
    expected = np.full(len(users), np.nan)
    expected[known] = np.nanmean(np.array(alone)[:, known], axis=0)
    np.testing.assert_allclose(together.values[0][:, 0], expected)
