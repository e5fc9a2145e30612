"""How far two groups of customers differ, and whether a lot dealt them out as planned."""

from typing import NamedTuple

import numpy as np
from scipy import special

from recsys_core.schema.statistics.intervals import LEVEL, wilson
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray


class GroupMoments(NamedTuple):
    """Number, mean and variance (divided by n - 1) of groups; arrays of one shape."""

    n: IntArray
    mean: FloatArray
    variance: FloatArray


def moments_of(values: FloatArray, group: IntArray, groups: int) -> GroupMoments:
    """(groups,) of values (n,) by the group (n,) of each; NaN where a group is too small."""
    n = np.bincount(group, minlength=groups)
    mean = ratio(np.bincount(group, values, groups), n)
    squares = np.bincount(group, (values - mean[group]) ** 2, groups)
    return GroupMoments(n, mean, ratio(squares, np.maximum(n - 1, 0)))


def newcombe(
    share: FloatArray,
    n: IntArray,
    other: FloatArray,
    n_other: IntArray,
    level: float = LEVEL,
) -> tuple[FloatArray, FloatArray]:
    """Low and high ends of `share - other`, shares of n and n_other different customers: Wilson's
    intervals of both, joined (Newcombe, 1998, Statistics in Medicine 17, method 10).
    """
    low, high = wilson(share, n, level)
    other_low, other_high = wilson(other, n_other, level)
    below = np.hypot(share - low, other_high - other)
    above = np.hypot(high - share, other - other_low)
    return share - other - below, share - other + above


def welch(
    group: GroupMoments, other: GroupMoments, level: float = LEVEL
) -> tuple[FloatArray, FloatArray]:
    """Low and high ends of the difference of means of two groups whose spreads may differ (Welch,
    1947, Biometrika 34). NaN where one has fewer than two.
    """
    each = [ratio(one.variance, one.n) for one in (group, other)]
    squared = each[0] + each[1]
    shares = [ratio(one**2, side.n - 1) for one, side in zip(each, (group, other), strict=True)]
    freedom = ratio(squared**2, np.add(*shares), empty=1.0)
    half = special.stdtrit(freedom, (1 + level) / 2) * np.sqrt(squared)
    difference = group.mean - other.mean
    return difference - half, difference + half


def sample_ratio(counts: IntArray, planned: FloatArray) -> float:
    """The chance that arms of planned shares (which add up to 1) come out as unlike them as these
    counts or more: Pearson's chi-squared test of all arms. Below 0.001 the lot, or the counting,
    is broken (Fabijan et al., KDD 2019).
    """
    expected = np.asarray(planned, float) * np.sum(counts)
    distance = float((ratio((counts - expected) ** 2, expected)).sum())
    return float(special.chdtrc(len(counts) - 1, distance))


def welch_p(group: GroupMoments, other: GroupMoments) -> FloatArray:
    """Two-sided chance of means this far apart or farther where there is no difference (Welch,
    1947). NaN where an arm has fewer than two; 1 where nobody differs from anybody.
    """
    each = [ratio(one.variance, one.n) for one in (group, other)]
    squared = each[0] + each[1]
    shares = [ratio(one**2, side.n - 1) for one, side in zip(each, (group, other), strict=True)]
    freedom = ratio(squared**2, np.add(*shares), empty=1.0)
    away = np.abs(group.mean - other.mean)
    t = ratio(away, np.sqrt(squared), empty=np.inf)
    p = 2 * special.stdtr(freedom, -np.where(away == 0, 0.0, t))
    few = (np.minimum(group.n, other.n) < 2) | np.isnan(squared)
    return np.asarray(np.where(few, np.nan, p))


def shares_p(share: FloatArray, n: IntArray, other: FloatArray, n_other: IntArray) -> FloatArray:
    """Two-sided chance of shares this far apart or farther where there is no difference: the normal
    test with the share of both together, the chi-squared test of the four counts (Pearson, 1900).
    """
    together = ratio(share * n + other * n_other, np.add(n, n_other))
    error = np.sqrt(
        together * (1 - together) * ratio(np.add(n, n_other), np.multiply(n, n_other, dtype=float))
    )
    z = ratio(share - other, error, empty=0.0)
    return np.asarray(2 * special.ndtr(-np.abs(z)))


def times_as_much(
    group: GroupMoments, other: GroupMoments, level: float = LEVEL
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The ratio of two means, and its low and high ends: normal on the scale of logarithms with
    variance / (n mean^2) of each (delta method; of shares, Katz et al., 1978, Biometrics 34, where
    variance is share (1 - share)). NaN where a mean is not above 0.
    """
    both = (group.mean > 0) & (other.mean > 0)
    top, bottom = (np.where(both, one.mean, np.nan) for one in (group, other))
    squared = group.variance / (group.n * top**2) + other.variance / (other.n * bottom**2)
    half = special.ndtri((1 + level) / 2) * np.sqrt(squared)
    value = top / bottom
    return value, value * np.exp(-half), value * np.exp(half)
