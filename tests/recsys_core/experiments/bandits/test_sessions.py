"""Order within made-up sessions."""

import numpy as np
import pytest

from recsys_core.experiments.bandits.sessions import (
    SessionWorld,
    learn_sessions,
    made_up,
    value_of,
)


def test_what_keeps_customers_may_be_worth_more_than_what_they_click():
    click = np.tile([0.6, 0.5], (3, 1))
    world = SessionWorld(click, np.array([0.0, 0.9]))
    found = learn_sessions(world, 2_000, seed=1)
    assert found.best > 1.3 * found.greedy
    assert found.learned == pytest.approx(found.best, rel=0.05)
    assert found.lot < found.best


def test_a_policy_is_worth_what_its_sessions_bring():
    """By hand: one arm, clicked in half of all cases; who clicks leaves, who does not stays in half
    of them: v = 1/2 + v/4.
    """
    world = SessionWorld(np.array([[0.5], [0.5]]), np.array([0.0]))
    assert value_of(world, np.array([0, 0])) == pytest.approx(2 / 3)
    assert learn_sessions(world, 10, seed=1).best == pytest.approx(2 / 3)


def test_made_up_customers_are_the_same_for_a_seed():
    rates = np.array([0.2, 0.4])
    assert (made_up(rates, 3).stay == made_up(rates, 3).stay).all()
    assert made_up(rates, 3).click[2] == pytest.approx([0.2, 0.12])
