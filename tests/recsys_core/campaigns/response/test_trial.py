import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from recsys_core.campaigns.response.calibration import calibrate
from recsys_core.campaigns.response.logistic import LogisticResponse
from recsys_core.campaigns.response.order import ended_before, latest, usual_cut
from recsys_core.campaigns.response.rows import NUMBERS, ResponseRows, numbers_of
from recsys_core.campaigns.response.spread import campaign_spread
from recsys_core.campaigns.response.trial import KnownAnswers, fit_calibrated, try_models
from recsys_core.campaigns.response.verdict import judge
from tests.recsys_core.campaigns.response.builders import made_up


def runs(*rows: tuple[str, str, str | None, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["campaign_id", "start", "ends", "answered"])
    return frame.assign(start=pd.to_datetime(frame["start"]), ends=pd.to_datetime(frame["ends"]))


def test_campaigns_that_still_run_are_not_learned_from():
    found = runs(
        ("a", "2024-01-01", "2024-02-01", 40),
        ("b", "2024-02-01", "2024-06-01", 30),
        ("c", "2024-03-01", None, 20),
        ("d", "2024-04-01", "2024-05-01", 60),
    )
    cut = pd.Timestamp("2024-04-01")
    assert set(ended_before(found, cut)["campaign_id"]) == {"a", "c"}
    assert usual_cut(found) == cut
    assert latest(ended_before(found, cut)) == {"c"}
    assert latest(found) == {"d"}
    assert latest(found.head(1)) == set()
    assert usual_cut(found.assign(answered=0)) is None


def test_only_what_chance_does_not_explain_is_corrected():
    rng = np.random.default_rng(0)
    chance = rng.uniform(0.05, 0.3, 4000)
    right = calibrate(chance, rng.random(4000) < chance)
    assert not right.needed
    assert (right.apply(chance) == chance).all()
    doubled = calibrate(chance, rng.random(4000) < np.minimum(2 * chance, 1))
    assert doubled.needed
    answered = rng.random(4000) < np.minimum(2 * chance, 1)
    again = calibrate(chance, answered)
    assert again.apply(chance).sum() == pytest.approx(answered.sum(), rel=1e-6)
    assert (np.argsort(again.apply(chance)) == np.argsort(chance)).all()
    assert not calibrate(chance, np.zeros(4000, dtype=bool)).needed


def test_the_logistic_model_finds_the_weights_it_was_made_with():
    rng = np.random.default_rng(1)
    numbers = rng.normal(size=(20_000, 3)) * [1, 2, 0] + [0, 5, 7]
    known = made_up(numbers, -2 + numbers[:, 0] - 0.5 * (numbers[:, 1] - 5), rng)
    model = LogisticResponse()
    model.fit(known.rows, known.answered, 0, lambda *_: None)
    at = ResponseRows(np.array([[0.0, 5, 7], [1, 5, 7], [0, 7, 7]]))
    odds = model.log_odds(at)
    assert odds[0] == pytest.approx(-2, abs=0.1)
    assert odds[1] - odds[0] == pytest.approx(1, abs=0.1)
    assert odds[2] - odds[0] == pytest.approx(-1, abs=0.1)
    assert (np.abs(odds - [-2, -1, -3]) < 4 * model.doubt(at)).all()


def test_chances_add_up_to_answers_without_class_weights():
    rng = np.random.default_rng(2)
    numbers = rng.normal(size=(3000, len(NUMBERS)))
    known = made_up(numbers, -2.5 + numbers[:, 0], rng)
    for name in ("base-rate", "past-responders", "logistic", "boosted"):
        chance = fit_calibrated(name, known, 0).chance(known.rows)
        assert chance.sum() == pytest.approx(known.answered.sum(), rel=0.1), name


def test_a_model_that_beats_nobody_is_said_not_to():
    rng = np.random.default_rng(3)
    numbers = rng.normal(size=(1200, len(NUMBERS)))
    known, later = (made_up(numbers, np.full(1200, -2.0), rng) for _ in range(2))
    verdict = judge(try_models(known, later, ["boosted"], 0))
    assert verdict.best == "logistic"
    assert verdict.beaten == ()
    assert "boosted" not in verdict.ahead


def test_trees_are_ahead_where_only_they_can_see_it():
    rng = np.random.default_rng(4)
    numbers = rng.normal(size=(3000, len(NUMBERS)))
    odds = np.where(numbers[:, 0] * numbers[:, 1] > 0, 0.5, -3.5)
    known, later = (made_up(numbers, odds, rng) for _ in range(2))
    trials = try_models(known, later, ["boosted"], 0)
    verdict = judge(trials)
    assert verdict.ahead == ("boosted",)
    assert verdict.best == "boosted"
    assert verdict.beaten == ("base-rate", "past-responders")
    own = next(one for one in trials if one.model == "boosted")
    assert own.ahead["logistic"]["auc"].low > 0.2
    assert own.expected == pytest.approx(own.actual, rel=0.15)


def test_whole_campaigns_that_differ_have_a_spread():
    rng = np.random.default_rng(5)
    campaign = np.repeat(np.arange(20), 400)
    numbers = rng.normal(size=(8000, 2))
    moved = np.where(np.arange(20) % 2, 0.6, -0.6)[campaign]
    same = campaign_spread(made_up(numbers, -2 + numbers[:, 0], rng), campaign)
    apart = campaign_spread(made_up(numbers, -2 + numbers[:, 0] + moved, rng), campaign)
    assert same < 0.2
    assert apart == pytest.approx(0.6, abs=0.15)


def test_a_customer_of_whom_nothing_is_known_has_numbers():
    known = pd.DataFrame(
        {
            name: [np.nan]
            for name in (
                *("trips", "trips_lately", "spend_lately", "recency", "seen_for", "coupons"),
                *("coupons_lately", "received", "given", "since_answer", "offers_bought"),
            )
        }
    ).assign(facts=False, type="mail")
    numbers = numbers_of(known, ["mail", "post"])
    assert numbers.shape == (1, len(NUMBERS) + 2)
    assert np.isfinite(numbers).all()
    assert list(numbers[0, -2:]) == [1, 0]
    assert expit(numbers).shape == numbers.shape


def test_chances_of_rows_drawn_are_those_of_all():
    """Nine in ten without an answer left out: chances still add up to all the answers."""
    rng = np.random.default_rng(6)
    numbers = rng.normal(size=(20_000, len(NUMBERS)))
    known = made_up(numbers, -2.5 + numbers[:, 0], rng)
    kept = known.answered | (rng.random(20_000) < 0.1)
    part = known.take(kept)
    drawn = KnownAnswers(
        part.rows, part.answered, part.customer, part.latest, np.where(part.answered, 1.0, 10.0)
    )
    whole, less = (fit_calibrated("logistic", one, 0).chance(known.rows) for one in (known, drawn))
    assert less.sum() == pytest.approx(known.answered.sum(), rel=0.05)
    np.testing.assert_allclose(less.mean(), whole.mean(), rtol=0.05)
    trial = try_models(drawn, drawn, [], 0)[-1]
    assert trial.rows == pytest.approx(20_000, rel=0.05)
    assert trial.actual == known.answered.sum()
    assert trial.expected == pytest.approx(trial.actual, rel=0.05)
