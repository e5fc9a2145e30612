"""Intervals and chances that stay right however often somebody looks, and whenever they stop.

A fixed interval of 95 % is wrong in 5 of 100 experiments without effect on the one day that was set
beforehand; looked at 40 times it is wrong at some time in about 29. The mixture sequential
probability ratio test weighs what came out, a difference of z standard errors, against a mixture of
differences there may be. It exceeds 1 / alpha at any time with a chance of alpha at most (Ville),
whatever the mixture (Robbins and Siegmund, 1970, Annals of Mathematical Statistics 41(5)); what it
does not exceed is the interval (Johari et al., 2022, Operations Research 70(3)). The mixture here
is of two normal distributions, of differences of either sign around the size that a plan has its
power for, c standard errors with the customers that were planned, and half as wide: with t times as
many customers, r = c^2 t / 4 and a = c sqrt(t),

    M = (1 + r)^(-1/2) exp((r z^2 - a^2) / (2 (1 + r))) cosh(a z / (1 + r))

One normal around 0, the usual choice, gives r to differences that nobody plans for; this one finds
what was planned with 8 % fewer customers (`benchmarks/bench_readout.py`). With the spread measured
rather than known it is an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and
Ramdas, Annals of Statistics, 2024), which holds once there are enough customers.
"""

import numpy as np
from scipy import special

from recsys_core.schema.statistics.intervals import LEVEL
from recsys_core.schema.types import FloatArray, IntArray

CENTRE = float(special.ndtri(0.975) + special.ndtri(0.8))
"""Standard errors of a difference that one look at 95 % finds four times in five."""
SPREAD = 0.5
"""Of the centre. A narrower mixture is tighter near the plan and wider far from it."""
TIGHT_AT = 7_000
"""Customers of each arm that count as planned where no plan says so. Set once for all experiments
and never by what came out: an interval tuned to the data at hand would not hold. With ten times as
many it is 18 % wider than one tuned to them would be, with a tenth 33 %.
"""
LEAST = 100
"""Customers in each arm from which on means are taken for normal."""
LEAST_EITHER = 10
"""Of a rate: so many in each arm who did it, and who did not."""
OF_THE_LOOK = 0.5
"""Of the false alarms allowed, those of the planned look; all other looks have the rest."""
STEPS = 60


def stage(n: IntArray, n_other: IntArray, tight_at: float = TIGHT_AT) -> FloatArray:
    """How many times the customers that were planned there are, of arms of n and n_other: arms of
    unlike size count by their harmonic mean, as the spread of a difference does.
    """
    each = np.asarray(n, float) * np.asarray(n_other, float)
    return np.asarray(2 * each / np.maximum(np.add(n, n_other), 1) / tight_at)


def half_width(error: FloatArray, at: FloatArray, level: float = LEVEL) -> FloatArray:
    """Half of the always-valid interval of differences with these standard errors; at: `stage`.

    Newton's steps from above on a function that is convex, until nothing moves.
    """
    at = np.maximum(at, 1e-9)
    r, a = (CENTRE * SPREAD) ** 2 * at, CENTRE * np.sqrt(at)
    needed = -np.log(1 - level)
    z = np.sqrt((2 * needed * (1 + r) + (1 + r) * np.log1p(r) + a**2) / r)
    for _ in range(STEPS):
        slope = (r * z + a * np.tanh(a * z / (1 + r))) / (1 + r)
        step = (_weighed(z, at) - needed) / slope
        z = z - step
        if np.all(step <= 1e-13 * z):
            break
    return np.asarray(error * z)


def p_value(difference: FloatArray, error: FloatArray, at: FloatArray) -> FloatArray:
    """Always-valid p: the level at which the interval just reaches 0, 1 at most. NaN where the
    error is.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0, np.abs(difference / error), np.where(difference == 0, 0, np.inf))
    z = np.where(np.isnan(error), np.nan, z)
    with np.errstate(invalid="ignore"):
        p = np.exp(-np.maximum(_weighed(np.minimum(z, 1e6), at), 0))
    return np.asarray(np.where(np.isinf(z), 0.0, p))


def more_needed(
    distance: float, error: float, at: float, level: float = LEVEL, most: float = 1e4
) -> float:
    """How many times as many customers the half width takes to fall to `distance`, if spread and
    shares of the arms stay: 1 where it has, NaN where `most` times are not enough.
    """
    if not distance > 0 or not np.isfinite(error):
        return float("nan")
    times = np.geomspace(1, most, 4_001)
    width = half_width(error / np.sqrt(times), at * times, level)
    enough = np.flatnonzero(width <= distance)
    return float(times[enough[0]]) if len(enough) else float("nan")


def _weighed(z: FloatArray, at: FloatArray) -> FloatArray:
    """The log of M for differences of z standard errors, z not below 0."""
    r, a = (CENTRE * SPREAD) ** 2 * at, CENTRE * np.sqrt(at)
    away = a * z / (1 + r)
    either = away + np.log1p(np.exp(-2 * away)) - np.log(2)
    return np.asarray((r * z**2 - a**2) / (2 * (1 + r)) - np.log1p(r) / 2 + either)
