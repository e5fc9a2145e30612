"""One plan: which offers go to whom within the limits, beside simpler ways and what limits cost."""

from dataclasses import dataclass, field
from pathlib import Path

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
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.campaigns.offers.tables import brought
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

SEED = 0
TERMS = ("value", "margin", "face_value", "handling", "contact", "stock")
"""Columns of a file of terms beside offer_id; an empty cell is as for every offer."""


@dataclass(frozen=True)
class OfferChoices:
    """What somebody decides. Money for one coupon; see `OfferTerms`.

    budget: what may be spent, as expected: on contacts, on reductions and on handling.  value: None
    takes what is spent on an offer's products at once, on average.  stock: of each offer.
    least, most: groups of customers, and how many coupons go to each.  segment: nobody else.
    """

    budget: float
    margin: float = 0.3
    face_value: float = 1.0
    handling: float = 0.0
    contact: float = 0.01
    value: float | None = None
    stock: int | None = None
    per_customer: int = 1
    total: int | None = None
    least: tuple[tuple[str, int], ...] = ()
    most: tuple[tuple[str, int], ...] = ()
    segment: str | None = None


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
    problem: OfferProblem
    assignment: Assignment
    prices: Prices
    coupons: pd.DataFrame
    subsidy: float | None
    solution: Solution = field(repr=False)

    @property
    def redeemed(self) -> float:
        return float(self.coupons["probability"].sum())

    @property
    def cost(self) -> float:
        return float(self.coupons["expected_cost"].sum())


def read_terms(path: Path, chances: OfferChances) -> pd.DataFrame:
    """A file of terms by offer: offer_id and any of `TERMS`. `InputError` for an offer that is not
    among those at hand.
    """
    frame = brought(path, ("offer_id",), (), TERMS)
    unknown = sorted(set(frame["offer_id"]) - set(chances.offers["offer_id"]))
    if unknown:
        raise InputError(say(m.NO_SUCH_OFFER, file=path.name, offers=and_list(unknown[:3])))
    if frame["offer_id"].duplicated().any():
        raise InputError(say(m.OFFER_TWICE, file=path.name))
    return frame.set_index("offer_id")


def offer_plan(
    ws: Workspace,
    chances: OfferChances,
    choices: OfferChoices,
    own: pd.DataFrame | None = None,
    *,
    exact: bool = True,
    start: Prices | None = None,
) -> OfferPlan:
    """The plan that earns most. own: of `read_terms`. exact: look for the best to the end, else
    stop at a small gap that is stated, in a fraction of a second. start: prices of a similar plan.

    `InputError` for choices outside their range, and where no plan keeps every minimum.
    """
    _check(choices)
    inside = _mask(ws, chances, choices.segment)
    terms, stock = _terms(chances, choices, own)
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
    i, j = found.customers, found.offers
    coupons = pd.DataFrame(
        {
            "user_id": chances.users[i],
            "offer_id": chances.offers["offer_id"].to_numpy(dtype=object)[j],
            "about": chances.offers["about"].to_numpy(dtype=object)[j],
            "probability": chances.probability[i, j],
            "expected_profit": profit[i, j],
            "expected_cost": cost[i, j],
        }
    )
    subsidy = expected_subsidy(chances.probability, terms, _shares(chances), i, j)
    return OfferPlan(chances, choices, problem, found, solution.prices, coupons, subsidy, solution)


def other_ways(plan: OfferPlan) -> OtherWays:
    """The most profitable coupon first; the offer taken up most for everybody; offers by lot."""
    problem = plan.problem
    taken = np.nan_to_num(plan.chances.probability).sum(axis=0)
    return OtherWays(
        greedy(problem).profit, best_seller(problem, taken).profit, by_lot(problem, SEED)
    )


def limits_cost(plan: OfferPlan) -> list[LimitCost]:
    """What could be earned without each limit, less what is earned with it; the dearest first."""
    return ledger(plan.problem, plan.solution)


def _check(choices: OfferChoices) -> None:
    money = (choices.face_value, choices.handling, choices.contact, choices.value or 0.0)
    if not 0 <= choices.margin <= 1 or min(money) < 0 or not np.isfinite(money).all():
        raise InputError(say(m.TERMS_OUTSIDE))
    counts = [choices.stock, choices.total, *(n for _, n in (*choices.least, *choices.most))]
    if choices.budget < 0 or not np.isfinite(choices.budget) or choices.per_customer < 1:
        raise InputError(say(m.LIMITS_OUTSIDE))
    if any(n is not None and n < 0 for n in counts):
        raise InputError(say(m.LIMITS_OUTSIDE))


def _mask(ws: Workspace, chances: OfferChances, group: str | None) -> BoolArray:
    if group is None:
        return np.ones(len(chances.users), dtype=bool)
    return np.asarray(group_members(ws, group)[chances.rows], dtype=bool)


def _shares(chances: OfferChances) -> FloatArray | None:
    if chances.anyway is None:
        return None
    return np.full(len(chances.offers), chances.anyway)


def _terms(
    chances: OfferChances, choices: OfferChoices, own: pd.DataFrame | None
) -> tuple[OfferTerms, FloatArray]:
    """The terms of each offer and its stock (inf for any number)."""
    ids = chances.offers["offer_id"]
    usual = {
        "value": np.nan if choices.value is None else choices.value,
        "margin": choices.margin,
        "face_value": choices.face_value,
        "handling": choices.handling,
        "contact": choices.contact,
        "stock": np.inf if choices.stock is None else float(choices.stock),
    }
    found = {}
    for name, value in usual.items():
        column = np.full(len(ids), value, dtype=float)
        if own is not None and name in own:
            given = own[name].reindex(ids).to_numpy(dtype=float)
            column = np.where(np.isnan(given), column, given)
        found[name] = column
    measured = chances.offers["value"].to_numpy(dtype=float)
    found["value"] = np.where(np.isnan(found["value"]), measured, found["value"])
    if np.isnan(found["value"]).any():
        offer = ids[int(np.isnan(found["value"]).argmax())]
        raise InputError(say(m.NO_VALUE, offer=offer))
    if (found["margin"] > 1).any() or any((column < 0).any() for column in found.values()):
        raise InputError(say(m.TERMS_OUTSIDE))
    stock = found.pop("stock")
    return OfferTerms(**found), stock
