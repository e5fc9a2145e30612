from itertools import product

import numpy as np
import pytest
from scipy import stats

from recsys_core.schema.statistics import significance
from recsys_core.schema.statistics.significance import (
    flips,
    holm,
    randomisation_test,
    smallest_found,
    wilcoxon_test,
)


def test_uniform_when_nothing_differs() -> None:
    """500 comparisons of equally good models, each with customers of its own."""
    differences = np.random.default_rng(8).standard_t(3, size=(60, 500))
    p = randomisation_test(differences, seed=1, samples=2000)
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.03)


def mostly_zero(rng: np.random.Generator, n: int, m: int) -> np.ndarray:
    """(n, m) like differences of NDCG: most customers 0, the others of any size, none favoured."""
    sizes = rng.gamma(2, 0.1, (n, m)) * rng.choice([-1, 1], (n, m))
    return np.where(rng.random((n, m)) < 0.6, 0.0, sizes)


def test_both_tests_are_uniform_where_most_customers_do_not_differ() -> None:
    """500 simulated nulls of 200 customers, each with flips of its own."""
    differences = mostly_zero(np.random.default_rng(10), 200, 500)
    p = np.concatenate(
        [
            randomisation_test(column[:, None], seed=number, samples=999)
            for number, column in enumerate(differences.T)
        ]
    )
    for found in (p, wilcoxon_test(differences)):
        assert stats.kstest(found, "uniform").pvalue > 0.01
        assert (found < 0.05).mean() == pytest.approx(0.05, abs=0.03)


def test_wilcoxon_by_hand() -> None:
    """Ranks with zeros: 0 0 | 1 2 3 4 5 6 -> 3 to 8; only 2 is negative: W+ = 33 - 4 = 29."""
    column = np.array([0, 0, 1, -2, 3, 4, 5, 6.0])
    positive, total = 3 + 5 + 6 + 7 + 8, 33
    variance = sum(rank**2 for rank in range(3, 9)) / 4
    z = (positive - total / 2) / np.sqrt(variance)
    assert wilcoxon_test(column[:, None])[0] == pytest.approx(2 * stats.norm.sf(z), abs=1e-9)


def test_wilcoxon_finds_a_planted_difference_and_none_where_there_is_none() -> None:
    planted = np.random.default_rng(9).normal(0.3, 1, size=(200, 100))
    assert (wilcoxon_test(planted) < 0.05).mean() > 0.95
    assert wilcoxon_test(np.zeros((20, 2))).tolist() == [1, 1]
    one_of_two = np.column_stack([np.zeros(20), np.ones(20)])
    p = wilcoxon_test(one_of_two)
    assert p[0] == 1
    assert p[1] < 0.001


def test_finds_a_planted_difference() -> None:
    """A shift of 0.3 standard deviations in 200 customers: the t-test's power is 0.99."""
    differences = np.random.default_rng(9).normal(0.3, 1, size=(200, 100))
    assert (randomisation_test(differences, seed=1, samples=1000) < 0.05).mean() > 0.95


def test_equals_the_full_enumeration() -> None:
    column = np.array([0.3, -0.1, 0.2, 0.25, 0.0, 0.4, -0.05, 0.1])
    all_flips = np.array(list(product([1, -1], repeat=8))) @ column
    exact = (np.abs(all_flips) >= abs(column.sum()) - 1e-12).mean()
    p = randomisation_test(column[:, None], seed=2, samples=40_000)
    assert p[0] == pytest.approx(exact, abs=0.01)


def test_no_difference_at_all() -> None:
    assert randomisation_test(np.zeros((20, 2)), seed=1).tolist() == [1, 1]


def test_ties_are_as_extreme_despite_rounding() -> None:
    """Two customers of equal size: half of the flips are exactly as far from 0."""
    p = randomisation_test(np.array([[0.1], [0.1]]), seed=1, samples=4000)
    assert p[0] == pytest.approx(0.5, abs=0.03)


def test_never_zero_and_sign_does_not_matter() -> None:
    column = np.full((50, 1), 0.7)
    p = randomisation_test(np.hstack([column, -column]), seed=1, samples=999)
    assert p.tolist() == [0.001, 0.001]


def test_blocks_hold_all_flips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(significance, "BLOCK", 1000)
    column = np.full((50, 1), 0.7)
    assert randomisation_test(column, seed=1, samples=999)[0] == 0.001


def test_holm_by_hand() -> None:
    # Sorted .01 .02 .03 .04: times 4, 3, 2, 1 gives .04 .06 .06 .04, never falling: .04 .06 .06 .06
    adjusted = holm(np.array([0.03, 0.01, 0.04, 0.02]))
    np.testing.assert_allclose(adjusted, [0.06, 0.04, 0.06, 0.06])


def test_holm_stays_below_one_and_keeps_a_single_test() -> None:
    assert holm(np.array([0.7, 0.9])).tolist() == [1, 1]
    assert holm(np.array([0.02])).tolist() == [0.02]
    assert holm(np.array([])).tolist() == []


def test_holm_of_columns_is_holm_of_each() -> None:
    p = np.random.default_rng(0).random((5, 7))
    assert np.array_equal(holm(p), np.column_stack([holm(column) for column in p.T]))


def test_flips_agree_with_the_other_implementation() -> None:
    rng = np.random.default_rng(4)
    differences = rng.normal([0, 0.05, 0.15], 1, size=(400, 3)) * (rng.random((400, 1)) < 0.4)
    np.testing.assert_allclose(flips(differences, 1), randomisation_test(differences, 1), atol=0.02)


def test_ties_are_as_extreme_and_unknown_values_count_as_even() -> None:
    assert flips(np.zeros((50, 1)), 1)[0] == 1.0
    one = np.r_[0.1 * np.ones(10), np.full(5, np.nan)][:, None]
    assert flips(one, 1)[0] == pytest.approx(2 / 1024, abs=0.001), "two of 1,024 sign patterns"


@pytest.mark.parametrize("tests", [1, 10])
def test_the_smallest_difference_found_is_found_four_times_in_five(tests: int) -> None:
    """400 comparisons of 120 customers each, with a true difference of just that size."""
    noise = np.random.default_rng(5).normal(0, 1, size=(120, 400))
    least = smallest_found(noise, tests).mean()
    p = stats.ttest_1samp(noise + least, 0.0).pvalue
    assert np.mean(p < 0.05 / tests) == pytest.approx(0.8, abs=0.05)


def test_without_spread_every_difference_is_found() -> None:
    assert smallest_found(np.full((5, 2), 0.3), 1).tolist() == [0.0, 0.0]
    assert np.isnan(smallest_found(np.array([[1.0], [np.nan]]), 1)).all()
