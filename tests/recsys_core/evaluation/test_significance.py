from itertools import product

import numpy as np
import pytest
from scipy import stats

from recsys_core.evaluation import significance
from recsys_core.evaluation.significance import holm, randomisation_test


def test_uniform_when_nothing_differs() -> None:
    """500 comparisons of equally good models, each with customers of its own."""
    differences = np.random.default_rng(8).standard_t(3, size=(60, 500))
    p = randomisation_test(differences, seed=1, samples=2000)
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.03)


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
