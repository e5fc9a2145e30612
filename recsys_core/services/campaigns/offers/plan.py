"""One plan: which offers go to whom within the limits, beside simpler ways and what limits cost."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from recsys_core.campaigns.offers.filling import best_seller, by_lot, greedy
from recsys_core.campaigns.offers.ledger import LimitCost, ledger
from recsys_core.campaigns.offers.optimum import Solution, best, near
from recsys_core.campaigns.offers.prices import Prices
from recsys_core.campaigns.offers.problem import Assignment, GroupLimit, Limits, OfferProblem
from recsys_core.campaigns.offers.profit import OfferTerms, expected_profit, expected_subsidy
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.campaigns.offers.terms import OfferChoices, checked, terms_of
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SEED = 0


@dataclass(frozen=True)
class OtherWays:
    """Expected profit of simpler ways, within the same limits."""

    greedy: float
    best_seller: float
    lot: float


@dataclass(frozen=True)
class OfferPlan:
    """coupons: user_id, offer_id, about, probability, expected_profit, expected_cost of each one
    given.  subsidy: None: not known.
    """

    chances: OfferChances
    choices: OfferChoices
    terms: OfferTerms
    problem: OfferProblem
    assignment: Assignment
    coupons: pd.DataFrame
    subsidy: float | None
    solution: Solution = field(repr=False)

    @property
    def prices(self) -> Prices:
        return self.solution.prices

    @property
    def redeemed(self) -> float:
        return float(self.coupons["probability"].sum())

    @property
    def cost(self) -> float:
        return float(self.coupons["expected_cost"].sum())


@needs(Role.VIEWER)
def offer_plan(
    ws: Workspace,
    chances: OfferChances,
    choices: OfferChoices,
    own: pd.DataFrame | None = None,
    *,
    exact: bool = True,
    start: Prices | None = None,
) -> OfferPlan:
    """The plan that earns most. own: terms of `read_terms`. exact: look for the best to the end,
    else stop at a small gap that is stated, in a fraction of a second. start: prices of a similar
    plan.

    `InputError` for choices outside their range, and where no plan keeps every minimum.
    """
    checked(choices)
    inside = _mask(ws, chances, choices.segment)
    terms, stock = terms_of(chances, choices, own)
    profit, cost = expected_profit(chances.probability, terms, _shares(chances))
    profit = np.where(inside[:, None], profit, -np.inf)
    groups = [
        GroupLimit(
            name,
            _mask(ws, chances, name) & inside,
            dict(choices.least).get(name, 0),
            dict(choices.most).get(name),
        )
        for name in dict.fromkeys(one for one, _ in (*choices.least, *choices.most))
    ]
    limits = Limits(choices.budget, stock, choices.per_customer, choices.total, tuple(groups))
    problem = OfferProblem(profit, cost, limits)
    solution = (best if exact else near)(problem, start)
    found = solution.assignment
    if found is None:
        raise InputError(say(m.NOTHING_KEEPS if exact else m.NOTHING_FOUND))
    return _told(OfferPlan(chances, choices, terms, problem, found, NOTHING, None, solution))


def with_solution(plan: OfferPlan, solution: Solution) -> OfferPlan:
    """The same task with another choice of coupons, such as one that was searched for longer."""
    if solution.assignment is None:
        return plan
    return _told(replace(plan, assignment=solution.assignment, solution=solution))


NOTHING = pd.DataFrame()


def _told(plan: OfferPlan) -> OfferPlan:
    """With the coupons of its assignment."""
    chances, problem = plan.chances, plan.problem
    i, j = plan.assignment.customers, plan.assignment.offers
    coupons = pd.DataFrame(
        {
            "user_id": chances.users[i],
            "offer_id": chances.offers["offer_id"].to_numpy(dtype=object)[j],
            "about": chances.offers["about"].to_numpy(dtype=object)[j],
            "probability": chances.probability[i, j],
            "expected_profit": problem.profit[i, j],
            "expected_cost": problem.cost[i, j],
        }
    )
    subsidy = expected_subsidy(chances.probability, plan.terms, _shares(chances), i, j)
    return replace(plan, coupons=coupons, subsidy=subsidy)


def totals_by_offer(plan: OfferPlan) -> pd.DataFrame:
    """offer_id, about, coupons, redeemed, kept (margin of what is spent), face_value, handling,
    contact, subsidy (NaN: not known), profit: what is expected of each offer that somebody gets,
    the most profitable first. profit = kept - face_value - handling - contact - subsidy.
    """
    offers, terms = plan.assignment.offers, plan.terms
    m_offers = len(plan.chances.offers)
    coupons = np.bincount(offers, minlength=m_offers)
    weights = plan.coupons["probability"].to_numpy(dtype=float)
    redeemed = np.bincount(offers, weights, minlength=m_offers)
    kept = redeemed * terms.margin * terms.value
    shares = _shares(plan.chances)
    frame = pd.DataFrame(
        {
            "offer_id": plan.chances.offers["offer_id"],
            "about": plan.chances.offers["about"],
            "coupons": coupons,
            "redeemed": redeemed,
            "kept": kept,
            "face_value": redeemed * terms.face_value,
            "handling": redeemed * terms.handling,
            "contact": coupons * terms.contact,
            "subsidy": np.nan if shares is None else kept * shares,
            "profit": np.bincount(
                offers, plan.coupons["expected_profit"].to_numpy(dtype=float), minlength=m_offers
            ),
        }
    )
    frame = frame[coupons > 0].sort_values("profit", ascending=False, kind="stable")
    return frame.reset_index(drop=True)


def other_ways(plan: OfferPlan) -> OtherWays:
    """The most profitable coupon first; the offer taken up most for everybody; offers at random."""
    problem = plan.problem
    taken = np.nan_to_num(plan.chances.probability).sum(axis=0)
    return OtherWays(
        greedy(problem).profit, best_seller(problem, taken).profit, by_lot(problem, SEED)
    )


def limits_cost(plan: OfferPlan) -> list[LimitCost]:
    """What could be earned without each limit, less what is earned with it; the dearest first."""
    return ledger(plan.problem, plan.solution)


def _mask(ws: Workspace, chances: OfferChances, group: str | None) -> BoolArray:
    if group is None:
        return np.ones(len(chances.users), dtype=bool)
    return np.asarray(group_members(ws, group)[chances.rows], dtype=bool)


def _shares(chances: OfferChances) -> FloatArray | None:
    if chances.anyway is None:
        return None
    return np.full(len(chances.offers), chances.anyway)
