"""Amounts that a few customers make: power is what trials find."""

import numpy as np
import pytest

from recsys_core.experiments.planning.power import common_deviation, customers_needed, mean_power
from recsys_core.experiments.planning.simulation import (
    needed_by_trials,
    rate_trials,
    simulated_power,
)
from recsys_core.experiments.planning.splits import false_alarms, is_share
from recsys_core.schema.errors import CancelledError


@pytest.fixture(scope="module")
def amounts():
    """Three in ten spend something, and a few of them most of it."""
    rng = np.random.default_rng(4)
    return np.where(rng.random(3_000) < 0.3, rng.lognormal(2, 1.1, 3_000), 0.0).round(2)


def test_where_amounts_are_normal_the_formula_is_met():
    values = np.random.default_rng(1).normal(100, 30, 20_000)
    spread = common_deviation(values.std(), 0.05)
    change = values.mean() * 0.05
    n = int(np.ceil(customers_needed(lambda one: mean_power(one, change, spread, 0.05), 0.8)))
    found = simulated_power(values, n, 0.05, 0.05, 2)
    assert found.low < 0.8 < found.high


def test_planned_power_is_reached_by_trials_of_another_draw(amounts):
    start = customers_needed(
        lambda n: mean_power(n, amounts.mean() * 0.2, amounts.std(), 0.05), 0.8
    )
    first, last = needed_by_trials(
        lambda n: simulated_power(amounts, n, 0.2, 0.05, seed=3), int(start), 0.05, 0.8
    )
    assert first.per_arm == int(start)
    again = simulated_power(amounts, last.per_arm, 0.2, 0.05, seed=11)
    assert again.low - 0.01 < 0.8 < again.high + 0.01
    none = simulated_power(amounts, last.per_arm, 0.0, 0.05, seed=5)
    assert none.low < 0.05 < none.high


def test_shares_near_the_end_need_more_than_the_formula_says():
    first, last = needed_by_trials(lambda n: rate_trials(n, 0.9, 0.99, 0.05, 1), 85, 0.05, 0.8)
    assert first.high < 0.8
    assert last.per_arm > 88
    assert rate_trials(last.per_arm, 0.9, 0.99, 0.05, 8).power == pytest.approx(0.8, abs=0.015)
    exact = rate_trials(3835, 0.1, 0.12, 0.05, 0)
    assert exact.low < 0.8 < exact.high


def test_drawing_counts_and_drawing_customers_is_the_same_experiment(amounts):
    few = np.repeat([0.0, 5.0, 40.0], [80, 15, 5])
    many = few + np.linspace(0, 1e-6, 100)
    found = [simulated_power(values, 700, 0.3, 0.05, 9, runs=4_000) for values in (few, many)]
    assert found[0].power == pytest.approx(found[1].power, abs=0.04)


def test_splits_of_the_same_raise_alarms_as_often_as_announced(amounts):
    rng = np.random.default_rng(6)
    orders = rng.poisson(1.5, 3_000).astype(float)
    outcomes = {
        "rate": (amounts > 0).astype(float),
        "money": amounts,
        "count": orders,
        "ratio": np.column_stack([amounts, orders]),
    }
    assert [is_share(values) for values in outcomes.values()] == [True, False, False, False]
    found = false_alarms(outcomes, 0.05, seed=1, splits=2_000)
    for one in found.values():
        assert one.low < 0.05 + 0.01
        assert one.high > 0.05 - 0.01
        assert one.share == one.alarms / one.splits
    again = false_alarms(outcomes, 0.05, seed=1, splits=2_000)
    assert again == found


def test_a_split_is_compared_as_by_hand(amounts):
    """One split, redone with scipy."""
    from scipy import stats

    values, orders = amounts[:200], np.arange(200) % 4 + 1.0
    coin = np.random.default_rng(0).integers(0, 2, size=(1, 200), dtype=np.int8)[0].astype(bool)
    p = stats.ttest_ind(values[coin], values[~coin], equal_var=False).pvalue
    ratios = [values[side].sum() / orders[side].sum() for side in (coin, ~coin)]
    spread = sum(
        np.var(values[side] - one * orders[side], ddof=1) / side.sum() / orders[side].mean() ** 2
        for side, one in zip((coin, ~coin), ratios, strict=True)
    )
    q = 2 * stats.norm.sf(abs(ratios[0] - ratios[1]) / np.sqrt(spread))
    outcomes = {"money": values, "ratio": np.column_stack([values, orders])}
    for name, chance in (("money", p), ("ratio", q)):
        just, not_yet = (false_alarms(outcomes, chance + by, 0, 1) for by in (1e-7, -1e-7))
        assert (just[name].alarms, not_yet[name].alarms) == (1, 0)


def test_splits_of_next_to_nobody_and_a_cancel():
    nobody = false_alarms({"rate": np.ones(1), "money": np.array([3.0])}, 0.05, 0, 50)
    assert [one.alarms for one in nobody.values()] == [0, 0]

    def refuse(fraction, message=""):
        raise CancelledError("no")

    with pytest.raises(CancelledError):
        false_alarms({"rate": np.ones(5)}, 0.05, 0, 50, refuse)
