import numpy as np
import pytest
from scipy import stats

from recsys_core.schema.statistics.differences import (
    GroupMoments,
    moments_of,
    newcombe,
    sample_ratio,
    welch,
)
from recsys_core.schema.statistics.intervals import wilson


def newcombe_of(hits: int, n: int, other: int, n_other: int) -> tuple[float, float]:
    shares = np.array(hits / n), np.array(n), np.array(other / n_other), np.array(n_other)
    low, high = newcombe(*shares)
    return float(low), float(high)


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        # Newcombe (1998), table II, method 10.
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(cells: tuple[int, int, int, int], low: float, high: float) -> None:
    assert newcombe_of(*cells) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_of_arrays_is_that_of_each() -> None:
    rng = np.random.default_rng(1)
    n, other = rng.integers(5, 900, (2, 40))
    hits, hits_other = rng.binomial(n, 0.2), rng.binomial(other, 0.3)
    low, high = newcombe(hits / n, n, hits_other / other, other)
    each = [newcombe_of(*cells) for cells in zip(hits, n, hits_other, other, strict=True)]
    assert np.column_stack([low, high]) == pytest.approx(np.array(each), abs=1e-12)
    ends, other_ends = wilson(hits / n, n), wilson(hits_other / other, other)
    half = np.sqrt((hits / n - ends[0]) ** 2 + (other_ends[1] - hits_other / other) ** 2)
    assert low == pytest.approx(hits / n - hits_other / other - half, abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_welch_is_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a = rng.gamma(0.3, 50, rng.integers(2, 300))
    b = rng.normal(3, 9, rng.integers(2, 300))
    group = np.repeat([0, 1], [len(a), len(b)])
    two = moments_of(np.concatenate([a, b]), group, 2)
    first, second = (GroupMoments(*(each[at] for each in two)) for at in (0, 1))
    low, high = welch(first, second)
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert (float(low), float(high)) == pytest.approx((theirs.low, theirs.high), rel=1e-9, abs=1e-9)
    assert two.variance == pytest.approx([a.var(ddof=1), b.var(ddof=1)])


def test_one_customer_has_no_spread() -> None:
    two = moments_of(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 1]), 2)
    low, high = welch(*(GroupMoments(*(each[at] for each in two)) for at in (0, 1)))
    assert np.isnan([low, high]).all()


def test_about_95_in_100_hold_the_true_difference() -> None:
    rng = np.random.default_rng(2)
    n, other = np.full(4_000, 800), np.full(4_000, 400)
    low, high = newcombe(rng.binomial(n, 0.15) / n, n, rng.binomial(other, 0.1) / other, other)
    assert 0.94 <= ((low <= 0.05) & (high >= 0.05)).mean() <= 0.965


def test_the_lot_is_held_against_its_plan() -> None:
    counts = np.array([21_306, 21_307, 21_387])
    assert sample_ratio(counts, np.full(3, 1 / 3)) == pytest.approx(stats.chisquare(counts).pvalue)
    assert sample_ratio(np.array([900, 100]), np.array([0.9, 0.1])) == 1
    assert sample_ratio(np.array([900, 100]), np.array([0.5, 0.5])) < 1e-100
