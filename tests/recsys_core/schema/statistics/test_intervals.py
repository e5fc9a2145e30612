import numpy as np
import pytest

from recsys_core.schema.statistics import intervals
from recsys_core.schema.statistics.intervals import (
    interval_of_overall,
    intervals_of_means,
    resampled_weights,
)


def test_every_resample_draws_as_many_customers() -> None:
    weights = np.concatenate(list(resampled_weights(30, 500, seed=1)))
    assert weights.shape == (500, 30)
    assert (weights.sum(axis=1) == 30).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(30), abs=0.25)
    # One draw in n: the variance of a count is 1 - 1/n.
    assert weights.var() == pytest.approx(1 - 1 / 30, abs=0.05)


def test_seed_decides_and_nothing_else() -> None:
    a, b, c = (next(resampled_weights(20, 10, seed)) for seed in (1, 1, 2))
    assert (a == b).all()
    assert (a != c).any()


def test_blocks_hold_all_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "BLOCK", 100)
    assert [len(w) for w in resampled_weights(30, 10, seed=1)] == [3, 3, 3, 1]


def test_about_95_in_100_intervals_hold_the_truth() -> None:
    """600 studies of 150 customers with a skewed figure whose true mean is 0.25."""
    values = np.random.default_rng(3).beta(0.5, 1.5, size=(150, 600))
    low, high = intervals_of_means(values, samples=800, seed=5)
    covered = ((low <= 0.25) & (high >= 0.25)).mean()
    assert 0.92 <= covered <= 0.975


def test_equals_the_textbook_interval_for_many_customers() -> None:
    values = np.random.default_rng(4).normal(5, 2, size=(4000, 1))
    low, high = intervals_of_means(values, samples=2000, seed=5)
    half = 1.96 * values.std() / np.sqrt(4000)
    assert low[0] == pytest.approx(values.mean() - half, abs=0.006)
    assert high[0] == pytest.approx(values.mean() + half, abs=0.006)


def test_customers_without_a_value_are_left_out() -> None:
    values = np.random.default_rng(4).normal(5, 2, size=(400, 1))
    gaps = np.vstack([values, np.full((400, 1), np.nan)])
    ends, with_gaps = intervals_of_means(values, 1000, 5), intervals_of_means(gaps, 1000, 5)
    np.testing.assert_allclose(np.ravel(ends), np.ravel(with_gaps), atol=0.06)


def test_no_value_at_all() -> None:
    low, high = intervals_of_means(np.array([[np.nan, 1.0], [np.nan, 1.0]]), 100, 1)
    np.testing.assert_array_equal(low, [np.nan, 1])
    np.testing.assert_array_equal(high, [np.nan, 1])


def test_overall_interval_lies_around_the_value() -> None:
    """How many distinct customers: always fewer in a resample, yet the interval holds the value."""

    def share_drawn(weights: np.ndarray) -> np.ndarray:
        return np.asarray((weights > 0).mean(axis=1))

    low, high = interval_of_overall(share_drawn, 0.8, n=100, samples=200, seed=1, bounds=(0, 1))
    assert low < 0.8 < high
    assert high - low == pytest.approx(4 * 0.031, abs=0.03)


def test_overall_interval_stays_within_bounds() -> None:
    low, high = interval_of_overall(
        lambda w: (w > 0).mean(axis=1), 1.0, n=50, samples=200, seed=1, bounds=(0, 1)
    )
    assert high == 1
    assert low < 1
