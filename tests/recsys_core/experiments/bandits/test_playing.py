"""Learners in planted worlds and on logs of a lot."""

import numpy as np
import pytest

from recsys_core.experiments.bandits.learners import LEARNERS, plain_test
from recsys_core.experiments.bandits.playing import World, replay, simulate

PLANTED = World(np.ones((1, 1)), np.ones(1), np.array([[0.1, 0.3, 0.5]]))
BY_KIND = World(
    np.array([[1.0, 0.0], [1.0, 1.0]]), np.full(2, 0.5), np.array([[0.6, 0.2], [0.1, 0.5]])
)


@pytest.mark.parametrize("name", LEARNERS)
def test_regret_grows_slower_than_the_rounds(name):
    played = simulate(PLANTED, LEARNERS[name], rounds=1_500, runs=10, seed=1)
    assert played.second_half < 0.42
    assert (np.diff(played.regret, axis=1) >= 0).all()
    assert played.regret[:, -1].mean() < 1_500 * 0.2 / 2
    assert played.reward.mean() == pytest.approx(0.5 - played.regret[:, -1].mean() / 1_500)


def test_a_lot_is_no_learner():
    played = simulate(PLANTED, plain_test(10_000), rounds=1_000, runs=5, seed=1)
    assert played.second_half == pytest.approx(0.5, abs=0.03)
    assert played.regret[:, -1] == pytest.approx(np.full(5, 200), abs=2)
    tested = simulate(PLANTED, plain_test(300), rounds=1_000, runs=5, seed=1)
    assert tested.regret[:, -1] == pytest.approx(np.full(5, 60), abs=1)
    assert tested.best.min() == 1.0


@pytest.mark.parametrize("name", ["linucb", "linear-thompson"])
def test_what_is_best_may_depend_on_the_context(name):
    played = simulate(BY_KIND, LEARNERS[name], rounds=1_500, runs=10, seed=2)
    assert played.best.mean() > 0.85
    blind = simulate(BY_KIND, LEARNERS["thompson"], rounds=1_500, runs=10, seed=2)
    assert played.regret[:, -1].mean() < blind.regret[:, -1].mean() / 2


@pytest.mark.parametrize("name", LEARNERS)
def test_a_seed_and_a_state_bring_a_learner_back(name):
    first = simulate(PLANTED, LEARNERS[name], rounds=200, runs=2, seed=3)
    again = simulate(PLANTED, LEARNERS[name], rounds=200, runs=2, seed=3)
    assert (first.regret == again.regret).all()
    state = first.learner.state(1)
    other = LEARNERS[name](3, 3, 1, np.random.default_rng(4))
    other.restore(state)
    for name_of, values in other.state(2).items():
        assert values == state[name_of]


@pytest.mark.parametrize("chances", [(0.25, 0.25, 0.25, 0.25), (0.4, 0.3, 0.2, 0.1)])
def test_a_replay_finds_the_best_arm_of_a_log(chances):
    """Of a lot with any chances: the rows that are kept are as of equal chances."""
    rng, n = np.random.default_rng(5), 4_000
    action = rng.choice(4, n, p=chances)
    rates = np.array([0.1, 0.2, 0.3, 0.7])
    reward = (rng.random(n) < rates[action]) * 1.0
    chance = np.array(chances)[action]
    found = replay(action, reward, chance, np.ones((n, 1)), 4, LEARNERS["thompson"], 4, 0)
    assert found.accepted.mean() == pytest.approx(n * min(chances), rel=0.15)
    assert found.reward.mean() > 0.6


def test_a_replay_of_a_lot_earns_what_the_arms_do_on_average():
    rng, n = np.random.default_rng(6), 6_000
    action = rng.choice(2, n, p=[0.8, 0.2])
    reward = (rng.random(n) < np.array([0.2, 0.6])[action]) * 1.0
    chance = np.where(action == 0, 0.8, 0.2)
    found = replay(action, reward, chance, np.ones((n, 1)), 2, plain_test(10**9), 4, 0)
    assert found.reward.mean() == pytest.approx(0.4, abs=0.03)
