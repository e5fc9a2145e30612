"""Estimators of what another policy would have earned."""

from itertools import product

import numpy as np
import pytest

from recsys_core.experiments.off_policy.estimators import ESTIMATORS, evaluate
from recsys_core.experiments.off_policy.logs import (
    Logged,
    always,
    by_place,
    estimated_propensities,
)

CHANCES = np.array([[0.5, 0.3, 0.2]])
WANTED = np.array([[0.2, 0.2, 0.6]])
RATES = np.array([[0.1, 0.5, 0.7]])


def drawn(seed: int, n: int, shown: np.ndarray, rates: np.ndarray) -> Logged:
    """A log of n rows: places alike, items by `shown`, clicks by `rates`, all (places, items)."""
    rng = np.random.default_rng([seed, 5])
    places, actions = shown.shape
    place = rng.integers(0, places, n)
    action = (shown.cumsum(axis=1)[place] < rng.random(n)[:, None]).sum(axis=1).clip(0, actions - 1)
    reward = (rng.random(n) < rates[place, action]) * 1.0
    return Logged(action, reward, shown[place, action], place, actions, places)


def test_the_mean_over_every_log_there_could_be_is_the_truth():
    """Brute force: all 216 logs of three rows, each as likely as it is."""
    truth = float((WANTED * RATES).sum())
    found = dict.fromkeys(ESTIMATORS, 0.0)
    for rows in product(product(range(3), (0.0, 1.0)), repeat=3):
        action = np.array([one[0] for one in rows])
        reward = np.array([one[1] for one in rows])
        rate = RATES[0, action]
        likely = np.prod(CHANCES[0, action] * np.where(reward == 1, rate, 1 - rate))
        log = Logged(action, reward, CHANCES[0, action], np.zeros(3, int), 3, 1)
        told = evaluate(log, by_place(log, WANTED), clip=1e9)
        weight = WANTED[0, action] / log.propensity
        assert told.told("ips").value == pytest.approx(np.mean(weight * reward))
        assert told.told("snips").value == pytest.approx((weight * reward).sum() / weight.sum())
        assert told.size == pytest.approx(weight.sum() ** 2 / (weight**2).sum())
        for name in found:
            found[name] += likely * told.told(name).value
    assert found["ips"] == pytest.approx(truth, abs=1e-12)
    assert found["clipped-ips"] == pytest.approx(truth, abs=1e-12)
    assert found["doubly-robust"] == pytest.approx(truth, abs=1e-12)


def test_intervals_hold_the_truth():
    """At least 93 of 100 logs, rare clicks and uneven weights, every estimator and the
    difference.
    """
    rng = np.random.default_rng(3)
    rates = np.clip(0.03 * np.exp(rng.normal(0, 0.5, (3, 12))), 0, 1)
    shown, wanted = (np.exp(rng.normal(0, by, (3, 12))) for by in (0.7, 1.0))
    shown, wanted = (one / one.sum(axis=1, keepdims=True) for one in (shown, wanted))
    truth, before = (float((one * rates).sum(axis=1).mean()) for one in (wanted, shown))
    held = dict.fromkeys([*ESTIMATORS, "difference"], 0)
    for seed in range(100):
        log = drawn(seed, 2_000, shown, rates)
        told = evaluate(log, by_place(log, wanted))
        for name in ESTIMATORS:
            one = told.told(name)
            held[name] += one.low <= truth <= one.high
            assert one.low <= one.value <= one.high
        held["difference"] += told.difference.low <= truth - before <= told.difference.high
    assert min(held.values()) >= 93, held


def test_a_lot_of_the_log_itself_is_the_log():
    shown = np.full((2, 4), 0.25)
    log = drawn(1, 500, shown, np.full((2, 4), 0.3))
    told = evaluate(log, by_place(log, shown))
    assert told.size == pytest.approx(500)
    assert told.largest == pytest.approx(1.0)
    assert told.told("ips").value == pytest.approx(log.reward.mean())
    assert told.told("doubly-robust").value == pytest.approx(log.reward.mean(), abs=0.02)
    assert told.difference.low < 0 < told.difference.high
    assert told.unsupported == 0
    assert not told.too_small
    assert not told.too_foreign


def test_a_better_item_is_found_better_and_a_clip_cuts():
    rates = np.array([[0.1, 0.1, 0.1, 0.4]])
    log = drawn(2, 4_000, np.full((1, 4), 0.25), rates)
    told = evaluate(log, always(log, 3), clip=2.0)
    assert told.difference.low > 0
    assert told.told("clipped-ips").value == pytest.approx(told.told("ips").value / 2)
    assert told.told("clipped-ips").high >= 0.4
    worse = evaluate(log, always(log, 0))
    assert worse.difference.high < 0


def test_too_little_is_said_to_be_too_little():
    log = drawn(3, 300, np.full((1, 10), 0.1), np.full((1, 10), 0.2))
    assert evaluate(log, always(log, 1)).too_small
    missing = Logged(log.action, log.reward, log.propensity, log.place, 11, 1)
    chances = np.full((1, 11), 0.09)
    chances[0, 10] = 0.1
    told = evaluate(missing, by_place(missing, chances))
    assert told.unsupported == pytest.approx(0.1)
    assert told.too_foreign
    nothing = evaluate(missing, always(missing, 10))
    assert nothing.too_small
    assert nothing.size == 0


def test_rows_of_one_customer_belong_together():
    """Every row ten times over is no more certain than once, where customers are told."""
    once = drawn(4, 400, np.full((1, 4), 0.25), np.array([[0.1, 0.2, 0.3, 0.4]]))
    again = np.repeat(np.arange(400), 10)
    copied = Logged(
        once.action[again],
        once.reward[again],
        once.propensity[again],
        once.place[again],
        4,
        1,
        again,
    )
    wide = evaluate(copied, always(copied, 3)).told("ips")
    blind = Logged(copied.action, copied.reward, copied.propensity, copied.place, 4, 1)
    narrow = evaluate(blind, always(blind, 3)).told("ips")
    alone = evaluate(once, always(once, 3)).told("ips")
    assert wide.value == pytest.approx(alone.value)
    assert wide.high - wide.low > 2.5 * (narrow.high - narrow.low)
    assert wide.high - wide.low == pytest.approx(alone.high - alone.low, rel=0.15)


def test_propensities_that_are_missing_are_shares_of_what_was_shown_there():
    log = Logged(
        np.array([0, 0, 1, 1]), np.zeros(4), np.full(4, np.nan), np.array([0, 0, 0, 1]), 2, 2
    )
    assert estimated_propensities(log) == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1.0])


def test_amounts_may_be_rewards():
    log = drawn(6, 3_000, np.full((1, 3), 1 / 3), np.array([[0.2, 0.4, 0.6]]))
    paid = Logged(log.action, log.reward * 20, log.propensity, log.place, 3, 1)
    told = evaluate(paid, always(paid, 2))
    assert told.told("doubly-robust").low < 12 < told.told("doubly-robust").high
    assert told.told("direct").value == pytest.approx(12, abs=1.5)
