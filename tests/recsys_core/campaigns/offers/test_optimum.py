"""Assignments against brute force, and what must hold of every one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.campaigns.offers import optimum
from recsys_core.campaigns.offers.filling import best_seller, by_lot, greedy
from recsys_core.campaigns.offers.ledger import ledger
from recsys_core.campaigns.offers.optimum import best, near
from recsys_core.campaigns.offers.prices import proved_by
from recsys_core.campaigns.offers.problem import Assignment, GroupLimit, Limits, OfferProblem


def keeps(problem: OfferProblem, rows: np.ndarray, columns: np.ndarray) -> bool:
    """Whether these coupons keep every limit; written apart from what is tested."""
    limits = problem.limits
    n, m = problem.profit.shape
    if len(set(zip(rows.tolist(), columns.tolist(), strict=True))) < len(rows):
        return False
    if (np.bincount(rows, minlength=n) > limits.per_customer).any():
        return False
    if limits.stock is not None and (np.bincount(columns, minlength=m) > limits.stock).any():
        return False
    if limits.budget is not None and problem.cost[rows, columns].sum() > limits.budget + 1e-6:
        return False
    if limits.total is not None and len(rows) > limits.total:
        return False
    given_to = [int(group.members[rows].sum()) for group in limits.groups]
    return all(
        group.least <= got and (group.most is None or got <= group.most)
        for group, got in zip(limits.groups, given_to, strict=True)
    )


def brute_force(problem: OfferProblem) -> float | None:
    """The most that any set of coupons earns within the limits; None where none keeps them."""
    n, m = problem.profit.shape
    highest = None
    for chosen in product((False, True), repeat=n * m):
        rows, columns = np.nonzero(np.array(chosen).reshape(n, m))
        if np.isfinite(problem.profit[rows, columns]).all() and keeps(problem, rows, columns):
            earned = float(problem.profit[rows, columns].sum())
            highest = earned if highest is None else max(highest, earned)
    return highest


@st.composite
def problems(draw: st.DrawFn) -> OfferProblem:
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    profit = rng.normal(1, 2, (n, m)).round(2)
    profit[rng.random((n, m)) < 0.1] = -np.inf
    budget = draw(st.one_of(st.none(), st.floats(0, 6)))
    stock = draw(st.one_of(st.none(), st.lists(st.integers(0, 3), min_size=m, max_size=m)))
    least = draw(st.integers(0, 2))
    most = draw(st.one_of(st.none(), st.integers(least, 4)))
    groups = draw(st.sampled_from(((), (GroupLimit("some", rng.random(n) < 0.6, least, most),))))
    limits = Limits(
        budget,
        None if stock is None else np.array(stock, dtype=float),
        draw(st.integers(1, 3)),
        draw(st.one_of(st.none(), st.integers(0, 5))),
        groups,
    )
    return OfferProblem(profit, rng.uniform(0, 3, (n, m)).round(2), limits)


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_best_assignment_is_that_of_brute_force(problem: OfferProblem) -> None:
    highest, found = brute_force(problem), best(problem).assignment
    if highest is None:
        assert found is None
        return
    assert found is not None
    assert found.profit == pytest.approx(highest, abs=1e-5)
    assert found.gap == pytest.approx(0, abs=1e-6)
    assert keeps(problem, found.customers, found.offers)


def test_nothing_to_give_and_a_minimum_of_nobody_is_no_plan_and_no_failure() -> None:
    nobody = GroupLimit("some", np.array([False]), 1, None)
    limits = Limits(None, None, 1, None, (nobody,))
    problem = OfferProblem(np.full((1, 2), -np.inf), np.array([[2.74, 1.82]]), limits)
    assert best(problem).assignment is None
    assert near(problem).assignment is None


@settings(max_examples=60, deadline=None)
@given(problems())
def test_what_is_found_at_once_keeps_every_limit_and_states_a_true_gap(
    problem: OfferProblem,
) -> None:
    highest, found = brute_force(problem), near(problem)
    if found.assignment is not None:
        assert highest is not None
        assert keeps(problem, found.assignment.customers, found.assignment.offers)
        assert found.assignment.profit <= highest + 1e-6 <= found.assignment.bound + 2e-6
        simple = greedy(problem)
        if keeps(problem, simple.customers, simple.offers):
            little = optimum.CLOSE * abs(simple.profit) + 1e-9
            assert found.assignment.profit >= simple.profit - little


@settings(max_examples=40, deadline=None)
@given(problems())
def test_every_other_way_keeps_the_limits_but_for_minimums(problem: OfferProblem) -> None:
    for found in (greedy(problem), best_seller(problem, np.arange(problem.profit.shape[1]))):
        loose = OfferProblem(
            problem.profit,
            problem.cost,
            Limits(
                problem.limits.budget,
                problem.limits.stock,
                problem.limits.per_customer,
                problem.limits.total,
                tuple(GroupLimit(g.name, g.members, 0, g.most) for g in problem.limits.groups),
            ),
        )
        assert keeps(loose, found.customers, found.offers)


def shop(n: int = 400, m: int = 8, seed: int = 0) -> OfferProblem:
    rng = np.random.default_rng(seed)
    chance = np.clip(rng.beta(1, 12, m) * rng.gamma(1.2, 1, (n, 1)), 0, 0.9)
    chance *= rng.uniform(0.5, 1.5, (n, m))
    cost = 0.05 + chance * 1.2
    profit = chance * rng.uniform(4, 9, m) - cost
    members = rng.random(n) < 0.3
    limits = Limits(40.0, np.full(m, 60.0), 1, 300, (GroupLimit("new", members, 40, 90),))
    return OfferProblem(profit, cost, limits)


def test_a_larger_case_is_solved_without_a_gap_and_beats_the_simple_ways() -> None:
    problem = shop()
    solution = best(problem)
    found = solution.assignment
    assert found is not None
    assert found.gap == 0
    assert keeps(problem, found.customers, found.offers)
    at_once = near(problem).assignment
    assert at_once is not None
    assert found.profit * 0.98 <= at_once.profit <= found.profit + 1e-9
    assert greedy(problem).profit < found.profit
    assert best_seller(problem, problem.profit.mean(axis=0)).profit < found.profit
    assert by_lot(problem, 0) < found.profit


def test_no_prices_prove_less_than_the_best_earns() -> None:
    problem, rng = shop(), np.random.default_rng(1)
    found = best(problem).assignment
    assert found is not None
    for _ in range(20):
        vector = rng.exponential(1, 2 + problem.profit.shape[1] + 2)
        assert proved_by(problem, vector).bound >= found.profit - 1e-9


def test_the_price_of_the_budget_is_what_a_little_more_earns() -> None:
    problem = shop(1_000)
    solution = best(problem)
    assert solution.assignment is not None
    more = Limits(41.0, problem.limits.stock, 1, problem.limits.total, problem.limits.groups)
    richer = best(problem.lowered(more)).assignment
    assert richer is not None
    earned = richer.profit - solution.assignment.profit
    assert earned == pytest.approx(solution.prices.budget, rel=0.15)


def test_prices_of_a_problem_with_other_groups_are_a_start() -> None:
    problem = shop()
    without = near(
        problem.lowered(Limits(40.0, problem.limits.stock, 1, 300)), near(problem).prices
    )
    again = near(problem, without.prices)
    assert again.assignment is not None
    assert again.assignment.gap < 0.01
    assert without.assignment is not None
    assert without.assignment.bound >= again.assignment.profit


def test_a_limit_without_a_price_costs_nothing() -> None:
    problem = shop().lowered(Limits(1e6, None, 1, 10_000, ()))
    found = best(problem)
    assert found.assignment is not None
    rows = {row.kind: row for row in ledger(problem, found)}
    assert rows["budget"].cost == rows["total"].cost == 0
    free = best(problem.lowered(Limits(None, None, 1, None, ()))).assignment
    assert free is not None
    most = rows["budget"].cost + rows["budget"].unsure
    assert free.profit <= found.assignment.profit + most + 1e-9


def test_above_the_exact_size_a_gap_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "EXACT", 100)
    found = best(shop()).assignment
    assert found is not None
    assert 0 < found.gap < 0.02


def test_a_minimum_nothing_can_keep_has_no_assignment() -> None:
    members = np.array([True, False])
    limits = Limits(groups=(GroupLimit("one", members, 2, None),))
    assert best(OfferProblem(np.ones((2, 1)), np.ones((2, 1)), limits)).assignment is None


def test_scarce_offers_that_nearly_alike_customers_want_leave_no_gap() -> None:
    rng = np.random.default_rng(0)
    n, m = 2_000, 20
    chance = rng.uniform(0.005, 0.03, m) * rng.choice([0.2, 0.8, 1.0, 1.4, 4.0], n)[:, None]
    profit = chance * rng.uniform(0.5, 3, m) - 0.01
    problem = OfferProblem(profit, chance + 0.01, Limits(200.0, np.full(m, 40.0), 1))
    found = near(problem).assignment
    assert found is not None
    assert found.gap < 0.001
    assert keeps(problem, found.customers, found.offers)


def test_many_customers_take_their_first_prices_from_a_sample() -> None:
    found = near(shop(9_000))
    assert found.assignment is not None
    assert found.assignment.gap < 0.005


def test_the_ledger_says_what_each_limit_costs() -> None:
    problem = shop()
    found = best(problem)
    assert found.assignment is not None
    rows = ledger(problem, found)
    kinds = {(row.kind, row.name) for row in rows}
    assert {("budget", ""), ("stock", ""), ("per_customer", ""), ("least", "new")} <= kinds
    assert all(row.cost >= 0 for row in rows)
    budget = next(row for row in rows if row.kind == "budget")
    free = best(problem.lowered(Limits(None, *_rest(problem.limits)))).assignment
    assert free is not None
    assert budget.cost == pytest.approx(free.profit - found.assignment.profit, rel=1e-3)


def _rest(limits: Limits) -> tuple[object, ...]:
    return limits.stock, limits.per_customer, limits.total, limits.groups


def test_a_gap_is_of_the_profit() -> None:
    nobody = np.zeros(0, dtype=int)
    assert Assignment(nobody, nobody, 100.0, 101.0).gap == pytest.approx(0.01)
    assert Assignment(nobody, nobody, 0.0, 0.0).gap == 0
