"""Forecasts hold on periods that were not looked at, and say where nothing can be said."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from recsys_core.campaigns.audience.history import facts_on
from recsys_core.campaigns.audience.propensity import (
    Propensity,
    TooFewBuyers,
    eligible,
    fit,
    separation,
    starts,
)
from tests.recsys_core.campaigns.audience.shops import DAYS, history


def of(known, repeat=True, days=28) -> Propensity:
    found = fit(known, days, repeat, 1)
    assert isinstance(found, Propensity)
    return found


def test_the_sum_of_chances_is_what_comes():
    """Learned without the last 28 days, then held against them."""
    known = history(3000)
    past = known.day < DAYS - 28
    before = type(known)(
        known.n, known.user[past], known.day[past], known.hit[past], known.near[past], DAYS - 29,
    )  # fmt: skip
    for repeat in (True, False):
        model = of(before, repeat)
        facts = facts_on(before, DAYS - 28)
        rows = np.flatnonzero(eligible(facts, repeat))
        chance = model.probability(facts, rows)
        actual = known.buyers(DAYS - 28, 28)[rows]
        error = np.sqrt((chance * (1 - chance)).sum())
        assert abs(chance.sum() - actual.sum()) < 4 * error + 2 * model.drift * chance.sum()
        assert separation(chance, actual)[1] > (0.6 if repeat else 0.5)


def test_trials_never_look_at_their_own_period():
    """Buyers planted into the last period change what came in its trial, not what was expected."""
    plain, planted = of(history(seed=5)), of(history(seed=5, late=3.0))
    assert planted.trials[0].actual > plain.trials[0].actual
    assert planted.trials[0].expected == pytest.approx(plain.trials[0].expected, abs=1e-9)
    assert planted.trials[1] == plain.trials[1]
    assert planted.drift > plain.drift


def test_periods_lie_behind_a_quarter_of_history_and_never_overlap():
    known = history()
    found = starts(known, 28)
    assert found == [DAYS - 28 * step for step in range(1, 7)]
    assert min(found) >= 90
    assert len(starts(known, 100)) == 2
    assert starts(known, 200) == [DAYS - 200], "a second one would begin before the data"


def test_too_few_buyers_are_said_to_be_too_few():
    known = history(60, pace=0.01)
    found = fit(known, 14, False, 1)
    assert isinstance(found, TooFewBuyers)
    assert found.buyers < 30


def test_drawn_sums_centre_on_the_sum_of_chances_and_spread_with_drift():
    known = history()
    model, facts = of(known), facts_on(known, DAYS)
    rows = np.flatnonzero(eligible(facts, True))
    chance = np.cumsum(model.probability(facts, rows))
    ends = np.array([0, 5, 5, 100, len(rows)])
    drawn = model.drawn(facts, rows, ends, 1)
    assert (drawn[:, 0] == 0).all()
    np.testing.assert_array_equal(drawn[:, 1], drawn[:, 2])
    assert np.median(drawn[:, 3]) == pytest.approx(chance[99], rel=0.1)
    assert np.median(drawn[:, 4]) == pytest.approx(chance[-1], rel=0.1)
    np.testing.assert_array_equal(drawn, model.drawn(facts, rows, ends, 1))


def test_separation_is_the_area_under_the_curve():
    rng = np.random.default_rng(2)
    score, hit = rng.normal(size=400).round(1), rng.random(400) < 0.3
    area, low, high = separation(score, hit)
    assert area == pytest.approx(roc_auc_score(hit, score), abs=1e-12)
    assert low < area < high
    assert np.isnan(separation(score, np.zeros(400, dtype=bool))).all()
