"""Ranking and replay, solved by hand and by what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.campaigns.auction.auctions import Auctions, drawn_chances, with_drawn_prices
from recsys_core.campaigns.auction.ranking import ranked, worth_of_showing
from recsys_core.campaigns.auction.replay import Bidding, at_bids, at_budgets, replay


def logged(price: list[float], click: float = 0.5, conversion: float = 0.2) -> Auctions:
    ones = np.ones(len(price))
    return Auctions(np.array(price), click * ones, conversion * ones, 30.0 * ones, drawn=False)


def test_the_order_in_a_slot_is_bid_times_chances() -> None:
    bid, click = np.array([10.0, 8.0, 30.0, 9.0]), np.array([0.1, 0.2, 0.01, 0.0])
    worth = worth_of_showing(bid, click, np.array([0.5, 0.5, 0.5, 1.0]))
    assert worth == pytest.approx([0.5, 0.8, 0.15, 0.0])
    assert ranked(worth).tolist() == [1, 0, 2]
    assert ranked(worth, reserve=0.4).tolist() == [1, 0]
    assert ranked(np.array([1.0, 1.0])).tolist() == [0, 1]


def test_the_winner_pays_the_second_highest_bid() -> None:
    # Bids are 20 x 0.5 x 0.2 = 2.
    found = replay(logged([1.0, 2.0, 3.0, 0.5]), Bidding(20.0, 100.0, paced=False))
    assert (found.wins, found.spend) == (3, pytest.approx(3.5))
    assert found.clicks == pytest.approx(1.5)
    assert found.conversions == pytest.approx(0.3)
    assert found.value == pytest.approx(9.0)
    assert found.cost_per_click == pytest.approx(3.5 / 1.5)
    assert found.returned == pytest.approx(9.0 / 3.5)


def test_a_reserve_is_the_least_that_is_paid() -> None:
    found = replay(logged([1.0, 2.0, 3.0, 0.5]), Bidding(20.0, 100.0, reserve=1.5, paced=False))
    assert (found.wins, found.spend) == (3, pytest.approx(1.5 + 2 + 1.5))
    assert replay(logged([1.0]), Bidding(20.0, 100.0, reserve=2.5)).wins == 0


def test_when_the_money_is_gone_nothing_more_is_bought() -> None:
    found = replay(logged([1.0] * 10), Bidding(20.0, 3.0, paced=False))
    assert (found.wins, found.spend, found.ended) == (3, pytest.approx(3.0), pytest.approx(0.3))


def test_nothing_is_bought_without_a_bid_or_a_budget_or_auctions() -> None:
    for found in (
        replay(logged([1.0]), Bidding(0.0, 10.0)),
        replay(logged([1.0]), Bidding(20.0, 0.0)),
        replay(logged([]), Bidding(20.0, 10.0)),
        replay(logged([0.0]), Bidding(0.0, 10.0)),
    ):
        assert (found.wins, found.spend, found.returned, found.cost_per_click) == (0, 0, None, None)


def many(seed: int = 0, n: int = 20_000) -> Auctions:
    click, conversion = drawn_chances(n, 0.02, 0.05, seed)
    return with_drawn_prices(click, conversion, np.full(n, 40.0), 1.0, seed)


def test_drawn_chances_and_prices_have_the_means_asked_for() -> None:
    found = many(n=200_000)
    assert found.click.mean() == pytest.approx(0.02, rel=0.02)
    assert found.conversion.mean() == pytest.approx(0.05, rel=0.02)
    assert found.price.mean() == pytest.approx(found.worth.mean(), rel=0.02)
    assert found.drawn
    assert np.corrcoef(found.price, found.worth)[0, 1] > 0.1


def test_pacing_spreads_the_spending_and_buys_more_for_it() -> None:
    auctions = many()
    free = replay(auctions, Bidding(40.0, 1e9, paced=False))
    budget = free.spend / 4
    hasty = replay(auctions, Bidding(40.0, budget, paced=False))
    paced = replay(auctions, Bidding(40.0, budget))
    assert hasty.ended < 0.35
    assert paced.ended > 0.95
    half = paced.course[len(paced.course) // 2]
    assert half == pytest.approx(budget / 2, rel=0.15)
    assert paced.value > hasty.value


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000), st.floats(0, 5), st.booleans())
def test_never_more_than_the_budget_is_spent(seed: int, budget: float, paced: bool) -> None:
    found = replay(many(seed, 2_000), Bidding(60.0, budget, paced=paced))
    assert found.spend <= budget + 1e-9
    assert (np.diff(found.course) >= -1e-12).all()


def test_a_higher_bid_and_a_larger_budget_win_more() -> None:
    auctions = many()
    wins = [one.wins for one in at_bids(auctions, Bidding(1, 1e9, paced=False), [10, 20, 40, 80])]
    assert wins == sorted(wins)
    spends = [one.spend for one in at_budgets(auctions, Bidding(40, 1), [0.5, 2.0, 8.0])]
    assert spends == sorted(spends)


def test_a_true_bid_earns_most_where_money_is_no_matter() -> None:
    # In a second-price auction the bid that says what a conversion brings is the best one.
    auctions = many()
    found = at_bids(auctions, Bidding(1, 1e9, paced=False), [20.0, 30.0, 40.0, 50.0, 80.0])
    earned = [one.value - one.spend for one in found]
    assert np.argmax(earned) == 2
