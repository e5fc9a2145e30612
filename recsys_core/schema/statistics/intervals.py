"""How far a figure could move if other customers had been tested: bootstrap intervals."""

from collections.abc import Callable, Iterator

import numpy as np

from recsys_core.schema.statistics.grouping import in_groups
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray

LEVEL = 0.95
OVERALL_SAMPLES = 200
BLOCK = 4_000_000


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
    values: FloatArray, samples: int, seed: int, level: float = LEVEL
) -> tuple[FloatArray, FloatArray]:
    """(m,) low and high ends for the column means of `values` (n, m), NaN entries left out.

    Percentile bootstrap over customers (Efron and Tibshirani, 1993, ch. 13): one matrix product
    per block of resamples serves all columns. Very many customers are drawn in groups. A column
    without any value gives NaN.
    """
    known = ~np.isnan(values)
    filled = in_groups(np.where(known, values, 0.0), seed)
    counted = in_groups(known.astype(np.float64), seed)
    means = []
    for weights in resampled_weights(len(filled), samples, seed):
        means.append(ratio(weights @ filled, weights @ counted))
    return _quantiles(np.concatenate(means), level)


def interval_of_overall(
    statistic: Callable[[FloatArray], FloatArray],
    value: float,
    n: int,
    samples: int,
    seed: int,
    bounds: tuple[float, float],
    level: float = LEVEL,
) -> tuple[float, float]:
    """Low and high ends for a figure of all lists together.

    statistic: weights (b, n) -> (b,).  A resample holds only two thirds of the distinct customers,
    so a figure like coverage is always lower in it than in truth: the draws are moved to be
    centred on `value`, and their spread is what is reported. Clipped to `bounds`.
    """
    draws = np.concatenate([statistic(w) for w in resampled_weights(n, samples, seed)])
    if np.isnan(draws).all():
        return float("nan"), float("nan")
    low, high = _quantiles(draws[:, None] - np.nanmean(draws) + value, level)
    return float(np.clip(low[0], bounds[0], value)), float(np.clip(high[0], value, bounds[1]))


def _quantiles(draws: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Ends of the central `level` of each column, NaN left out."""
    ends = [(1 - level) / 2, (1 + level) / 2]
    if not np.isnan(draws).any():
        low, high = np.quantile(draws, ends, axis=0)
        return low, high
    low, high = (np.full(draws.shape[1], np.nan) for _ in ends)
    for column in range(draws.shape[1]):
        known = draws[~np.isnan(draws[:, column]), column]
        if len(known):
            low[column], high[column] = np.quantile(known, ends)
    return low, high
