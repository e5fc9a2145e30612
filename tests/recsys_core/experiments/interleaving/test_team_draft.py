"""Two lists dealt into one."""

import numpy as np
import pytest

from recsys_core.experiments.interleaving.team_draft import (
    CLICK_MODELS,
    clicks,
    compare,
    preference,
    team_draft,
)


def test_both_lists_give_as_many_and_nothing_twice():
    rng = np.random.default_rng(1)
    for _ in range(50):
        first, second = rng.permutation(8), rng.permutation(8)
        items, teams = team_draft(first, second, 6, rng)
        assert len(set(items.tolist())) == 6
        assert (teams == 0).sum() == 3
        assert items[0] in (first[0], second[0])


def test_lists_that_end_leave_the_place_to_the_other():
    rng = np.random.default_rng(2)
    items, teams = team_draft(np.array([1, -1, -1]), np.array([1, 2, 3]), 5, rng)
    assert sorted(items.tolist()) == [-1, -1, 1, 2, 3]
    assert (teams[:3] >= 0).all()


@pytest.mark.parametrize("reader", CLICK_MODELS)
def test_equal_lists_tie_and_the_better_one_wins(reader):
    n = 400
    good, bad = np.tile(np.arange(5), (n, 1)), np.tile(np.arange(5, 10), (n, 1))
    wanted = [{0, 1}] * n
    same = preference(compare(good, good, wanted, CLICK_MODELS[reader], 5, 1))
    assert same.low <= 0 <= same.high
    better = preference(compare(good, bad, wanted, CLICK_MODELS[reader], 5, 0))
    assert better.low > 0
    assert better.first + better.second + better.ties == n == better.sessions


def test_no_list_is_favoured_where_both_are_the_same():
    """Wrong in about 5 of 100 simulations without a difference."""
    false = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        first = np.array([rng.permutation(6) for _ in range(60)])
        second = np.array([rng.permutation(6) for _ in range(60)])
        wanted = [{int(rng.integers(6))} for _ in range(60)]
        found = preference(compare(first, second, wanted, CLICK_MODELS["navigational"], 4, seed))
        false += not found.low <= 0 <= found.high
    assert false <= 11


def test_a_perfect_reader_clicks_what_is_wanted():
    rng = np.random.default_rng(3)
    assert clicks(np.array([4, 2, 9, -1]), {9, 4}, CLICK_MODELS["perfect"], rng).tolist() == [
        1.0,
        0.0,
        1.0,
        0.0,
    ]


def test_a_few_sessions_that_agree_are_no_certainty():
    for won, n in ((1, 3), (-1, 3), (0, 3)):
        found = preference(np.array([[max(won, 0), max(-won, 0)]] * n))
        assert found.lead == won
        assert found.low < 0 < found.high
    assert preference(np.array([[1, 0]] * 30)).low > 0
