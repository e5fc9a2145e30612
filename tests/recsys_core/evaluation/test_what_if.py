from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from benchmarks.bench_intervals import equal_pairs
from recsys_core.evaluation import what_if
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import evaluate_model, measure
from recsys_core.evaluation.splits import make_splits
from recsys_core.evaluation.what_if import FIGURES, FigureRow, compare, measure_sample, tastes_of
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evaluation import EvalBatch


@pytest.fixture
def batch(planted_dataset: Dataset) -> EvalBatch:
    config = EvaluationConfig()
    split = make_splits(planted_dataset, config)[0]
    model = create("ease", {})
    model.fit(split.train, silent)
    return evaluate_model(model, split, None, config).batch


def rows_of(now: EvalBatch, before: EvalBatch) -> dict[str, FigureRow]:
    rows = compare(measure_sample(now, 1), measure_sample(before, 1), 1)
    return {row.name: row for row in rows}


def test_figures_are_those_of_the_evaluation(batch: EvalBatch) -> None:
    found, (_, expected) = measure_sample(batch, 1), measure(batch)
    assert set(found.overall) == {name for name in FIGURES if f"{name}@10" in expected}
    for name, value in found.overall.items():
        assert value == expected[f"{name}@10"], name


def test_equal_lists_differ_by_exactly_nothing(batch: EvalBatch) -> None:
    for row in rows_of(batch, replace(batch, items=batch.items.copy())).values():
        assert (row.difference, row.low, row.high) == (0, 0, 0), row.metric
        assert row.better is None
        assert row.value == row.baseline


def test_worse_lists_are_worse_beyond_chance_and_in_the_right_direction(batch: EvalBatch) -> None:
    rng = np.random.default_rng(3)
    shuffled = np.array([rng.choice(80, 10, replace=False) for _ in range(len(batch.items))])
    rows = rows_of(replace(batch, items=shuffled), batch)
    ndcg = rows["NDCG"]
    assert ndcg.better is False
    assert ndcg.low < ndcg.difference < ndcg.high < 0
    assert ndcg.relative == pytest.approx(ndcg.value / ndcg.baseline - 1)
    # Fewer bestsellers: a lower average popularity is better.
    assert rows["Popularity"].difference < 0
    assert rows["Popularity"].better is True


def test_the_interval_of_a_mean_is_as_wide_as_theory_says(batch: EvalBatch) -> None:
    n = len(batch.items)
    swapped = batch.items.copy()
    swapped[::2, 0], swapped[::2, 9] = batch.items[::2, 9], batch.items[::2, 0]
    now, before = measure_sample(replace(batch, items=swapped), 1), measure_sample(batch, 1)
    row = next(row for row in compare(now, before, 1) if row.name == "NDCG")
    differences = now.per_user["NDCG"] - before.per_user["NDCG"]
    width = 2 * 1.96 * differences.std() / np.sqrt(n)
    assert row.p == pytest.approx(stats.ttest_1samp(differences, 0).pvalue, abs=0.03)
    assert row.high - row.low == pytest.approx(width, rel=0.15)
    assert row.n == n


def test_coverage_is_compared_on_the_same_customers(batch: EvalBatch) -> None:
    one_more = batch.items.copy()
    one_more[:, 9] = np.arange(len(one_more)) % 80
    row = rows_of(replace(batch, items=one_more), batch)["Coverage"]
    assert row.low <= row.difference <= row.high
    assert row.difference == row.value - row.baseline > 0


def test_equal_ways_of_making_lists_are_seldom_called_better_or_worse() -> None:
    """Holm over the figures: at most one pair in twenty, where every third has one by itself."""
    called, outside = equal_pairs(60, n=300)
    assert called <= 0.05
    assert outside > 0.2


def test_a_real_difference_passes_the_correction(batch: EvalBatch) -> None:
    reversed_lists = batch.items[:, ::-1].copy()
    rows = rows_of(replace(batch, items=reversed_lists), batch)
    assert rows["NDCG"].better is False
    assert rows["NDCG"].p < 0.05 / len(rows)
    assert (rows["HitRate"].better, rows["HitRate"].p) == (None, 1)


def test_customers_without_a_value_on_one_side_are_left_out_of_the_difference(
    batch: EvalBatch,
) -> None:
    emptied = batch.items.copy()
    emptied[:20] = -1
    row = rows_of(replace(batch, items=emptied), batch)["Novelty"]
    assert row.n == len(batch.items) - 20
    assert row.difference == 0


def test_what_is_kept_between_sliders_changes_no_figure(
    batch: EvalBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    other = replace(
        batch, items=np.array([rng.choice(80, 10, replace=False) for _ in range(len(batch.items))])
    )
    other.items[:3] = -1
    tastes = tastes_of(batch)
    kept = compare(measure_sample(other, 1, tastes), measure_sample(batch, 1, tastes), 1)
    monkeypatch.setattr(what_if, "KEPT_CUSTOMERS", 0)
    assert tastes_of(batch) is None
    anew = compare(measure_sample(other, 1), measure_sample(batch, 1), 1)
    for row, expected in zip(kept, anew, strict=True):
        for name in ("value", "baseline", "difference", "low", "high", "p"):
            assert getattr(row, name) == pytest.approx(getattr(expected, name), abs=1e-12), row
        assert (row.n, row.better) == (expected.n, expected.better)
