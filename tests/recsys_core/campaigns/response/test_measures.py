import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from recsys_core.campaigns.response import curves as c
from recsys_core.campaigns.response import measures as m


def forecast(seed: int, n: int = 400, steps: int = 30) -> m.Forecast:
    """Chances with ties; every fourth row is of a customer with another one."""
    rng = np.random.default_rng(seed)
    chance = np.round(rng.beta(1, 5, n) * steps + 1) / (steps + 2)
    return m.Forecast(chance, rng.random(n) < chance, np.arange(n) * 3 // 4)


@given(st.integers(0, 200))
def test_figures_are_those_of_scikit_learn(seed):
    said = forecast(seed)
    weight = np.random.default_rng(seed + 1).integers(0, 4, (2, len(said.chance))).astype(float)
    for own, theirs in (
        (m.auc, metrics.roc_auc_score),
        (m.average_precision, metrics.average_precision_score),
        (m.log_loss, metrics.log_loss),
        (m.brier, metrics.brier_score_loss),
    ):
        expected = [theirs(said.answered, said.chance, sample_weight=row) for row in weight]
        np.testing.assert_allclose(own(said, weight), expected, rtol=1e-9)


def test_the_base_rate_has_a_normalised_entropy_of_one():
    answered = np.arange(100) < 13
    said = m.Forecast(np.full(100, 0.13), answered, np.arange(100))
    whole = np.ones((1, 100))
    assert m.normalised_entropy(said, whole)[0] == pytest.approx(1)
    assert m.auc(said, whole)[0] == 0.5
    assert m.ece(said, whole)[0] == pytest.approx(0, abs=1e-12)
    assert m.expected_over_actual(said, whole)[0] == pytest.approx(1)


def test_ece_by_hand():
    chance = np.repeat([0.1, 0.5], 10)
    said = m.Forecast(chance, np.arange(20) % 5 == 0, np.arange(20))
    # A fifth answers in either half: 0.1 too few foretold, and 0.3 too many.
    assert m.ece(said, np.ones((1, 20)))[0] == pytest.approx(0.2)
    assert c.calibration_curve(said) == [
        (10, pytest.approx(0.1), pytest.approx(0.2)),
        (10, pytest.approx(0.5), pytest.approx(0.2)),
    ]


def test_nobody_answered_is_not_known_and_not_an_error():
    said = m.Forecast(np.linspace(0.1, 0.2, 30), np.zeros(30, dtype=bool), np.arange(30))
    found = m.figures(said, m.resampled(said, 0))
    assert np.isnan(found["auc"].value)
    assert np.isnan(found["ratio"].low)
    assert c.gain_curve(said) == []


def test_the_gain_curve_ends_at_all_and_a_coin_gains_nothing():
    said = forecast(3)
    curve = c.gain_curve(said)
    assert curve[0] == (0, 0)
    assert curve[-1] == (pytest.approx(1), pytest.approx(1))
    assert all(held >= sent - 0.05 for sent, held in curve)
    even = m.Forecast(np.full(400, 0.2), said.answered, said.customer)
    assert all(held == pytest.approx(sent) for sent, held in c.gain_curve(even))


def test_equal_chances_share_a_bin():
    chance = np.repeat([0.1, 0.2, 0.3], [50, 1, 49])
    at = m.bins(m.Forecast(chance, chance > 0.2, np.arange(100)))
    assert all(len(set(at[part])) == 1 for part in (slice(0, 50), slice(51, 100)))
    assert sorted(set(at)) == list(range(at.max() + 1))


def test_the_interval_draws_customers_and_not_rows():
    """Everybody twice in the data: rows drawn one by one would look surer than they are."""
    once = forecast(5)
    twice = m.Forecast(
        np.tile(once.chance, 2), np.tile(once.answered, 2), np.tile(np.arange(400), 2)
    )
    own = m.Forecast(once.chance, once.answered, np.arange(400))
    one, two = (m.figures(said, m.resampled(said, 1))["log_loss"] for said in (own, twice))
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=1e-9)
    assert one.low < one.value < one.high


def test_a_row_drawn_stands_for_as_many_as_it_says():
    """Three rows in one's place, and one row that stands for three: the same figures and curves."""
    once = forecast(7, n=120)
    stands = np.random.default_rng(8).integers(1, 4, 120)
    each = np.repeat(np.arange(120), stands)
    many = m.Forecast(once.chance[each], once.answered[each], once.customer[each])
    drawn = m.Forecast(once.chance, once.answered, once.customer, stands.astype(float))
    wide, short = (m.figures(said, m.resampled(said, 0)) for said in (many, drawn))
    for name in (one for one in m.MEASURES if one != "ece"):  # bins may be cut within a row
        np.testing.assert_allclose(
            [short[name].value, short[name].low, short[name].high],
            [wide[name].value, wide[name].low, wide[name].high],
        )
    np.testing.assert_allclose(c.gain_curve(drawn), c.gain_curve(many))
    few, all_of_them = (
        [(one.value, one.low) for one in c.tenths(said, 0)] for said in (drawn, many)
    )
    np.testing.assert_allclose(few, all_of_them, atol=1e-9)


def test_tenths_are_times_the_average_and_average_one():
    said = forecast(9)
    found = c.tenths(said, 0)
    assert len(found) == 10
    assert np.mean([one.value for one in found]) == pytest.approx(1)
    assert found[0].value > 2 > found[-1].value
    assert found[0].low < found[0].value < found[0].high
    assert said.answered[np.argsort(said.chance)[:40]].sum() < 4
    assert found[-1].high > 3 / 40 / said.answered.mean()
    likeliest = np.argsort(-said.chance, kind="stable")[:40]
    own = said.answered[likeliest].mean() / said.answered.mean()
    assert found[0].value == pytest.approx(own, rel=0.15)  # equal chances hold theirs evenly
    assert c.tenths(m.Forecast(said.chance, said.answered & False, said.customer), 0) == []


def test_the_interval_of_the_calibration_error_reaches_to_nothing():
    """Chances that are true have an error of 0; every draw lies above it."""
    rng = np.random.default_rng(10)
    chance = rng.beta(1, 6, 1500)
    said = m.Forecast(chance, rng.random(1500) < chance, np.arange(1500))
    own = m.figures(said, m.resampled(said, 0))["ece"]
    assert own.low == 0 < own.value
    off = m.Forecast(chance, rng.random(1500) < np.minimum(chance + 0.15, 1), np.arange(1500))
    far = m.figures(off, m.resampled(off, 0))["ece"]
    assert far.low < 0.15 < far.high
