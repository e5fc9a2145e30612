"""The formula of expected profit, solved by hand."""

import numpy as np
import pytest

from recsys_core.campaigns.offers.profit import OfferTerms, expected_profit, expected_subsidy

TERMS = OfferTerms(
    value=np.array([20.0, 10.0]),
    margin=np.array([0.5, 0.4]),
    face_value=np.array([2.0, 1.0]),
    handling=np.array([0.5, 0.0]),
    contact=np.array([0.1, 0.2]),
)
CHANCE = np.array([[0.2, 0.5], [0.0, np.nan]])


def test_profit_and_cost_by_hand() -> None:
    profit, cost = expected_profit(CHANCE, TERMS)
    assert profit[0] == pytest.approx([0.2 * 7.5 - 0.1, 0.5 * 3 - 0.2])
    assert cost[0] == pytest.approx([0.2 * 2.5 + 0.1, 0.5 * 1 + 0.2])
    assert profit[1, 0] == pytest.approx(-0.1)


def test_an_offer_that_is_not_for_a_customer_is_never_profitable() -> None:
    profit, cost = expected_profit(CHANCE, TERMS)
    assert profit[1, 1] == -np.inf
    assert np.isfinite(cost).all()


def test_those_who_would_have_bought_anyway_bring_only_costs() -> None:
    anyway = np.array([0.25, 1.0])
    profit, _ = expected_profit(CHANCE, TERMS, anyway)
    assert profit[0] == pytest.approx([0.2 * (0.75 * 10 - 2.5) - 0.1, 0.5 * (0 - 1) - 0.2])
    first, second = np.array([0, 0]), np.array([0, 1])
    subsidy = expected_subsidy(CHANCE, TERMS, anyway, first, second)
    assert subsidy == pytest.approx(0.2 * 0.25 * 10 + 0.5 * 1 * 4)
    without, _ = expected_profit(CHANCE, TERMS)
    assert without[0].sum() - profit[0].sum() == pytest.approx(subsidy)


def test_without_a_control_the_subsidy_is_not_known() -> None:
    nobody = np.zeros(0, dtype=int)
    assert expected_subsidy(CHANCE, TERMS, None, nobody, nobody) is None
