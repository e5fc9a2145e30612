"""Contract tests: whatever is registered behaves."""

import numpy as np
import pytest

from recsys_core.evaluation.metrics.base import OverallMetric, PerUserMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.ranks import rank_counts
from recsys_core.schema.contracts import Metric
from recsys_core.schema.evaluation import EvalBatch
from tests.recsys_core.evaluation.batches import make_batch, rows_of_ones

EXPECTED = {
    "Precision", "Recall", "F1", "NDCG", "MAP", "HitRate", "MRR", "Coverage", "UserCoverage",
    "Novelty", "Diversity", "Gini", "Popularity", "LongTail", "RMSE", "MAE", "RPrecision", "AUC",
    "PartialAUC", "Entropy", "Serendipity", "Personalisation", "CalibrationKL", "CalibrationJS",
    "Revenue", "Spent", "Margin", "FullLists", "Filler", "NDCGAgain", "NDCGNew", "NewHits",
}  # fmt: skip


@pytest.fixture
def batch(rng: np.random.Generator) -> EvalBatch:
    n, n_items = 50, 40
    truth = [sorted(rng.permutation(n_items)[: rng.integers(0, 9)].tolist()) for _ in range(n)]
    return make_batch(
        [rng.permutation(n_items)[: rng.integers(0, 7)].tolist() for _ in range(n)],
        truth,
        k=6,
        n_items=n_items,
        popularity=rng.random(n_items).tolist(),
        categories=rng.integers(-1, 4, n_items).tolist(),
        ratings=[(int(u), 3.0, float(r)) for u, r in rng.integers(1, 6, (60, 2))],
        history=[rng.permutation(n_items)[: rng.integers(0, 9)].tolist() for _ in range(n)],
        prices=rng.random(n_items).tolist(),
        margins=rng.random(n_items).tolist(),
        spent=rng.random(sum(map(len, truth))).tolist(),
        ranks=rank_counts(rng.integers(0, 9, (n, n_items)) / 1.0, rows_of_ones(truth, n_items)),
        filler=rng.random((n, 6)).tolist(),
    )


def test_all_metrics_are_there() -> None:
    assert set(METRICS) >= EXPECTED


@pytest.mark.parametrize("name", METRICS)
def test_names_itself(name: str) -> None:
    metric: Metric = METRICS[name]
    assert metric.name == name
    assert metric.label(7) in {name, f"{name}@7"}
    assert metric.meaning[0].isupper()
    assert metric.meaning[-1] in "?."
    assert metric.title
    assert "users" not in metric.meaning.lower()
    assert "item" not in metric.meaning.lower()


@pytest.mark.parametrize("name", METRICS)
def test_docstring_holds_formula_edge_cases_and_source(name: str) -> None:
    text = type(METRICS[name]).__doc__ or ""
    for part in ("=", "Source:"):
        assert part in text


@pytest.mark.parametrize("name", METRICS)
def test_shape_and_range(name: str, batch: EvalBatch) -> None:
    metric = METRICS[name]
    values = metric.compute(batch)
    assert values.dtype == np.float64
    assert values.shape == ((len(batch.items),) if metric.per_user else (1,))
    known = values[~np.isnan(values)]
    assert len(known)
    assert (known >= max(metric.bounds[0], 0)).all()
    assert (known <= metric.bounds[1]).all()


@pytest.mark.parametrize("name", METRICS)
def test_leaves_the_batch_as_it_was(name: str, batch: EvalBatch) -> None:
    before = batch.items.copy(), batch.truth.copy(), batch.popularity.copy()
    METRICS[name].compute(batch)
    np.testing.assert_array_equal(batch.items, before[0])
    assert (batch.truth != before[1]).nnz == 0
    np.testing.assert_array_equal(batch.popularity, before[2])


@pytest.mark.parametrize("name", [n for n, m in METRICS.items() if m.per_user])
def test_a_customer_counts_for_itself(name: str, batch: EvalBatch) -> None:
    """The value of one customer does not depend on who else is measured."""
    metric = METRICS[name]
    assert isinstance(metric, PerUserMetric)
    some = np.array([12, 3, 40])
    np.testing.assert_allclose(metric.compute(batch.take(some)), metric.compute(batch)[some])


@pytest.mark.parametrize("name", [n for n, m in METRICS.items() if not m.per_user])
def test_everybody_once_is_the_value_itself(name: str, batch: EvalBatch) -> None:
    metric = METRICS[name]
    assert isinstance(metric, OverallMetric)
    ones = np.ones((2, len(batch.items)))
    np.testing.assert_allclose(metric.weighted(batch, ones), metric.compute(batch)[0])
    np.testing.assert_allclose(metric.weighted(batch, 3 * ones), metric.compute(batch)[0])
