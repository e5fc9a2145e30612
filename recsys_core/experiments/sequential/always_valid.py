"""Intervals and chances that stay right however often somebody looks, and whenever they stop.

A fixed interval of 95 % is wrong in 5 of 100 experiments without effect on the one day that was set
beforehand; looked at 40 times it is wrong at some time in about 29. The mixture sequential
probability ratio test weighs a difference d of standard error s against differences spread
normally around 0, r times as wide in squares as s:

    M = (1 + r)^(-1/2) exp(d^2 / s^2 * r / (2 (1 + r)))

M exceeds 1 / alpha at any time with a chance of alpha at most (Ville); what it does not exceed is
the interval (Robbins, 1970, Annals of Mathematical Statistics 41(5); Johari et al., 2022,
Operations Research 70(3)). r grows with the customers. With the spread measured rather than known
it is the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021,
arXiv:2103.06476; Annals of Statistics, 2024), which holds once there are enough customers.
"""

import numpy as np

from recsys_core.schema.statistics.intervals import LEVEL
from recsys_core.schema.types import FloatArray, IntArray

TIGHT_AT = 6_000
"""Customers of each arm at which the interval is tightest, where no plan says better. Set once for
all experiments and never by what came out: an interval tuned to the data at hand would not hold.
With ten times as many it is 7 % wider than one tuned to them would be, with a tenth 27 %.
"""
LEAST = 100
"""Customers in each arm from which on means are taken for normal."""
LEAST_EITHER = 10
"""Of a rate: so many in each arm who did it, and who did not."""


def weight(
    n: IntArray, n_other: IntArray, tight_at: float = TIGHT_AT, level: float = LEVEL
) -> FloatArray:
    """The r of the mixture for arms of n and n_other customers: it grows in proportion to them, and
    makes the interval tightest with `tight_at` customers in each (Waudby-Smith et al., 2021,
    whose rho^2 is (-2 log alpha + log(1 - 2 log alpha)) / tight_at).
    """
    reach = -2 * np.log(1 - level)
    each = np.asarray(n, float) * np.asarray(n_other, float)
    harmonic = 2 * each / np.maximum(np.add(n, n_other), 1)
    return np.asarray((reach + np.log1p(reach)) * harmonic / tight_at)


def half_width(error: FloatArray, r: FloatArray, level: float = LEVEL) -> FloatArray:
    """Half of the always-valid interval of differences with these standard errors; r: `weight`."""
    r = np.maximum(r, 1e-12)
    return np.asarray(error * np.sqrt((1 + 1 / r) * (np.log1p(r) - 2 * np.log(1 - level))))


def p_value(difference: FloatArray, error: FloatArray, r: FloatArray) -> FloatArray:
    """Always-valid p: the level at which the interval just reaches 0, 1 at most. NaN where the
    error is.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z2 = np.where(error > 0, (difference / error) ** 2, np.where(difference == 0, 0, np.inf))
    z2 = np.where(np.isnan(error), np.nan, z2)
    return np.asarray(np.minimum(np.sqrt(1 + r) * np.exp(-z2 * r / (2 * (1 + r))), 1.0))


def more_needed(
    distance: float, error: float, r: float, level: float = LEVEL, most: float = 1e4
) -> float:
    """How many times as many customers the half width takes to fall to `distance`, if spread and
    shares of the arms stay: 1 where it has, NaN where `most` times are not enough.
    """
    if not distance > 0 or not np.isfinite(error):
        return float("nan")
    times = np.geomspace(1, most, 4_001)
    width = half_width(error / np.sqrt(times), r * times, level)
    enough = np.flatnonzero(width <= distance)
    return float(times[enough[0]]) if len(enough) else float("nan")
