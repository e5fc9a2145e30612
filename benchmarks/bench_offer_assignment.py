"""Which offer to whom: time, memory and gap, beside HiGHS on the whole programme and greedy.

    python benchmarks/bench_offer_assignment.py [--large] [--whole]

Drawn shops (seeds 0 to 9): offers that few or many take up, customers who do so rarely or often.
Seconds are those of the processor. Moving a slider is the choice, the simpler ways and what limits
cost, all anew, as the page does it.
--large: 50,000 customers and 200 offers as well.  --whole: HiGHS on all cells, for a ratio.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from recsys_core.campaigns.offers.filling import best_seller, by_lot, greedy
from recsys_core.campaigns.offers.ledger import ledger
from recsys_core.campaigns.offers.optimum import best, near
from recsys_core.campaigns.offers.problem import GroupLimit, Limits, OfferProblem
from recsys_core.campaigns.offers.programme import OpenCells, whole

BUDGET, BUDGET_LARGE, GAP_LARGE, MEMORY, SLIDER = 10.0, 60.0, 0.005, 2048.0, 0.2
"""Seconds for 2,469 x 25 at gap 0; seconds, gap and megabytes for 50,000 x 200; seconds for a move
of a slider.
"""


def shop(n: int, m: int, seed: int) -> OfferProblem:
    """A budget of four tenths of what everybody's best would cost, stocks, and two groups."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(1, 30, m) * rng.gamma(1.2, 1 / 1.2, (n, 1))
    chance = np.clip(chance * np.exp(rng.normal(0, 0.7, (n, m))), 0, 0.9)
    value, face = rng.uniform(8, 40, m), rng.uniform(0.5, 3, m)
    cost = 0.05 + chance * (face + 0.1)
    profit = chance * 0.35 * value - cost
    dear = float(cost[np.arange(n), profit.argmax(axis=1)].sum())
    some = GroupLimit("some", rng.random(n) < 0.2, least=n // 8)
    others = GroupLimit("others", rng.random(n) < 0.3, most=n // 10)
    limits = Limits(0.4 * dear, np.full(m, float(n * 3 // (2 * m))), 1, None, (some, others))
    return OfferProblem(profit, cost, limits)


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    found = call()
    return found, time.process_time() - begun


def small(seed: int, beside: bool) -> None:
    problem = shop(2_469, 25, seed)
    found, took = timed(lambda: best(problem).assignment)
    first = near(problem)
    limits = Limits(
        1.05 * (problem.limits.budget or 0),
        problem.limits.stock,
        1,
        None,
        problem.limits.groups,
    )
    moved = problem.lowered(limits)
    at_once, slid = timed(lambda: near(moved, first.prices))
    _, beside_it = timed(lambda: other_ways(moved))
    _, limited = timed(lambda: ledger(moved, at_once))
    assert at_once.assignment is not None
    simple = greedy(problem).profit / found.profit
    print(
        f"2,469 x 25, seed {seed}: {took:.1f} s ({took / BUDGET:.2f} of the budget), "
        f"gap {found.gap:.2g}; greedy {simple:.3f} of it; budget moved: {slid * 1000:.0f} ms, "
        f"gap {at_once.assignment.gap:.2g}, simpler ways {beside_it * 1000:.0f} ms, five limits "
        f"{limited * 1000:.0f} ms ({(slid + beside_it + limited) / SLIDER:.2f} of the budget)"
    )
    if beside:
        rows, columns = np.nonzero(problem.profit > 0)
        cells = OpenCells(rows, columns, rows[:0], columns[:0])
        options = {"mip_rel_gap": 0.0, "time_limit": 300.0}
        _, plain = timed(lambda: whole(problem, cells, options))
        print(f"  HiGHS on all cells that earn: {plain:.1f} s, {plain / took:.1f} times as long")


def other_ways(problem: OfferProblem) -> None:
    greedy(problem)
    best_seller(problem, problem.profit.mean(axis=0))
    by_lot(problem, 0)


def large() -> None:
    problem = shop(50_000, 200, 0)
    found, took = timed(lambda: best(problem).assignment)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"50,000 x 200: {took:.1f} s ({took / BUDGET_LARGE:.2f} of the budget), "
        f"gap {found.gap:.2g} ({found.gap / GAP_LARGE:.2f}), "
        f"peak {peak:.0f} MB ({peak / MEMORY:.2f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    for seed in range(10):
        small(seed, asked.whole and seed == 0)
    if asked.large:
        large()


main()
