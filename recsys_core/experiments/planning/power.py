"""How likely a difference is found, how many customers that takes, and what so many can show.

Every formula is a power as a function of customers; numbers of customers and smallest differences
are where it meets the power asked for. All tests are two-sided.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy import optimize, special, stats

RateFormula = Literal["arcsine", "unpooled", "pooled"]
RATE_FORMULAS: tuple[RateFormula, ...] = ("arcsine", "unpooled", "pooled")
FEWEST, MOST = 2.0, 1e12
"""Customers between whom an answer is looked for."""


def rate_power(
    n: float,
    base: float,
    other: float,
    alpha: float,
    ratio: float = 1.0,
    formula: RateFormula = "arcsine",
) -> float:
    """The chance that shares `base` of n customers and `other` of n x ratio are found to differ.

    arcsine: on the scale on which all shares vary alike (Cohen, 1988, chapter 6; `statsmodels`'
    `NormalIndPower`).  unpooled: each share with its own variance, as an interval of the difference
    has it.  pooled: the test under equality with the variance of both together (Fleiss, Levin and
    Paik, 2003, 4.14 without the correction).
    """
    if formula == "arcsine":
        apart = 2 * (np.arcsin(np.sqrt(other)) - np.arcsin(np.sqrt(base)))
        return _found(apart * np.sqrt(n * ratio / (1 + ratio)), alpha)
    own = base * (1 - base) / n + other * (1 - other) / (n * ratio)
    if own <= 0:
        return 1.0 if base != other else alpha
    together = (base + ratio * other) / (1 + ratio)
    pooled = together * (1 - together) * (1 + 1 / ratio) / n
    stretch = np.sqrt(pooled / own) if formula == "pooled" else 1.0
    return _found((other - base) / np.sqrt(own), alpha, stretch)


def mean_power(
    n: float, difference: float, deviation: float, alpha: float, ratio: float = 1.0
) -> float:
    """The chance that means of n and of n x ratio customers of a standard deviation `deviation` are
    found to differ by Student's test: the noncentral t distribution (Cohen, 1988, chapter 2;
    `statsmodels`' `TTestIndPower`). Far beyond any mean's spread it is 1.
    """
    freedom = n + n * ratio - 2
    away = abs(difference) / deviation * np.sqrt(n * ratio / (1 + ratio))
    reach = special.stdtrit(freedom, 1 - alpha / 2)
    if freedom > 1e6:
        # The distribution is normal to within what is asked for, and its series is slow.
        return _found(away, alpha)
    # The far tail is nothing where its series gives up, the near one all of it.
    above = np.nan_to_num(stats.nct.sf(reach, freedom, away), nan=1.0)
    return float(above + np.nan_to_num(stats.nct.cdf(-reach, freedom, away), nan=0.0))


def common_deviation(deviation: float, change: float, ratio: float = 1.0) -> float:
    """The deviation that gives the difference of n and of n x ratio customers the same spread as
    both their own do, where everybody's amount in the second arm is (1 + change) times as large:
    so is its deviation.
    """
    return float(deviation * np.sqrt((ratio + (1 + change) ** 2) / (1 + ratio)))


def customers_needed(power_of: Callable[[float], float], power: float) -> float:
    """The number, not rounded, from which `power_of` reaches `power`; inf where it never does."""
    if power_of(MOST) < power:
        return float("inf")
    if power_of(FEWEST) >= power:
        return FEWEST
    high = FEWEST
    while power_of(high) < power:
        high *= 4
    found = optimize.brentq(lambda n: power_of(n) - power, high / 4, high, xtol=1e-10, rtol=1e-14)
    return float(found)


def smallest_difference(power_of: Callable[[float], float], power: float, most: float) -> float:
    """The smallest difference up to `most` that `power_of` finds with `power`; NaN for none."""
    if power_of(most) < power:
        return float("nan")
    return float(optimize.brentq(lambda one: power_of(one) - power, 0.0, most, xtol=1e-12))


def alpha_of_each(alpha: float, arms: int) -> float:
    """The level of each comparison with the control, so that all of them together give a false
    alarm in at most `alpha` (Bonferroni; Holm's correction of the read-out finds no less).
    """
    return alpha / max(arms - 1, 1)


def after_cuped(n: float, rho: float) -> float:
    """Customers needed once what is known from before is taken off; rho: its correlation with the
    outcome (Deng, Xu, Kohavi and Walker, WSDM 2013).
    """
    return n * (1 - rho**2)


def _found(away: float, alpha: float, stretch: float = 1.0) -> float:
    """Both tails of a normal estimate `away` standard errors from 0 whose test allows
    `stretch` times as many.
    """
    reach = -special.ndtri(alpha / 2) * stretch
    return float(special.ndtr(away - reach) + special.ndtr(-away - reach))
