import numpy as np
import pytest
from scipy import stats

from recsys_core.schema.statistics import intervals
from recsys_core.schema.statistics.intervals import (
    interval_of_overall,
    intervals_of_differences,
    intervals_of_means,
    left_out,
    resampled_weights,
    wilson,
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


@pytest.mark.parametrize(
    ("a", "b", "n"), [(0.5, 1.5, 150), (0.2, 1.8, 60), (0.1, 1.9, 200), (8, 2, 30)]
)
def test_about_95_in_100_intervals_hold_the_truth(a: float, b: float, n: int) -> None:
    """1,500 studies of a figure that is skewed to either side, its true mean known."""
    values = np.random.default_rng(3).beta(a, b, size=(n, 1500))
    low, high = intervals_of_means(values, 1.0)
    assert 0.93 <= ((low <= a / (a + b)) & (a / (a + b) <= high)).mean() <= 0.97


@pytest.mark.parametrize(("share", "n"), [(0.02, 100), (0.1, 30), (0.3, 50), (0.9, 200)])
def test_shares_have_wilsons_interval(share: float, n: int) -> None:
    values = (np.random.default_rng(4).random((n, 2000)) < share) * 1.0
    low, high = intervals_of_means(values, 1.0)
    assert 0.93 <= ((low <= share) & (share <= high)).mean() <= 0.975
    for column in range(5):
        hits = int(values[:, column].sum())
        expected = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
        assert (low[column], high[column]) == pytest.approx(tuple(expected))


def test_nothing_found_does_not_mean_nothing_there() -> None:
    """0 of 100: up to 3.7 in 100 where the figure ends at 1 (Wilson), and not known elsewhere."""
    none = np.zeros((100, 1))
    low, high = intervals_of_means(none, 1.0)
    assert (low[0], high[0]) == (0, pytest.approx(0.037, abs=0.0005))
    low, high = intervals_of_means(none)
    assert low[0] == 0
    assert np.isnan(high[0])


def test_a_few_hits_leave_the_high_end_as_open_as_a_share_would() -> None:
    few, many = np.zeros((60, 1)), np.zeros((60, 1))
    few[:2], many[:20, 0] = 0.1, np.linspace(0.1, 0.3, 20)
    assert intervals_of_means(few, 1.0)[1][0] >= wilson(few.mean(axis=0), np.array([60]))[1][0]
    assert intervals_of_means(many, 1.0)[1] == intervals_of_means(many)[1]


def test_figures_that_fall_below_0_are_not_cut_off_there() -> None:
    values = np.random.default_rng(4).normal(0, 1, size=(400, 1))
    assert intervals_of_means(values)[0][0] < 0
    assert intervals_of_means(np.abs(values) * (np.arange(400) < 3)[:, None])[0][0] >= 0


def test_equals_the_textbook_interval_for_many_customers() -> None:
    values = np.random.default_rng(4).normal(5, 2, size=(4000, 1))
    expected = stats.t.interval(0.95, 3999, values.mean(), stats.sem(values[:, 0]))
    assert np.ravel(intervals_of_differences(values)) == pytest.approx(expected, abs=1e-12)
    assert np.ravel(intervals_of_means(values)) == pytest.approx(expected, abs=0.002)


def test_customers_without_a_value_are_left_out() -> None:
    values = np.random.default_rng(4).normal(5, 2, size=(400, 1))
    gaps = np.vstack([values, np.full((400, 1), np.nan)])
    for ends in (intervals_of_means, intervals_of_differences):
        np.testing.assert_allclose(np.ravel(ends(values)), np.ravel(ends(gaps)))


def test_one_value_and_none_say_nothing_of_the_spread() -> None:
    values = np.array([[np.nan, 1.0, 1.0], [np.nan, np.nan, 1.0]])
    low, high = intervals_of_means(values)
    np.testing.assert_array_equal(low, [np.nan, np.nan, 1])
    np.testing.assert_array_equal(high, [np.nan, np.nan, 1])


def test_an_overall_figure_is_left_where_it_is() -> None:
    """Distinct products on 100 lists of one: as high without a few customers as with them."""
    rng = np.random.default_rng(1)
    held = []
    for study in range(300):
        shown = rng.integers(60, size=100)
        onto = np.arange(60) == shown[:, None]
        without = left_out(lambda w, onto=onto: (w @ onto > 0).mean(axis=1), 100, study)
        value = len(np.unique(shown)) / 60
        low, high = interval_of_overall(without, value, (0, 1))
        assert low < value < high
        held.append(low <= 1 - (59 / 60) ** 100 <= high)
    assert np.mean(held) >= 0.93


def test_groups_left_out_are_as_good_as_equal_and_cover_everybody() -> None:
    seen: list[np.ndarray] = []

    def keep(weights: np.ndarray) -> np.ndarray:
        seen.append(1 - weights)
        return np.asarray(weights.sum(axis=1))

    np.testing.assert_array_equal(np.unique(left_out(keep, 120, 1)), [117, 118])
    np.testing.assert_array_equal(np.concatenate(seen).sum(axis=0), np.ones(120))


def test_overall_interval_stays_within_bounds() -> None:
    low, high = interval_of_overall(np.array([1.0, 0.9, 0.95]), 1.0, (0, 1))
    assert low < high == 1
    assert np.isnan(interval_of_overall(np.ones(1), 1.0, (0, 1))).all()
