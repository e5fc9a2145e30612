"""The power of a comparison tried by drawing experiments; amounts from what customers spent.

A few customers spend most of the money, so that a mean is not normal at the numbers an experiment
has, and a formula may promise what is not kept. One trial draws n customers for each arm from those
that were measured, with replacement; in one arm everybody spends `change` more (a share of what
they spend); Welch's test either finds the difference or does not.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import special

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.statistics.differences import GroupMoments, shares_p, welch_p
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

RUNS, RATE_RUNS = 2_000, 20_000
TRIES = 12
BLOCK = 4_000_000
FEW = 8
"""With so many draws for each different amount, how often each is drawn is drawn at once."""


class SimulatedPower(NamedTuple):
    """per_arm: customers of the control.  found: of how many runs.  power: the share, low and high
    its 95 % interval (Wilson).
    """

    per_arm: int
    found: int
    runs: int
    power: float
    low: float
    high: float


def simulated_power(
    values: FloatArray,
    n: int,
    change: float,
    alpha: float,
    seed: int,
    runs: int = RUNS,
    ratio: float = 1.0,
) -> SimulatedPower:
    """Of `runs` trials with n customers in the control and n x ratio in the other arm, how many
    found it. values: (m,) of customers.
    """
    rng = np.random.default_rng([seed, n])
    amounts, counts = np.unique(values, return_counts=True)
    before = _moments(rng, amounts, counts, n, runs)
    after = _moments(rng, amounts, counts, _other(n, ratio), runs)
    after = GroupMoments(after.n, after.mean * (1 + change), after.variance * (1 + change) ** 2)
    return _counted(n, welch_p(after, before) < alpha)


def rate_trials(
    n: int,
    base: float,
    other: float,
    alpha: float,
    seed: int,
    runs: int = RATE_RUNS,
    ratio: float = 1.0,
) -> SimulatedPower:
    """Of `runs` experiments on shares with n customers in the control and n x ratio in the other
    arm, how many the chi-squared test of the four counts found: the one they are judged by.
    """
    rng = np.random.default_rng([seed, n])
    sizes = (_other(n, ratio), n)
    own, control = (
        rng.binomial(size, share, runs) / size
        for size, share in zip(sizes, (other, base), strict=True)
    )
    p = shares_p(own, np.full(runs, sizes[0]), control, np.full(runs, n))
    return _counted(n, p < alpha)


def needed_by_trials(
    tried: Callable[[int], SimulatedPower],
    start: int,
    alpha: float,
    power: float,
    report: Progress = silent,
) -> tuple[SimulatedPower, SimulatedPower]:
    """What was found with `start` customers an arm, and with as many as it takes.

    From a number to the next by the square of how far its power is from the one asked for on the
    normal scale, or to the middle of one that is too small and one that is too large, until the
    power asked for lies within the interval, `TRIES` times at most.
    """
    first = last = tried(start)
    reach = -special.ndtri(alpha / 2)
    few, many = first, first
    for step in range(TRIES):
        report((step + 1) / (TRIES + 1))
        if last.low <= power <= last.high:
            break
        few, many = (last, many) if last.power < power else (few, last)
        share = np.clip(last.power, 0.5 / last.runs, 1 - 0.5 / last.runs)
        away = max(reach + special.ndtri(share), 0.1)
        n = max(int(np.ceil(last.per_arm * ((reach + special.ndtri(power)) / away) ** 2)), 2)
        if few.power < power < many.power:
            n = int(np.ceil((few.per_arm * many.per_arm) ** 0.5))
            if n >= many.per_arm:
                last = many
                break
        last = tried(n)
    report(1.0)
    return first, last


def _other(n: int, ratio: float) -> int:
    return max(round(n * ratio), 1)


def _counted(n: int, differs: BoolArray) -> SimulatedPower:
    """Of how many runs the difference was found."""
    runs, found = len(differs), int(differs.sum())
    ends = wilson(np.array([found / runs]), np.array([runs]))
    return SimulatedPower(n, found, runs, found / runs, float(ends[0][0]), float(ends[1][0]))


def _moments(
    rng: np.random.Generator, amounts: FloatArray, counts: IntArray, n: int, runs: int
) -> GroupMoments:
    """Number, mean and variance of n draws, `runs` times."""
    total, squares = np.zeros(runs), np.zeros(runs)
    middle = float(np.average(amounts, weights=counts))
    away = amounts - middle
    together = n > FEW * len(amounts)
    rows = max(1, BLOCK // (len(amounts) if together else n))
    shares, everybody = counts / counts.sum(), np.repeat(away, counts)
    for start in range(0, runs, rows):
        block = slice(start, min(start + rows, runs))
        size = block.stop - block.start
        if together:
            drawn = rng.multinomial(n, shares, size=size)
            total[block], squares[block] = drawn @ away, drawn @ away**2
        else:
            each = everybody[rng.integers(len(everybody), size=(size, n))]
            total[block], squares[block] = each.sum(axis=1), (each**2).sum(axis=1)
    mean = total / n
    variance = np.maximum(squares - n * mean**2, 0) / max(n - 1, 1)
    return GroupMoments(np.full(runs, n), mean + middle, variance)
