"""Look-alikes on clouds whose members are known, and on lists by lot."""

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.stats import binomtest, mannwhitneyu

from recsys_core.profiles.lookalike import (
    FOLDS,
    LEAST_SEEDS,
    _above,
    _worth,
    look_alikes,
    taste_dimensions,
)
from recsys_core.schema.errors import CancelledError


def cloud(n=1200, members=120, apart=2.0, seed=3):
    """Standardised features; the first `members` rows in a random order lie apart in two of six."""
    rng = np.random.default_rng(seed)
    belongs = np.zeros(n, dtype=bool)
    belongs[rng.choice(n, members, replace=False)] = True
    values = rng.normal(size=(n, 6))
    values[belongs, :2] += apart
    return (values - values.mean(axis=0)) / values.std(axis=0), belongs


def half(belongs, seed=0):
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(belongs))
    known = np.zeros(len(belongs), dtype=bool)
    known[rows[: len(rows) // 2]] = True
    return known


def test_half_of_a_group_finds_the_other_half():
    values, belongs = cloud()
    known = half(belongs)
    hidden = belongs & ~known
    found = look_alikes(values, known, int(hidden.sum()))
    assert found.refused == ""
    assert not known[found.rows].any()
    assert sorted(found.rows) == np.flatnonzero(~known).tolist()
    first = found.rows[: found.size]
    lift = hidden[first].mean() / hidden[~known].mean()
    model = found.trials[0]
    assert lift > 5
    assert model.low <= lift <= model.high
    assert found.auc > 0.9
    assert found.auc_low < found.auc < found.auc_high
    assert (np.diff(found.chance) <= 1e-12).all()
    assert found.chance.max() <= 1


def test_the_forecast_holds_what_the_other_half_comes_to():
    held = []
    for seed in range(60):
        values, belongs = cloud(800, 100, apart=1.2, seed=seed)
        known = half(belongs, seed)
        found = look_alikes(values, known, 50, seed)
        lift = belongs[found.rows[:50]].mean() / belongs[~known].mean()
        held.append(found.trials[0].low <= lift <= found.trials[0].high)
    assert binomtest(sum(held), 60, 0.95).pvalue > 0.01


def test_a_forecast_is_worth_less_than_half_the_members_and_less_where_the_edge_is_steep():
    even = np.linspace(0, 1, 201)[:-1, None]
    steep = np.where(even < 0.1, even, 0.1 + (even - 0.1) / 4)
    worth = _worth(np.hstack([even, steep]), 0.1, 1_000)
    spread = 21 / 202 * (1 - 21 / 202)
    assert worth[0] == pytest.approx(spread / (spread / 100 + 0.09 / 1_000))
    assert worth[1] < worth[0] < 100


def test_the_most_active_are_no_match_where_activity_says_nothing_and_all_where_it_is_all():
    values, belongs = cloud()
    model, cosine, active = look_alikes(values, half(belongs), 60).trials
    assert (model.way, cosine.way, active.way) == ("model", "cosine", "active")
    assert model.ahead_low == model.ahead_high == 0
    assert active.ahead_low > 0
    assert active.low <= 1 <= active.high
    rank = np.arange(len(belongs))
    by_rank = np.column_stack([-(rank - rank.mean()) / rank.std(), values[:, 2]])
    busy = rank < 120
    assert look_alikes(by_rank, half(busy), 60).trials[2].lift > 8


@pytest.mark.parametrize("size", [20, 50, 200])
def test_lists_by_lot_are_refused(size):
    values, _ = cloud(apart=0.0)
    for seed in range(20):
        members = np.zeros(len(values), dtype=bool)
        members[np.random.default_rng(seed).choice(len(values), size, replace=False)] = True
        found = look_alikes(values, members, 100)
        assert "no common taste" in found.refused or "too few to say" in found.refused
        assert len(found.rows) == 0
        assert found.trials == ()


def test_too_few_on_the_list_and_too_few_beside_it_are_said():
    values, _ = cloud()
    few = np.arange(len(values)) < LEAST_SEEDS - 1
    assert look_alikes(values, few, 10).refused.startswith("Only 19 customers of the list")
    assert look_alikes(values, ~few, 10).refused.startswith("Only 19 customers are not on")
    assert look_alikes(values, few & False, 10).refused.startswith("Only 0 customers")


def test_more_than_there_are_means_all_of_them():
    values, belongs = cloud()
    found = look_alikes(values, half(belongs), 10_000)
    assert found.size == 1200 - 60
    assert found.trials[0].lift == pytest.approx(1, abs=0.02)


def test_the_same_seed_gives_the_same_order_and_who_stops_it_is_heard():
    values, belongs = cloud()
    known = half(belongs)
    once, again = look_alikes(values, known, 60), look_alikes(values, known, 60)
    assert (once.rows == again.rows).all()
    steps = []
    look_alikes(values, known, 60, progress=lambda done, said="": steps.append(done))
    assert len(steps) == FOLDS + 1
    assert steps == sorted(steps)

    def stop(done, said=""):
        raise CancelledError(said)

    with pytest.raises(CancelledError):
        look_alikes(values, known, 60, progress=stop)


def test_places_add_up_to_the_area_under_the_curve(rng):
    own, strange = rng.integers(0, 9, 30).astype(float), rng.integers(0, 7, 50).astype(float)
    expected = mannwhitneyu(own, strange).statistic / (30 * 50)
    assert 1 - _above(own, strange).mean() == pytest.approx(expected)


def test_tastes_are_few_and_the_same_for_those_who_buy_the_same():
    rows = np.repeat(np.eye(3), 4, axis=0) @ np.array([[3, 1, 0, 0], [0, 1, 2, 0], [0, 0, 0, 5]])
    found = taste_dimensions(sp.csr_matrix(rows), 0)
    assert found.shape == (12, 3)
    assert np.linalg.norm(found[0] - found[3]) == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(found[0] - found[11]) > 1
    assert taste_dimensions(sp.csr_matrix(np.ones((5, 1))), 0).shape == (5, 0)
