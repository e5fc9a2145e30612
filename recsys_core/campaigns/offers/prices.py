"""Prices of the limits: what one coupon, one euro or one place more would earn.

Each limit that several customers share gets a price, and every customer takes what is best for him
after prices. For any prices not below zero the sum of what customers then get and what the limits
are worth is at least what the best assignment earns (Lagrange; Fisher 1981, Management Science 27);
the lowest such sum is the value of the linear programme. With many customers it is nearly smooth,
so that L-BFGS-B (Byrd et al. 1995) finds it in some dozens of passes over the matrix.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from recsys_core.campaigns.offers.problem import OfferProblem
from recsys_core.schema.types import FloatArray, IntArray

ASKED = 60
"""The sum is asked for so often while its slope leads further."""
STEPS, SHORT_OF, PATIENCE, SHORTEST = 20, 1e-3, 5, 1e-6
"""Steps after that; each aims a share below the lowest sum so far, half as far after so many
without a lower one, and they end below the last.
"""
SAMPLE = 4_000
"""With more than twice as many customers, prices are first learnt on so many of them."""


@dataclass(frozen=True)
class Prices:
    """budget: per unit of cost.  total: per coupon.  offers: (m,) per coupon of each offer.
    most, least: (groups,) per coupon of each group. None is below 0.  bound: see `Assignment`.
    """

    budget: float
    total: float
    offers: FloatArray
    most: FloatArray
    least: FloatArray
    bound: float = np.inf

    @property
    def vector(self) -> FloatArray:
        return np.concatenate([[self.budget, self.total], self.offers, self.most, self.least])


def split(problem: OfferProblem, vector: FloatArray, bound: float = np.inf) -> Prices:
    """The prices from one row of numbers, in the order of `Prices.vector`."""
    ends = np.cumsum([problem.profit.shape[1], len(problem.limits.groups)])
    offers, most, least = np.split(vector[2:], ends)
    return Prices(float(vector[0]), float(vector[1]), offers, most, least, bound)


def after_prices(problem: OfferProblem, prices: Prices) -> FloatArray:
    """(n, m) profit less the prices of what it uses."""
    left = problem.profit - prices.offers
    if prices.budget:
        left -= prices.budget * problem.cost
    shared = prices.total + (prices.most - prices.least) @ problem.members
    left -= np.reshape(shared, (-1, 1))
    return np.asarray(left)


def best_cells(left: FloatArray, most: int) -> tuple[IntArray, IntArray]:
    """Rows and columns of the `most` best cells above 0 of each row."""
    if most >= left.shape[1]:
        every, column = np.nonzero(left > 0)
        return every, column
    rows = np.arange(len(left))
    if most == 1:
        best = left.argmax(axis=1)[:, None]
    else:
        best = np.argpartition(-left, most - 1, axis=1)[:, :most]
    at, place = np.nonzero(left[rows[:, None], best] > 0)
    return at, best[at, place]


def capacities(problem: OfferProblem) -> FloatArray:
    """What each limit allows, in the order of `Prices.vector`; inf where there is none. A least
    stands below zero: so many coupons less than none.
    """
    m = problem.profit.shape[1]
    limits = problem.limits
    stock = np.full(m, np.inf) if limits.stock is None else limits.stock
    return np.concatenate(
        [
            [np.inf if limits.budget is None else limits.budget],
            [np.inf if limits.total is None else limits.total],
            stock,
            [np.inf if group.most is None else group.most for group in limits.groups],
            [-float(group.least) if group.least else np.inf for group in limits.groups],
        ]
    )


def find_prices(
    problem: OfferProblem, start: Prices | None = None, *, roughly: bool = False
) -> Prices:
    """The best prices found, and the bound they prove. start: prices of a similar problem.
    roughly: only as far as a slope leads, for prices that are not the last ones.
    """
    if start is None and len(problem.profit) > 2 * SAMPLE:
        start = find_prices(_sampled(problem))
    allowed = capacities(problem)
    real = np.isfinite(allowed)
    at = np.zeros(len(allowed)) if start is None else np.where(real, _for(problem, start), 0.0)
    unit = np.maximum(np.abs(np.where(real, allowed, 1.0)), 1.0)
    lowest, best = np.inf, at

    def dual(scaled: FloatArray) -> tuple[float, FloatArray]:
        vector = np.zeros(len(allowed))
        vector[real] = scaled / unit[real]
        total, spare = _dual(problem, split(problem, vector), allowed)
        nonlocal lowest, best
        if total < lowest:
            lowest, best = total, vector
        return total, (spare / unit)[real]

    above = [(0.0, None)] * int(real.sum())
    scaled, options = (at * unit)[real], {"maxfun": ASKED, "maxls": 30}
    if not above:
        return proved_by(problem, at)
    minimize(dual, scaled, jac=True, method="L-BFGS-B", bounds=above, options=options)
    if not roughly:
        _stepwise(dual, (best * unit)[real])
    return split(problem, best, lowest)


def _for(problem: OfferProblem, start: Prices) -> FloatArray:
    """The numbers of these prices, those of groups only where there are as many groups."""
    groups = len(problem.limits.groups)
    if len(start.most) == groups:
        return start.vector
    return replace(start, most=np.zeros(groups), least=np.zeros(groups)).vector


def _stepwise(dual: Callable[[FloatArray], tuple[float, FloatArray]], at: FloatArray) -> None:
    """Go on from where no slope leads further, in shrinking steps (Polyak 1969)."""
    lowest, best, short, idle = np.inf, at, SHORT_OF, 0
    for _ in range(STEPS):
        total, way = dual(at)
        idle += 1
        if total < lowest - 1e-9 * abs(total):
            lowest, best, idle = total, at, 0
        elif idle >= PATIENCE:
            short, idle, at = short / 2, 0, best
            if short < SHORTEST:
                break
            continue
        way = np.where((at <= 0) & (way > 0), 0.0, way)
        square = float(way @ way)
        if not square:
            break
        at = np.maximum(at - (total - lowest + short * abs(lowest)) / square * way, 0.0)


def proved_by(problem: OfferProblem, vector: FloatArray) -> Prices:
    """The prices of this row of numbers with the bound they prove."""
    total, _ = _dual(problem, split(problem, vector), capacities(problem))
    return split(problem, vector, total)


def _sampled(problem: OfferProblem) -> OfferProblem:
    """Every so manieth customer, with limits as much smaller."""
    n = len(problem.profit)
    rows = np.linspace(0, n - 1, SAMPLE).astype(int)
    part, limits = SAMPLE / n, problem.limits
    groups = tuple(
        replace(
            group,
            members=group.members[rows],
            least=round(group.least * part),
            most=None if group.most is None else round(group.most * part),
        )
        for group in limits.groups
    )
    smaller = replace(
        limits,
        budget=None if limits.budget is None else limits.budget * part,
        stock=None if limits.stock is None else limits.stock * part,
        total=None if limits.total is None else round(limits.total * part),
        groups=groups,
    )
    return OfferProblem(problem.profit[rows], problem.cost[rows], smaller)


def _dual(problem: OfferProblem, prices: Prices, allowed: FloatArray) -> tuple[float, FloatArray]:
    """The sum that no assignment beats, and what of each limit is left over at these prices."""
    left = after_prices(problem, prices)
    rows, columns = best_cells(left, problem.per_customer)
    m = problem.profit.shape[1]
    to_groups = problem.members[:, rows].sum(axis=1)
    used = np.concatenate(
        [
            [problem.cost[rows, columns].sum(), len(rows)],
            np.bincount(columns, minlength=m),
            to_groups,
            -to_groups,
        ]
    )
    vector = prices.vector
    priced = vector > 0
    return float(left[rows, columns].sum() + vector[priced] @ allowed[priced]), allowed - used
