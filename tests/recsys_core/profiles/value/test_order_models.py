"""Each model of orders agrees with what was published, with itself and with simulated customers."""

import numpy as np
import pytest

from recsys_core.profiles.value.beta_geometric import BetaGeometric
from recsys_core.profiles.value.holdout import ORDER_MODELS
from recsys_core.profiles.value.order_model import log_probability
from recsys_core.profiles.value.pareto_nbd import ParetoNBD

BG, MBG, PARETO = ORDER_MODELS
PLANTED = {
    BG.name: np.array([0.6, 5.0, 0.8, 3.0]),
    MBG.name: np.array([0.8, 6.0, 1.4, 4.0]),
    PARETO.name: np.array([0.7, 9.0, 0.6, 12.0]),
}
X = np.array([0.0, 1.0, 2.0, 7.0, 30.0])
LAST = np.array([0.0, 1.71, 30.43, 35.0, 38.0])
WATCHED = np.array([38.86, 38.86, 38.86, 38.0, 39.0])
ROWS = (X, LAST, WATCHED)

each = pytest.mark.parametrize("model", ORDER_MODELS, ids=lambda model: model.name)


def test_a_customer_of_the_published_example_is_expected_to_order_as_published():
    # Fader, Hardie and Lee, "Implementing the BG/NBD model in Excel": customer 0001, 39 weeks.
    published = np.array([0.243, 4.414, 0.793, 2.426])
    one = np.array([2.0]), np.array([30.43]), np.array([38.86])
    assert BetaGeometric(False).expected(published, 39, *one)[0] == pytest.approx(1.226, abs=5e-4)


@each
def test_the_probabilities_of_all_numbers_of_orders_add_up_to_what_is_expected(model):
    given, weeks = PLANTED[model.name], 26.0
    numbers = range(220)
    chances = np.exp(
        [log_probability(model, given, ROWS, weeks, np.full(len(X), float(n))) for n in numbers]
    )
    assert chances.sum(axis=0) == pytest.approx(np.ones(len(X)), abs=1e-6)
    expected = model.expected(given, weeks, *ROWS)
    assert np.arange(220) @ chances == pytest.approx(expected, rel=1e-4)


@each
def test_the_planted_parameters_are_found_again(model, rng):
    watched = np.round(rng.uniform(40, 120, 6_000))
    x, last = model.simulate(PLANTED[model.name], watched, rng)
    found = model.fit(x, last, watched)
    planted = model.log_likelihood(PLANTED[model.name], x, last, watched).sum()
    # Four parameters: twice the gain is chi-squared with 4 degrees, above 18.5 once in 1,000.
    assert 0 <= found.log_likelihood - planted < 18.5 / 2


@each
def test_simulated_customers_order_later_as_many_as_expected(model, rng):
    given, n = PLANTED[model.name], 20_000
    watched, weeks = np.full(n, 60.0), 40.0
    x = model.simulate(given, np.full(n, 100.0), np.random.default_rng(1))[0]
    whole = model.expected(given, 100.0, *(np.zeros(n),) * 3)
    assert x.mean() == pytest.approx(whole.mean(), rel=0.05)
    before, before_last = model.simulate(given, watched, rng)
    later = model.expected(given, weeks, before, before_last, watched).mean()
    assert x.mean() - before.mean() == pytest.approx(later, rel=0.1)


@each
def test_who_stays_away_longer_is_less_likely_to_come_back(model):
    chance = model.alive(
        PLANTED[model.name], np.full(3, 5.0), np.array([35.0, 20, 5]), np.full(3, 36.0)
    )
    assert 1 > chance[0] > chance[1] > chance[2] > 0


@pytest.mark.parametrize("a", [1.0, 1 - 1e-7, 1 + 1e-7])
def test_no_jump_where_the_formula_is_nothing_by_nothing(a):
    near = BG.expected(np.array([0.6, 5.0, 1.0001, 3.0]), 20, *ROWS)
    assert BG.expected(np.array([0.6, 5.0, a, 3.0]), 20, *ROWS) == pytest.approx(near, rel=1e-3)
    near = PARETO.expected(np.array([0.6, 5.0, 1.0001, 3.0]), 20, *ROWS)
    assert PARETO.expected(np.array([0.6, 5.0, a, 3.0]), 20, *ROWS) == pytest.approx(near, rel=1e-3)


@each
def test_hundreds_of_orders_give_finite_figures(model):
    many = np.array([800.0]), np.array([51.9]), np.array([52.0])
    given = PLANTED[model.name]
    assert np.isfinite(model.log_likelihood(given, *many)).all()
    assert 0 < model.expected(given, 52, *many)[0] < 800


def test_both_orders_of_the_scales_give_the_same_likelihood():
    """Pareto/NBD changes its formula where alpha passes beta: no jump there."""
    below, above = (np.array([0.6, 10.0, 0.5, 10.0 + step]) for step in (-1e-6, 1e-6))
    model = ParetoNBD()
    assert model.log_likelihood(below, *ROWS) == pytest.approx(
        model.log_likelihood(above, *ROWS), abs=1e-5
    )
