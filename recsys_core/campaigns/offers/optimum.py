"""The best assignment: prices first, then a whole-number programme over what is still open.

A coupon that would lose more against its customer's best choice, at these prices, than lies between
the bound and an assignment already found is part of no better one: it is settled (Nemhauser and
Wolsey 1988, II.5.2). What remains is solved by HiGHS (Huangfu and Hall 2018) with no gap; above
`EXACT` cells the assignment by prices stays, with the gap that the bound proves.
"""

from dataclasses import dataclass, replace

import numpy as np

from recsys_core.campaigns.offers.filling import Filling, fill_by_prices, fill_by_profit
from recsys_core.campaigns.offers.prices import Prices, find_prices
from recsys_core.campaigns.offers.problem import Assignment, OfferProblem, given
from recsys_core.campaigns.offers.programme import (
    HIGHS_NONE,
    ROUNDS,
    TO,
    OpenCells,
    losses,
    settle,
    smallest,
    tightened,
    whole,
)
from recsys_core.schema.types import IntArray

EXACT = 1_000_000
"""Up to so many cells the best assignment is looked for to the end."""
SECONDS = 30.0
"""HiGHS stops after so long; the gap it leaves is stated."""
CLOSEST = (120, 400, 1_000, 2_000)
"""So many cells are tried one after the other, those that lose least at the prices."""
QUICK = (3, 1e-5)
"""Rounds of the linear programme and the share left open where a choice is redrawn at once."""
CLOSE = 1e-3
"""So small a gap is close enough for what a limit costs."""
QUICKLY = {"mip_rel_gap": 1e-6, "time_limit": 1.0}
PATIENT = 120.0
"""The same where nobody waits for it."""
LONGEST = PATIENT + len(CLOSEST) * QUICKLY["time_limit"]
"""What a patient search takes at the most, but for its first moments."""


@dataclass(frozen=True)
class Solution:
    """assignment: None where none keeps every minimum.  prices: of the limits, at the margin."""

    assignment: Assignment | None
    prices: Prices


def near(problem: OfferProblem, start: Prices | None = None, *, exact: bool = False) -> Solution:
    """An assignment with a stated gap, in a fraction of a second up to 100,000 cells.

    start: the prices of a similar problem.  exact: prices to the end, for what follows them.
    """
    if problem.profit.size > EXACT:
        return _filled(problem, find_prices(problem, start))
    rough = find_prices(problem, start, roughly=True)
    if not rough.vector.any():
        # Nothing that customers share is scarce: each takes what is best for him.
        return _filled(problem, rough)
    relaxed = tightened(problem, rough, *((ROUNDS, TO) if exact else QUICK))
    return _filled(problem, relaxed.prices, (relaxed.rows, relaxed.columns))


def looser(problem: OfferProblem, prices: Prices) -> Solution:
    """`near` for a problem without one of its limits; at once where prices alone come close.
    prices: of all limits.
    """
    found = _filled(problem, find_prices(problem, prices, roughly=True))
    if found.assignment is not None and found.assignment.gap <= CLOSE:
        return found
    return near(problem, prices)


def _filled(
    problem: OfferProblem, prices: Prices, whole: tuple[IntArray, IntArray] | None = None
) -> Solution:
    """The better of what prices and profits alone lead to; profits are asked only where prices
    leave more than a little open.
    """
    found = _kept(fill_by_prices(problem, prices, whole), prices)
    if found is None or found.gap > CLOSE:
        other = _kept(fill_by_profit(problem), prices)
        found = max(
            (one for one in (found, other) if one), key=lambda one: one.profit, default=None
        )
    return Solution(found, prices)


def _kept(filling: Filling, prices: Prices) -> Assignment | None:
    return filling.assignment(prices.bound) if filling.kept else None


def best(
    problem: OfferProblem, start: Prices | None = None, *, at_most: float = SECONDS
) -> Solution:
    """The assignment that earns most; above `EXACT` cells that of `near`. at_most: seconds for the
    last search.
    """
    found = near(problem, start, exact=True)
    if problem.profit.size > EXACT or (found.assignment and not found.assignment.gap):
        return found
    loss, wanted = losses(problem, found.prices)
    for size in CLOSEST if found.assignment is not None else ():
        few = smallest(loss, size)
        if few >= _spare(found):
            break
        found = _finished(problem, found, settle(loss, wanted, few), QUICKLY, proved=False)
    cells = settle(loss, wanted, _spare(found))
    return _finished(problem, found, cells, {"mip_rel_gap": 0.0, "time_limit": at_most})


def _spare(found: Solution) -> float:
    """A cell that loses more is in no better assignment."""
    first, bound = found.assignment, found.prices.bound
    return np.inf if first is None else bound - first.profit + 1e-9 * abs(bound)


def _finished(
    problem: OfferProblem,
    found: Solution,
    cells: OpenCells,
    options: dict[str, float],
    proved: bool = True,
) -> Solution:
    """The best over the open cells, if it is better than what was found. proved: no other cell can
    be part of a better one.
    """
    first, bound = found.assignment, found.prices.bound
    if first is None and not len(cells.rows):
        return found
    answer = whole(problem, cells, options)
    if answer.x is not None:
        taken = answer.x > 0.5
        rows = np.concatenate([cells.fixed_rows, cells.rows[taken]])
        columns = np.concatenate([cells.fixed_columns, cells.columns[taken]])
        second = given(problem, rows, columns)
        first = second if first is None or second.profit > first.profit else first
    if proved and answer.mip_dual_bound is not None:
        sure = float(problem.profit[cells.fixed_rows, cells.fixed_columns].sum())
        bound = min(bound, sure - float(answer.mip_dual_bound))
    if first is None:
        return found
    if proved and answer.status == HIGHS_NONE:
        bound = first.profit
    return replace(found, assignment=replace(first, bound=max(bound, first.profit)))
