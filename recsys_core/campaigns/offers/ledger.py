"""What each limit costs: what could be earned without it, less what is earned with it."""

from dataclasses import dataclass

from recsys_core.campaigns.offers.optimum import Solution, looser
from recsys_core.campaigns.offers.prices import Prices
from recsys_core.campaigns.offers.problem import OfferProblem


@dataclass(frozen=True)
class LimitCost:
    """kind: budget, stock, per_customer, total, least or most.  name: of the group, else "".

    cost: profit without the limit less profit with it.  unsure: it may be so much more, at most.
    """

    kind: str
    name: str
    cost: float
    unsure: float


def ledger(problem: OfferProblem, found: Solution) -> list[LimitCost]:
    """The cost of each limit there is, the dearest first; empty where nothing was found.

    Profit without a limit is that of `looser`, and never less than with the limit; without one
    whose price is 0 it is what it was, because the same prices prove the same bound.
    """
    if found.assignment is None:
        return []
    earned, rows = found.assignment.profit, []
    for kind, name, limits in problem.limits.without():
        if not _priced(problem, found.prices, kind, name):
            rows.append(LimitCost(kind, name, 0.0, max(found.prices.bound - earned, 0.0)))
            continue
        without = looser(problem.lowered(limits), found.prices).assignment
        # Who keeps all limits keeps the others too.
        profit = earned if without is None else max(without.profit, earned)
        most = profit if without is None else max(without.bound, profit)
        rows.append(LimitCost(kind, name, profit - earned, most - profit))
    return sorted(rows, key=lambda row: -row.cost)


def _priced(problem: OfferProblem, prices: Prices, kind: str, name: str) -> bool:
    """Whether the limit has a price; that of one customer's coupons is not known."""
    if kind in ("budget", "total"):
        return bool(getattr(prices, kind))
    if kind == "stock":
        return bool(prices.offers.any())
    if kind == "per_customer":
        return True
    of_groups = getattr(prices, kind)
    return any(
        price > 0 and group.name == name
        for group, price in zip(problem.limits.groups, of_groups, strict=True)
    )
