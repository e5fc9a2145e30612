import numpy as np
import pytest

from recsys_core.campaigns.uplift.curves import best_cut, placed, ranked
from recsys_core.campaigns.uplift.learners import LEARNERS
from recsys_core.campaigns.uplift.policy import try_policy
from recsys_core.campaigns.uplift.predictions import predict_unseen
from tests.recsys_core.campaigns.uplift.test_curves import moved


def test_no_prediction_knows_its_own_part_and_in_turn_none_a_later_one() -> None:
    """Outcomes of the last of three parts are dealt anew: only what learned from it moves."""
    rng = np.random.default_rng(0)
    n = 3_000
    features, arm = rng.normal(size=(n, 2)), rng.random(n) < 0.5
    part = np.arange(n) % 3
    outcome = (rng.random(n) < 0.2 + 0.2 * arm * (features[:, 0] > 0)) * 1.0
    other = np.where(part == 2, rng.permutation(outcome), outcome)
    one, two = (predict_unseen(features, arm, each, part) for each in (outcome, other))
    last = part == 2
    assert (one.unseen[last] == two.unseen[last]).all()
    assert (one.unseen[~last] != two.unseen[~last]).any()
    assert tuple(one.in_turn) == LEARNERS
    for each in LEARNERS:
        assert np.isnan(one.in_turn[each][part == 0]).all()
        assert (one.in_turn[each][part > 0] == two.in_turn[each][part > 0]).all()
    # The last part is predicted by all the others either way.
    assert one.unseen[last] == pytest.approx(
        np.mean([one.in_turn[each][last] for each in LEARNERS], axis=0)
    )


def test_parts_are_ranked_each_by_itself() -> None:
    scores, part = np.array([1.0, 2.0, 2.0, 9.0, 7.0, 8.0]), np.array([0, 0, 0, 0, 1, 1])
    told = [0.125, 0.5, 0.5, 0.875, 0.25, 0.75]
    assert placed(scores, part) == pytest.approx(told)


def test_the_cut_is_that_of_the_curve() -> None:
    scores, arm, outcome = moved(3_000, 4, 0.1)
    found = ranked(scores, arm, outcome, samples=20)
    assert best_cut(scores, arm, outcome) == (found.cut, found.threshold)


def test_a_policys_value_is_held_by_its_interval() -> None:
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        chosen, arm = rng.random(1_000) < 0.4, rng.random(1_000) < 0.5
        outcome = (rng.random(1_000) < 0.1 + 0.3 * chosen + 0.1 * arm * chosen) * 1.0
        found = try_policy(chosen, arm, outcome, True)
        held += found.value_low <= 0.4 * 0.5 + 0.6 * 0.1 <= found.value_high
    assert 182 <= held <= 198
