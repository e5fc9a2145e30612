"""How far a figure could move if other customers had been tested: intervals that hold 95 %."""

from collections.abc import Callable, Iterator

import numpy as np
from scipy import special

from recsys_core.schema.statistics.means import errors_of_means, means_of, ratio
from recsys_core.schema.types import FloatArray, IntArray

LEVEL = 0.95
BLOCK = 4_000_000
PARTS = 50
"""Groups of customers a figure of all lists is recomputed without: more change its interval by
less than 2 % of its width (`benchmarks/bench_intervals.py`).
"""
FEW_HITS = 4
"""With fewer values above 0 their spread says nothing of the upper end (see the same benchmark)."""
STRAIGHT = 1e-6
"""Below this skewness Hall's curve is a straight line to within rounding."""


def resampled_weights(n: int, samples: int, seed: int) -> Iterator[FloatArray]:
    """Blocks (b, n) of how often each of n customers is drawn, `samples` rows in all.

    Each row is n draws with replacement. The same seed gives the same rows, so that models
    measured on the same customers are resampled together.
    """
    rng = np.random.default_rng([seed, 2])
    rows = max(1, BLOCK // max(n, 1))
    for start in range(0, samples, rows):
        b = min(rows, samples - start)
        drawn = rng.integers(n, size=(b, n)) + np.arange(b)[:, None] * n
        yield np.bincount(drawn.ravel(), minlength=b * n).reshape(b, n).astype(np.float64)


def intervals_of_means(
    values: FloatArray, most: float = np.inf, level: float = LEVEL
) -> tuple[FloatArray, FloatArray]:
    """(m,) low and high ends for the column means of `values` (n, m), NaN entries left out.

    Student's interval bent by the skewness of the values (Hall, 1992, JRSS B 54(1), the monotone
    transformation), since most customers have 0 in an accuracy figure and a few have much. most:
    the largest value there can be. Where it is 1, a column of zeros and ones is a share and has
    Wilson's interval (1927), with 0 of n the rule of three; and with fewer than `FEW_HITS` values
    above 0 the high end is no lower than Wilson's, which no distribution up to 1 exceeds. Fewer
    than two values, or nothing but 0 without a `most`, give NaN: nothing is known of their spread.
    Chosen by the simulation in `benchmarks/bench_intervals.py`.
    """
    n, mean, error = _moments(values)
    bend, reach = _skewness(values, n) / np.sqrt(np.maximum(n, 1)), _reach(n - 1, level)
    low, high = (mean - _straightened(end, bend) * error for end in (reach, -reach))
    nothing = (mean == 0) & (error == 0)
    if most == 1:
        hits, known = np.nansum(values > 0, axis=0), ~np.isnan(values)
        least, largest = wilson(mean, n, level)
        share = ((values == 0) | (values == 1) | ~known).all(axis=0)
        low = np.where(share, least, low)
        high = np.where(share, largest, np.where(hits < FEW_HITS, np.fmax(high, largest), high))
    low = np.where((values < 0).any(axis=0), low, np.maximum(low, 0.0))
    high = np.where(nothing & (most != 1), np.nan, high)
    return np.where(n > 1, low, np.nan), np.where(n > 1, np.minimum(high, most), np.nan)


def intervals_of_differences(
    values: FloatArray, level: float = LEVEL
) -> tuple[FloatArray, FloatArray]:
    """(m,) low and high ends for the column means of differences (n, m) customer by customer, NaN
    left out: Student's interval. Bending it by their skewness makes it too short, because most
    differences are 0 and the others lie on both sides (`benchmarks/bench_intervals.py`).
    """
    n, mean, error = _moments(values)
    half = _reach(n - 1, level) * error
    return mean - half, mean + half


def bent_interval(
    value: float, error: float, bend: float, freedom: float, level: float = LEVEL
) -> tuple[float, float]:
    """Low and high ends of a mean of that standard error: Student's interval bent as that of
    `intervals_of_means`. bend: skewness of the values / sqrt(n).
    """
    reach = special.stdtrit(max(freedom, 1.0), (1 + level) / 2)
    ends = [_straightened(np.array(end), np.array(bend)) for end in (reach, -reach)]
    return float(value - ends[0] * error), float(value - ends[1] * error)


def wilson(
    share: FloatArray, n: IntArray | FloatArray, level: float = LEVEL
) -> tuple[FloatArray, FloatArray]:
    """(m,) low and high ends of shares of n customers each (Wilson, 1927, JASA 22)."""
    z = special.ndtri((1 + level) / 2)
    wide = n + z**2
    middle = ratio(share * n + z**2 / 2, wide)
    half = ratio(z * np.sqrt(n * share * np.clip(1 - share, 0, 1) + z**2 / 4), wide)
    # Rounding must not leave the share itself outside.
    return np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)


def left_out(statistic: Callable[[FloatArray], FloatArray], n: int, seed: int) -> FloatArray:
    """(groups,) a figure of all lists without one group of the n customers after the other, who are
    divided by lot into `PARTS` groups. statistic: weights (b, n) -> (b,).
    """
    parts = min(n, PARTS)
    member = np.random.default_rng([seed, 2]).permutation(n) % parts
    rows = max(1, BLOCK // max(n, 1))
    blocks = [np.arange(at, min(at + rows, parts)) for at in range(0, parts, rows)]
    return np.concatenate([statistic((block[:, None] != member) * 1.0) for block in blocks])


def interval_of_overall(
    without: FloatArray, value: float, bounds: tuple[float, float], level: float = LEVEL
) -> tuple[float, float]:
    """Low and high ends for a figure of all lists together: the delete-a-group jackknife.

    without: as of `left_out`.  A bootstrap draw holds only two thirds of the distinct customers, so
    that coverage is much lower in it than in truth; nearly as many customers as were tested
    leave it where it is. The variance comes out too large rather than too small (Efron and Stein,
    1981, Annals of Statistics 9(3)). Clipped to `bounds`.
    """
    half = float(_reach(np.array(len(without) - 1), level)) * jackknife_error(without)
    return max(value - half, bounds[0]), min(value + half, bounds[1])


def jackknife_error(without: FloatArray) -> float:
    """Standard error of a figure from its values without one group after the other; NaN for one."""
    parts = len(without)
    return float(np.sqrt((parts - 1) * np.var(without))) if parts > 1 else float("nan")


def _moments(values: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    """(m,) number, mean and standard error of each column."""
    return (~np.isnan(values)).sum(axis=0), means_of(values), errors_of_means(values)


def _skewness(values: FloatArray, n: IntArray) -> FloatArray:
    """(m,) third moment over the cube of the standard deviation, 0 without a spread."""
    away = values - means_of(values)
    spread = np.sqrt(ratio(np.nansum(away**2, axis=0), n - 1, empty=0.0))
    return ratio(np.nansum(away**3, axis=0), n * spread**3, empty=0.0)


def _straightened(end: FloatArray, bend: FloatArray) -> FloatArray:
    """Where the studentised mean stands when Hall's transform of it stands at `end`; bend:
    skewness / sqrt(n).
    """
    curved = np.abs(bend) > STRAIGHT
    safe = np.where(curved, bend, 1.0)
    bent = 3 / safe * (np.cbrt(1 + safe * (end - safe / 6)) - 1)
    return np.where(curved, bent, end)


def _reach(freedom: IntArray, level: float) -> FloatArray:
    """Quantile of Student's distribution that leaves `level` between it and its negative."""
    return np.asarray(special.stdtrit(np.maximum(freedom, 1), (1 + level) / 2))
