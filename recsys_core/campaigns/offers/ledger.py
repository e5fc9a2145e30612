"""What each limit costs: what could be earned without it, less what is earned with it."""

from dataclasses import dataclass

from recsys_core.campaigns.offers.optimum import Solution, near
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

    Profit without a limit is that of `near`, and never less than with the limit.
    """
    if found.assignment is None:
        return []
    earned, rows = found.assignment.profit, []
    for kind, name, looser in problem.limits.without():
        without = near(problem.lowered(looser), found.prices).assignment
        # Who keeps all limits keeps the others too.
        profit = earned if without is None else max(without.profit, earned)
        most = profit if without is None else max(without.bound, profit)
        rows.append(LimitCost(kind, name, profit - earned, most - profit))
    return sorted(rows, key=lambda row: -row.cost)
