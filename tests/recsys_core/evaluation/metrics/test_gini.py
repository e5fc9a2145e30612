import numpy as np
import pytest

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.registry import METRICS
from tests.recsys_core.evaluation.batches import make_batch


def mean_difference(counts: np.ndarray) -> float:
    """The textbook definition: mean absolute difference of all pairs over twice the mean."""
    return float(np.abs(counts[:, None] - counts[None, :]).mean() / (2 * counts.mean()))


def test_one_product_for_everybody() -> None:
    batch = make_batch([[3], [3], [3]], n_items=10)
    assert METRICS["Gini"].compute(batch) == pytest.approx([0.9])


def test_each_product_gets_its_turn() -> None:
    batch = make_batch([[0, 1], [2, 3], [4]], n_items=5)
    assert METRICS["Gini"].compute(batch) == pytest.approx([0.0])


def test_hand_solved() -> None:
    # Shown 2, 1 and 0 times: (-2 * 0 + 0 * 1 + 2 * 2) / (3 * 3) = 4 / 9.
    batch = make_batch([[0, 1], [0]], n_items=3)
    assert METRICS["Gini"].compute(batch) == pytest.approx([4 / 9])


def test_nothing_shown() -> None:
    assert np.isnan(METRICS["Gini"].compute(make_batch([[], []])))[0]


def test_weights_equal_repeated_customers(rng: np.random.Generator) -> None:
    gini = METRICS["Gini"]
    assert isinstance(gini, OverallMetric)
    lists = [rng.permutation(12)[: rng.integers(1, 5)].tolist() for _ in range(20)]
    batch = make_batch(lists, n_items=12)
    weights = rng.integers(0, 4, size=(5, 20)).astype(float)
    for row, value in zip(weights, gini.weighted(batch, weights), strict=True):
        counts = np.zeros(12)
        for shown, times in zip(lists, row, strict=True):
            counts[shown] += times
        assert value == pytest.approx(mean_difference(counts), abs=1e-12)


def test_lower_is_better() -> None:
    assert METRICS["Gini"].higher_is_better is False
