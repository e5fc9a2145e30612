import numpy as np
import pytest

from recsys_core.evaluation.fairness import gaps
from recsys_core.evaluation.slices import Slicing, slicing_of
from recsys_core.schema.statistics.significance import holm


def groups(sizes: list[int]) -> Slicing:
    labels = [f"g{place}" for place, size in enumerate(sizes) for _ in range(size)]
    return slicing_of("kind", "Kind", labels, [f"g{place}" for place in range(len(sizes))])


def test_a_group_that_is_served_worse_is_found_with_its_size() -> None:
    rng = np.random.default_rng(1)
    slicing = groups([400, 300, 60, 20])
    values = {"x": rng.random(780) - 0.2 * slicing.belongs(1), "y": rng.random(780)}
    x, y = gaps(values, slicing, "M", higher_is_better=True, seed=1)
    assert x.real
    assert x.best.name == "g0"
    assert (x.worst.name, x.worst.n) == ("g1", 300)
    assert x.gap == pytest.approx(x.best.value - x.worst.value)
    assert 0 < x.low < x.gap < x.high
    assert x.low < 0.2 < x.high
    assert not y.real
    assert {group.name for group in x.groups} == {"g0", "g1", "g2"}, "20 customers are too few"
    np.testing.assert_allclose([x.p_adjusted, y.p_adjusted], holm(np.array([x.p, y.p])))


def test_a_small_group_far_off_by_luck_does_not_hide_a_real_gap() -> None:
    """Raw distance would report the group of 31 and find nothing."""
    rng = np.random.default_rng(8)
    slicing = groups([1500, 1500, 31])
    values = rng.normal(0, 1, 3031) + 0.2 * slicing.belongs(0)
    values[slicing.belongs(2)] += -0.35 - values[slicing.belongs(2)].mean()
    (found,) = gaps({"x": values}, slicing, "M", higher_is_better=True, seed=1)
    assert found.groups[-1].name == "g2"
    assert (found.best.name, found.worst.name) == ("g0", "g1")
    assert found.real


def test_lower_is_better_turns_best_and_worst_round() -> None:
    slicing = groups([100, 100])
    values = {"x": np.r_[np.full(100, 1.0), np.full(100, 2.0)]}
    (up,) = gaps(values, slicing, "M", higher_is_better=True, seed=1)
    (down,) = gaps(values, slicing, "M", higher_is_better=False, seed=1)
    assert (up.best.name, down.best.name) == ("g1", "g0")
    assert up.gap == down.gap == 1.0
    assert up.p == pytest.approx(1 / 1001)


def test_false_alarms_and_coverage_without_a_gap() -> None:
    """Groups of unequal size and skewed figures, no difference: p below 0.05 once in twenty, and
    the interval holds 0 nineteen times in twenty although the pair was picked.
    """
    rng = np.random.default_rng(2)
    slicing = groups([200, 80, 60, 40, 31])
    alarms = missed = 0
    rounds = 150
    for seed in range(rounds):
        values = {"x": np.where(rng.random(411) < 0.4, rng.random(411), 0.0)}
        (found,) = gaps(values, slicing, "M", higher_is_better=True, seed=seed, permutations=200)
        alarms += found.p < 0.05
        missed += found.low > 0
    # 7.5 are expected; above 15 has a probability below 0.005.
    assert alarms <= 15
    assert missed <= 15


def test_equal_figures_have_no_gap() -> None:
    (found,) = gaps({"x": np.ones(80)}, groups([40, 40]), "M", higher_is_better=True, seed=1)
    assert found.gap == 0
    assert found.p == 1.0
    assert not found.real


def test_fewer_than_two_groups_of_a_size_are_no_comparison() -> None:
    assert gaps({"x": np.ones(69)}, groups([40, 29]), "M", higher_is_better=True, seed=1) == []
