"""Assignments built coupon by coupon in some order, as far as the limits allow."""

from collections.abc import Iterator

import numpy as np

from recsys_core.campaigns.offers.prices import Prices, after_prices, best_cells
from recsys_core.campaigns.offers.problem import Assignment, OfferProblem, given
from recsys_core.schema.types import FloatArray, IntArray

BLOCK, LARGEST = 1_000, 100_000
"""Cells looked at one by one before those that can no longer be given are left out together: twice
as many each time, up to the largest.
"""
LOTS = 5
"""So many random orders are averaged over."""


class Filling:
    """What the limits still allow while coupons are given one after the other."""

    def __init__(self, problem: OfferProblem) -> None:
        n, m = problem.profit.shape
        limits = problem.limits
        self.problem = problem
        self.customers = np.full(n, problem.per_customer)
        stock = np.full(m, np.inf) if limits.stock is None else limits.stock
        self.stock = np.minimum(np.floor(stock), n).astype(int)
        self.budget = np.inf if limits.budget is None else limits.budget * (1 + 1e-12)
        self.total = n * m if limits.total is None else limits.total
        self.most = [n * m if g.most is None else g.most for g in limits.groups]
        self.least = [g.least for g in limits.groups]
        self.taken: set[tuple[int, int]] = set()

    def give(self, rows: IntArray, columns: IntArray) -> None:
        """Give the coupons in this order, each where every limit still allows it."""
        for i, j in self._blocks(rows, columns):
            self._each(i, j)
            if self.total <= 0 or self.budget <= 0:
                break

    def give_least(self, rows: IntArray, columns: IntArray) -> None:
        """The same, but only until each group has what it has to get."""
        for at, group in enumerate(self.problem.limits.groups):
            for i, j in self._blocks(rows, columns) if self.least[at] > 0 else ():
                inside = group.members[i]
                self._each(i[inside], j[inside], until=at)
                if self.least[at] <= 0:
                    break

    def _blocks(self, rows: IntArray, columns: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """The cells in their order, without those that can no longer be given."""
        start, size = 0, BLOCK
        while start < len(rows):
            i, j = rows[start : start + size], columns[start : start + size]
            open_ = (self.customers[i] > 0) & (self.stock[j] > 0)
            open_ &= np.isfinite(self.problem.profit[i, j])
            open_ &= self.problem.cost[i, j] <= self.budget
            yield i[open_], j[open_]
            start, size = start + size, min(2 * size, LARGEST)

    def _each(self, rows: IntArray, columns: IntArray, until: int | None = None) -> None:
        # Numbers of an array one by one are slow; those of its memory are not.
        customers, stock = self.customers.data, self.stock.data
        costs = self.problem.cost[rows, columns].tolist()
        groups_of = self.problem.groups_of
        for i, j, cost in zip(rows.tolist(), columns.tolist(), costs, strict=True):
            if until is not None and self.least[until] <= 0:
                break
            room = customers[i] > 0 and stock[j] > 0 and self.total > 0 and cost <= self.budget
            if not room or (i, j) in self.taken:
                continue
            mine = groups_of[i]
            if mine and any(self.most[g] <= 0 for g in mine):
                continue
            customers[i] -= 1
            stock[j] -= 1
            self.total -= 1
            self.budget -= cost
            for g in mine:
                self.most[g] -= 1
                self.least[g] -= 1
            self.taken.add((i, j))

    def assignment(self, bound: float = np.inf) -> Assignment:
        cells = np.array(sorted(self.taken), dtype=int).reshape(-1, 2)
        return given(self.problem, cells[:, 0], cells[:, 1], bound)

    @property
    def kept(self) -> bool:
        """Whether every group has what it has to get."""
        return all(least <= 0 for least in self.least)


def fill_by_prices(
    problem: OfferProblem, prices: Prices, whole: tuple[IntArray, IntArray] | None = None
) -> Filling:
    """Near the best: what each customer wants at these prices, who would lose most first; then what
    is left over, by what it earns after prices. whole: rows and columns of cells that come before.
    """
    left = after_prices(problem, prices)
    most = problem.per_customer
    wanted_rows, wanted_columns = best_cells(left, most)
    second = _next_best(left, most)
    regret = left[wanted_rows, wanted_columns] - second[wanted_rows]
    order = np.argsort(-regret, kind="stable")
    earning = problem.profit > 0
    lowest = left[earning].min(initial=0.0)
    rows, columns = best_cells(np.where(earning, left - lowest + 1.0, 0.0), most + 3)
    rest = np.argsort(-left[rows, columns], kind="stable")
    filling = Filling(problem)
    if whole is not None:
        filling.give(*whole)
    filling.give_least(wanted_rows[order], wanted_columns[order])
    if not filling.kept:
        filling = filling if whole is None else Filling(problem)
        filling.give_least(*by_value(problem, left))
    filling.give(wanted_rows[order], wanted_columns[order])
    filling.give(rows[rest], columns[rest])
    return filling


def by_value(problem: OfferProblem, value: FloatArray) -> tuple[IntArray, IntArray]:
    """Every cell that may be given, the most valuable first."""
    rows, columns = np.nonzero(np.isfinite(problem.profit))
    order = np.argsort(-value[rows, columns], kind="stable")
    return rows[order], columns[order]


def greedy(problem: OfferProblem) -> Assignment:
    """The most profitable coupon first, and so on."""
    return fill_by_profit(problem).assignment()


def fill_by_profit(problem: OfferProblem) -> Filling:
    """`greedy`, with what the limits still allow."""
    filling = Filling(problem)
    rows, columns = by_value(problem, problem.profit)
    filling.give_least(rows, columns)
    worth = problem.profit[rows, columns] > 0
    filling.give(rows[worth], columns[worth])
    return filling


def best_seller(problem: OfferProblem, popularity: FloatArray) -> Assignment:
    """The most popular offer for everybody in the order of the customers, the next one once none of
    it is left. popularity: (m,).
    """
    n, m = problem.profit.shape
    columns = np.repeat(np.argsort(-popularity, kind="stable"), n)
    return _blindly(problem, np.tile(np.arange(n), m), columns)


def by_lot(problem: OfferProblem, seed: int) -> float:
    """What any offers for any customers earn: the mean of some random orders."""
    n, m = problem.profit.shape
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(LOTS):
        cells = np.stack([rng.permutation(n), rng.integers(0, m, n)])
        found.append(_blindly(problem, cells[0], cells[1]).profit)
    return float(np.mean(found))


def _blindly(problem: OfferProblem, rows: IntArray, columns: IntArray) -> Assignment:
    filling = Filling(problem)
    filling.give_least(rows, columns)
    filling.give(rows, columns)
    return filling.assignment()


def _next_best(left: FloatArray, most: int) -> FloatArray:
    """(n,) what a customer's next best cell after the `most` best earns, at least 0."""
    if most >= left.shape[1]:
        return np.zeros(len(left))
    return np.maximum(-np.partition(-left, most, axis=1)[:, most], 0.0)
