"""The best assignment: prices first, then a whole-number programme over what is still open.

A coupon that would lose more against its customer's best choice, at these prices, than lies between
the bound and an assignment already found is part of no better one: it is settled (Nemhauser and
Wolsey 1988, II.5.2). What remains is solved by HiGHS (Huangfu and Hall 2018) with no gap; above
`EXACT` cells the assignment by prices stays, with the gap that the bound proves.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from recsys_core.campaigns.offers.filling import fill_by_prices
from recsys_core.campaigns.offers.prices import (
    Prices,
    after_prices,
    best_cells,
    capacities,
    find_prices,
    proved_by,
)
from recsys_core.campaigns.offers.problem import Assignment, OfferProblem, given
from recsys_core.campaigns.offers.quiet import quiet
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

EXACT = 1_000_000
"""Up to so many cells the best assignment is looked for to the end."""
SECONDS = 30.0
"""HiGHS stops after so long; the gap it leaves is stated."""
CLOSEST = (120, 400, 1_000, 2_000)
"""So many cells are tried one after the other, those that lose least at the prices."""
QUICKLY = {"mip_rel_gap": 1e-6, "time_limit": 1.0}
HIGHS_DONE, HIGHS_NONE = 0, 2


@dataclass(frozen=True)
class Solution:
    """assignment: None where none keeps every minimum.  prices: of the limits, at the margin."""

    assignment: Assignment | None
    prices: Prices


@dataclass(frozen=True)
class _Open:
    """Cells not settled, and those that are given for certain."""

    rows: IntArray
    columns: IntArray
    fixed_rows: IntArray
    fixed_columns: IntArray


def near(problem: OfferProblem, start: Prices | None = None) -> Solution:
    """An assignment with a stated gap, in a fraction of a second up to 100,000 cells.

    start: the prices of a similar problem.
    """
    prices = find_prices(problem, start)
    filling = fill_by_prices(problem, prices)
    return Solution(filling.assignment(prices.bound) if filling.kept else None, prices)


def best(problem: OfferProblem, start: Prices | None = None) -> Solution:
    """The assignment that earns most; above `EXACT` cells that of `near`."""
    found = near(problem, start)
    if problem.profit.size > EXACT or (found.assignment and not found.assignment.gap):
        return found
    loss, wanted = _losses(problem, found.prices)
    if loss.size > CLOSEST[-1] and found.assignment is not None:
        few = _smallest(loss, CLOSEST[-1])
        prices = _marginal(problem, _settle(loss, wanted, few), found.prices)
        found = replace(found, prices=prices)
        loss, wanted = _losses(problem, prices)
        for size in CLOSEST:
            few = _smallest(loss, size)
            if few >= _spare(found):
                break
            found = _finished(problem, found, _settle(loss, wanted, few), QUICKLY, proved=False)
    cells = _settle(loss, wanted, _spare(found))
    return _finished(problem, found, cells, {"mip_rel_gap": 0.0, "time_limit": SECONDS})


def _smallest(loss: FloatArray, size: int) -> float:
    """What the `size` cells lose at most that lose least."""
    return float(np.partition(loss, size, axis=None)[size])


def _spare(found: Solution) -> float:
    """A cell that loses more is in no better assignment."""
    first, bound = found.assignment, found.prices.bound
    return np.inf if first is None else bound - first.profit + 1e-9 * abs(bound)


def _finished(
    problem: OfferProblem,
    found: Solution,
    cells: _Open,
    options: dict[str, float],
    proved: bool = True,
) -> Solution:
    """The best over the open cells, if it is better than what was found. proved: no other cell can
    be part of a better one.
    """
    first, bound = found.assignment, found.prices.bound
    if first is None and not len(cells.rows):
        return found
    answer = _whole(problem, cells, options)
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


def _losses(problem: OfferProblem, prices: Prices) -> tuple[FloatArray, BoolArray]:
    """(n, m) what is lost at these prices by giving a cell that its customer does not want most, or
    by not giving one that he does; and which he wants.
    """
    left = after_prices(problem, prices)
    rows, columns = best_cells(left, problem.per_customer)
    wanted = np.zeros(left.shape, dtype=bool)
    wanted[rows, columns] = True
    full = wanted.sum(axis=1) == problem.per_customer
    last = np.where(full, np.where(wanted, left, np.inf).min(axis=1), 0.0)
    following = np.maximum(np.where(wanted, -np.inf, left).max(axis=1), 0.0)
    loss = np.where(wanted, left - following[:, None], last[:, None] - left)
    return loss, wanted


def _settle(loss: FloatArray, wanted: BoolArray, spare: float) -> _Open:
    """Cells that lose at most `spare` are open; of the others, those wanted are given."""
    open_ = (loss <= spare) & (loss < np.inf)
    return _Open(*np.nonzero(open_), *np.nonzero(wanted & ~open_))


def _marginal(problem: OfferProblem, cells: _Open, known: Prices) -> Prices:
    """The prices of the linear programme over the open cells, where they prove a lower bound."""
    limits, room = _rows(problem, cells)
    if not len(cells.rows) or not limits.shape[0]:
        return known
    earned = problem.profit[cells.rows, cells.columns]
    real = np.flatnonzero(np.isfinite(room))
    with quiet():
        answer = linprog(-earned, A_ub=limits[real], b_ub=room[real], bounds=(0, 1), method="highs")
    if answer.status:
        return known
    vector = np.zeros(len(room))
    vector[real] = np.maximum(-answer.ineqlin.marginals, 0.0)
    prices = proved_by(problem, vector[len(problem.profit) :])
    return prices if prices.bound < known.bound else known


def _whole(problem: OfferProblem, cells: _Open, options: dict[str, float]) -> OptimizeResult:
    """The open cells by HiGHS, within what the certain ones leave."""
    if not len(cells.rows):
        return OptimizeResult(x=np.zeros(0), mip_dual_bound=0.0, status=HIGHS_DONE)
    limits, room = _rows(problem, cells)
    real = np.flatnonzero(np.isfinite(room))
    with quiet():
        return milp(
            -problem.profit[cells.rows, cells.columns],
            constraints=LinearConstraint(limits[real], -np.inf, room[real]),
            integrality=np.ones(len(cells.rows)),
            bounds=Bounds(0, 1),
            options=options,
        )


def _rows(problem: OfferProblem, cells: _Open) -> tuple[sp.csr_matrix, FloatArray]:
    """(n + limits, cells) what each open cell uses of each customer and limit, and what the certain
    ones leave of it; inf where nothing is limited.
    """
    uses = _uses(problem, cells.rows, cells.columns)
    taken = _uses(problem, cells.fixed_rows, cells.fixed_columns).sum(axis=1)
    shared = capacities(problem)
    # The last cent of a budget that is used up must not be lost in rounding.
    shared[0] *= 1 + 1e-12
    most = np.concatenate([np.full(len(problem.profit), float(problem.per_customer)), shared])
    room = most - np.asarray(taken).ravel()
    empty = (np.diff(uses.indptr) == 0) & (room >= 0)
    return uses, np.where(empty, np.inf, room)


def _uses(problem: OfferProblem, rows: IntArray, columns: IntArray) -> sp.csr_matrix:
    """(n + limits, cells) what each cell uses of each customer and limit."""
    n, m = problem.profit.shape
    cells = np.arange(len(rows))
    ones = np.ones(len(rows))
    shape = (n, len(rows))
    groups = sp.csr_matrix(problem.members[:, rows])
    return sp.vstack(
        [
            sp.csr_matrix((ones, (rows, cells)), shape=shape),
            sp.csr_matrix(problem.cost[rows, columns]),
            sp.csr_matrix(ones),
            sp.csr_matrix((ones, (columns, cells)), shape=(m, len(rows))),
            groups,
            -groups,
        ],
        format="csr",
    )
