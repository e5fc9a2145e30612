"""The programme over the cells that are still open, for HiGHS (Huangfu and Hall 2018)."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp

from recsys_core.campaigns.offers.prices import (
    Prices,
    after_prices,
    best_cells,
    capacities,
    proved_by,
)
from recsys_core.campaigns.offers.problem import OfferProblem
from recsys_core.campaigns.offers.quiet import quiet
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

OF_KINDS = 6_000
"""Up to so many cells of all kinds of customers the linear programme is solved over kinds."""
COLUMNS, ROUNDS, TO = 1_500, 10, 1e-9
"""So many cells are added at a time to the linear programme, and so often at most, until its value
is known to so small a share.
"""
HIGHS_DONE, HIGHS_NONE = 0, 2


@dataclass(frozen=True)
class OpenCells:
    """Cells not settled, and those that are given for certain."""

    rows: IntArray
    columns: IntArray
    fixed_rows: IntArray
    fixed_columns: IntArray


@dataclass(frozen=True)
class Relaxed:
    """The linear programme: its prices, and the cells that it gives whole."""

    prices: Prices
    rows: IntArray
    columns: IntArray


def tightened(
    problem: OfferProblem, prices: Prices, rounds: int = ROUNDS, to: float = TO
) -> Relaxed:
    """The linear programme over all cells, as far as it takes so many rounds.

    It is solved over the cells that lose least at the prices so far; its own prices bring in others
    until none is missing (column generation, Gilmore and Gomory 1961).
    """
    none = np.zeros(0, dtype=int)
    best = Relaxed(prices, none, none)
    few = _of_few_kinds(problem)
    if few is not None:
        return few
    open_ = np.zeros(problem.profit.shape, dtype=bool)
    for _ in range(rounds if np.isfinite(capacities(problem)).any() else 0):
        loss, wanted = losses(problem, prices)
        more = (wanted | (loss <= smallest(loss, COLUMNS))) & (loss < np.inf) & ~open_
        if not more.any():
            break
        open_ |= more
        rows, columns = np.nonzero(open_)
        found = _marginal(problem, OpenCells(rows, columns, none, none))
        if found is None:
            break
        value, whole_ones, prices = found
        lowest = min(best.prices, prices, key=lambda one: one.bound)
        best = Relaxed(lowest, rows[whole_ones], columns[whole_ones])
        # The programme over some cells earns no more than that over all of them.
        if lowest.bound <= value + to * abs(value):
            break
    return best


def losses(problem: OfferProblem, prices: Prices) -> tuple[FloatArray, BoolArray]:
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


def smallest(loss: FloatArray, size: int) -> float:
    """What the `size` cells lose at most that lose least."""
    if size >= loss.size:
        return np.inf
    return float(np.partition(loss, size, axis=None)[size])


def settle(loss: FloatArray, wanted: BoolArray, spare: float) -> OpenCells:
    """Cells that lose at most `spare` are open; of the others, those wanted are given."""
    open_ = (loss <= spare) & (loss < np.inf)
    return OpenCells(*np.nonzero(open_), *np.nonzero(wanted & ~open_))


def _marginal(problem: OfferProblem, cells: OpenCells) -> tuple[float, BoolArray, Prices] | None:
    """The value of the linear programme over the open cells, which of them it gives whole, and its
    prices with the bound that they prove over all cells; None where it has no solution.
    """
    answer, prices = _linear(problem, cells, np.ones(len(cells.rows)))
    if answer is None:
        return None
    return -float(answer.fun), answer.x > 1 - 1e-6, prices


def _linear(
    problem: OfferProblem, cells: OpenCells, alike: FloatArray
) -> tuple[OptimizeResult | None, Prices]:
    """The linear programme over the open cells, each for so many customers who are `alike`, and the
    bound that its prices prove.
    """
    nothing = proved_by(problem, np.zeros(len(capacities(problem))))
    limits, room = _rows(problem, cells)
    room[cells.rows] = room[cells.rows] * alike
    real = np.flatnonzero(np.isfinite(room))
    if not (len(real) and len(cells.rows)):
        return None, nothing
    with quiet():
        answer = linprog(
            -problem.profit[cells.rows, cells.columns],
            A_ub=limits[real],
            b_ub=room[real],
            bounds=np.column_stack([np.zeros(len(alike)), alike]),
            method="highs",
        )
    if answer.status:
        return None, nothing
    vector = np.zeros(len(room))
    vector[real] = np.maximum(-answer.ineqlin.marginals, 0.0)
    return answer, proved_by(problem, vector[len(problem.profit) :])


def _of_few_kinds(problem: OfferProblem) -> Relaxed | None:
    """The linear programme to the end, where customers are of so few kinds that all their cells
    fit; None where they are not. Over single customers who are alike it would take many rounds.
    """
    profit, cost = problem.profit, problem.cost
    draws = np.random.default_rng(0).random((3, profit.shape[1]))
    told = (np.nan_to_num(profit, neginf=-1e9) * draws[0]).sum(axis=1)
    told += (cost * draws[1]).sum(axis=1)
    told += (problem.members.T * draws[2][0] ** np.arange(1, len(problem.members) + 1)).sum(axis=1)
    first, kind, sizes = np.unique(
        told, return_index=True, return_inverse=True, return_counts=True
    )[1:]
    same = first[kind]
    if len(first) * profit.shape[1] > OF_KINDS or not (
        (profit == profit[same]).all()
        and (cost == cost[same]).all()
        and (problem.members == problem.members[:, same]).all()
    ):
        return None
    open_ = np.zeros(profit.shape, dtype=bool)
    open_[first] = np.isfinite(profit[first])
    rows, columns = np.nonzero(open_)
    none = np.zeros(0, dtype=int)
    answer, prices = _linear(problem, OpenCells(rows, columns, none, none), sizes[kind[rows]] * 1.0)
    if answer is None:
        return None
    numbers = np.floor(answer.x + 1e-6).astype(int)
    given_to, of = [], []
    for place in range(len(first)):
        members, mine = np.flatnonzero(kind == place), rows == first[place]
        handed = np.arange(numbers[mine].sum()) % len(members)
        given_to.append(members[handed])
        of.append(np.repeat(columns[mine], numbers[mine]))
    return Relaxed(prices, np.concatenate(given_to), np.concatenate(of))


def whole(problem: OfferProblem, cells: OpenCells, options: dict[str, float]) -> OptimizeResult:
    """The open cells by HiGHS, within what the certain ones leave; x is 0 or 1 for each of them.

    Customers with the same open cells are one row with a whole number for each cell: otherwise
    every exchange of two of them would have to be ruled out by itself.
    """
    if not len(cells.rows):
        return OptimizeResult(x=np.zeros(0), mip_dual_bound=0.0, status=HIGHS_DONE)
    kinds = _kinds(problem, cells)
    first = np.concatenate([kind[0] for kind in kinds])
    alike = np.concatenate([np.full(len(kind[0]), len(kind)) for kind in kinds]).astype(float)
    one = OpenCells(cells.rows[first], cells.columns[first], cells.fixed_rows, cells.fixed_columns)
    limits, room = _rows(problem, one)
    room[one.rows] = room[one.rows] * alike
    real = np.flatnonzero(np.isfinite(room))
    with quiet():
        answer = milp(
            -problem.profit[one.rows, one.columns],
            constraints=LinearConstraint(limits[real], -np.inf, room[real]),
            integrality=np.ones(len(first)),
            bounds=Bounds(0, alike),
            options=options,
        )
    if answer.x is not None:
        answer.x = _shared_out(kinds, np.round(answer.x).astype(int), len(cells.rows))
    return answer


def _kinds(problem: OfferProblem, cells: OpenCells) -> list[IntArray]:
    """Customers that are alike as far as anything is open, each a row of places in `cells`."""
    starts = np.flatnonzero(np.diff(cells.rows, prepend=-1))
    taken = np.bincount(cells.fixed_rows, minlength=len(problem.profit))
    earned = problem.profit[cells.rows, cells.columns]
    cost = problem.cost[cells.rows, cells.columns]
    found: dict[tuple[bytes, ...], list[IntArray]] = {}
    for start, end in zip(starts, [*starts[1:], len(cells.rows)], strict=True):
        part, i = slice(start, end), cells.rows[start]
        same = (cells.columns[part], earned[part], cost[part], problem.members[:, i], taken[i])
        key = tuple(np.asarray(one).tobytes() for one in same)
        found.setdefault(key, []).append(np.arange(start, end))
    return [np.array(kind) for kind in found.values()]


def _shared_out(kinds: list[IntArray], numbers: IntArray, size: int) -> FloatArray:
    """Coupons of each kind handed to its customers in turn: none gets one twice."""
    given, at = np.zeros(size), 0
    for kind in kinds:
        turn = 0
        for place in range(kind.shape[1]):
            whose = (turn + np.arange(numbers[at])) % len(kind)
            given[kind[whose, place]] = 1.0
            turn, at = turn + int(numbers[at]), at + 1
    return given


def _rows(problem: OfferProblem, cells: OpenCells) -> tuple[sp.csr_matrix, FloatArray]:
    """(n + limits, cells) what each open cell uses of each customer and limit, and what the certain
    ones leave of it; inf where nothing is limited.
    """
    uses = _uses(problem, cells.rows, cells.columns)
    taken = _uses(problem, cells.fixed_rows, cells.fixed_columns).sum(axis=1)
    shared = capacities(problem)
    # The last cent of a budget that is used up must not be lost in rounding.
    shared[0] *= 1 + 1e-12
    n = len(problem.profit)
    most = np.concatenate([np.full(n, float(problem.per_customer)), shared])
    room = most - np.asarray(taken).ravel()
    used = np.diff(uses.indptr)
    idle = (used == 0) & (room >= 0)
    # A customer cannot get more than all that is open.
    idle[:n] |= used[:n] <= room[:n]
    return uses, np.where(idle, np.inf, room)


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
