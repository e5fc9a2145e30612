"""Buyers and profit of the best n, against adding up by hand."""

import numpy as np
import pytest

from recsys_core.campaigns.audience.curve import Economics, draw_curve, sizes


def drawn_for(chance, size):
    return np.tile(np.cumsum(chance)[size - 1], (400, 1))


def test_every_size_is_summed_and_the_best_is_the_best_of_all():
    rng = np.random.default_rng(4)
    for _ in range(25):
        n = int(rng.integers(1, 400))
        chance = np.sort(rng.beta(1, 5, n))[::-1]
        worth = Economics(rng.uniform(0, 2), rng.random(), rng.uniform(1, 30), rng.uniform(0, 2))
        size = sizes(n, int(rng.integers(1, 500)))
        curve = draw_curve(chance, drawn_for(chance, size), size, worth, 1)
        brings = chance * (worth.margin * worth.basket - worth.redemption) - worth.cost
        every = [sum(brings[:k]) for k in range(n + 1)]
        assert curve.best == int(np.argmax(every))
        for row, k in enumerate(curve.size):
            assert curve.expected[row] == pytest.approx(chance[:k].sum())
            assert curve.profit[row] == pytest.approx(every[k])
            assert 0 <= curve.low[row] <= curve.high[row] <= k
            assert curve.profit_low[row] <= curve.profit_high[row]
        paying = int((chance >= worth.threshold).sum())
        assert curve.best == paying


def test_the_interval_holds_what_chance_brings():
    rng = np.random.default_rng(6)
    chance = np.sort(rng.beta(1, 6, 300))[::-1]
    size = sizes(300, 100)
    curve = draw_curve(chance, drawn_for(chance, size), size, None, 1)
    at, inside = curve.at(100), 0
    for _ in range(400):
        bought = (rng.random(100) < chance[:100]).sum()
        inside += curve.low[at] <= bought <= curve.high[at]
    assert inside >= 0.93 * 400
    assert curve.profit is None
    assert curve.best is None


def test_what_is_kept_back_neither_costs_nor_brings():
    chance, size = np.linspace(0.9, 0.1, 200), sizes(200, 60)
    worth = Economics(0.4, 0.5, 3.0, 0.1)
    every = draw_curve(chance, drawn_for(chance, size), size, worth, 1)
    some = draw_curve(chance, drawn_for(chance, size), size, worth, 1, 0.75)
    np.testing.assert_allclose(some.expected, 0.75 * every.expected)
    np.testing.assert_allclose(some.profit, 0.75 * every.profit)
    assert some.best == every.best
    assert (some.high <= every.high).all()


def test_a_wanted_size_is_on_the_curve():
    assert 1234 in sizes(100_000, 1234)
    assert sizes(5, 80).tolist() == [1, 2, 3, 4, 5]
    assert len(sizes(10**6, 7)) <= 161
    chance = np.full(10, 0.2)
    curve = draw_curve(chance, drawn_for(chance, sizes(10, 3)), sizes(10, 3), None, 1)
    assert curve.size[curve.at(3)] == 3


def test_no_message_pays_where_a_buyer_brings_nothing():
    chance, size = np.full(20, 0.9), sizes(20, 5)
    worth = Economics(0.1, 0.1, 10.0, 1.0)
    assert worth.threshold == float("inf")
    curve = draw_curve(chance, drawn_for(chance, size), size, worth, 1)
    assert curve.best == 0
    assert (np.asarray(curve.profit) < 0).all()
