"""Splits by lot into two arms that get the same: how often a difference is found all the same."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy import special

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.statistics.differences import GroupMoments, newcombe, welch
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

SPLITS = 1_000
BLOCK = 8_000_000


class FalseAlarms(NamedTuple):
    """Of `splits` splits, `alarms` found a difference: a share with its 95 % interval (Wilson)."""

    alarms: int
    splits: int
    share: float
    low: float
    high: float


def false_alarms(
    outcomes: Mapping[str, FloatArray],
    alpha: float,
    seed: int,
    splits: int = SPLITS,
    report: Progress = silent,
) -> dict[str, FalseAlarms]:
    """By outcome, how often its interval at 1 - alpha leaves 0 out.

    outcomes: (n,) of zeros and ones (compared by Newcombe's interval), (n,) amounts (Welch's), or
    (n, 2) above and below of a ratio (delta method). Each split throws a fair coin for every
    customer; all outcomes are compared in the same splits.
    """
    n = len(next(iter(outcomes.values())))
    columns = {name: _columns(values) for name, values in outcomes.items()}
    ends = np.cumsum([one.shape[1] for one in columns.values()])
    every = np.column_stack(list(columns.values())).astype(np.float64)
    totals = every.sum(axis=0)
    rng = np.random.default_rng(seed)
    alarms = dict.fromkeys(outcomes, 0)
    rows = max(1, min(BLOCK // max(n, 1), 100))
    for start in range(0, splits, rows):
        report(start / splits)
        size = min(rows, splits - start)
        inside = rng.integers(0, 2, size=(size, n), dtype=np.int8).astype(np.float64)
        count = inside.sum(axis=1).astype(np.int64)
        one = inside @ every
        for (name, values), end in zip(outcomes.items(), ends, strict=True):
            part = slice(end - columns[name].shape[1], end)
            sides = ((one[:, part], count), (totals[part] - one[:, part], n - count))
            alarms[name] += int(_differs(values, sides, alpha).sum())
    report(1.0)
    found = {}
    for name, hits in alarms.items():
        low, high = wilson(np.array([hits / splits]), np.array([splits]))
        found[name] = FalseAlarms(hits, splits, hits / splits, float(low[0]), float(high[0]))
    return found


def is_share(values: FloatArray) -> bool:
    """Whether an outcome is a yes or no of each customer."""
    return values.ndim == 1 and bool(((values == 0) | (values == 1)).all())


def _columns(values: FloatArray) -> FloatArray:
    """What has to be added up for each arm."""
    if values.ndim == 2:
        above, below = (values - values.mean(axis=0)).T
        return np.column_stack([above, below, above**2, below**2, above * below])
    if is_share(values):
        return values[:, None]
    away = values - values.mean()
    return np.column_stack([away, away**2])


def _differs(
    values: FloatArray, sides: tuple[tuple[FloatArray, IntArray], ...], alpha: float
) -> BoolArray:
    """(splits,) whether the interval of the difference leaves 0 out; an arm of nobody never."""
    (one, n), (other, m) = sides
    if values.ndim == 2:
        left, right = (_ratio(sums, count, values.mean(axis=0)) for sums, count in sides)
        half = -special.ndtri(alpha / 2) * np.sqrt(left[1] + right[1])
        return np.asarray(np.abs(left[0] - right[0]) > half)
    if is_share(values):
        shares = ratio(one[:, 0], n), ratio(other[:, 0], m)
        low, high = newcombe(shares[0], n, shares[1], m, 1 - alpha)
    else:
        low, high = welch(_moments(one, n), _moments(other, m), 1 - alpha)
    return np.asarray((low > 0) | (high < 0))


def _moments(sums: FloatArray, n: IntArray) -> GroupMoments:
    mean = ratio(sums[:, 0], n)
    return GroupMoments(n, mean, ratio(np.maximum(sums[:, 1] - n * mean**2, 0), n - 1))


def _ratio(sums: FloatArray, n: IntArray, middle: FloatArray) -> tuple[FloatArray, FloatArray]:
    """A ratio of means in each split, and its variance by the delta method."""
    above, below = ratio(sums[:, 0], n), ratio(sums[:, 1], n)
    spread = [
        ratio(sums[:, at] - n * first * second, n - 1)
        for at, first, second in ((2, above, above), (3, below, below), (4, above, below))
    ]
    found = ratio(above + middle[0], below + middle[1])
    variance = spread[0] - 2 * found * spread[2] + found**2 * spread[1]
    return found, ratio(np.maximum(variance, 0), n * (below + middle[1]) ** 2)
