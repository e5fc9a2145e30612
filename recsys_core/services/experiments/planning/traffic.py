"""How many have come after how long."""

import numpy as np

from recsys_core.services.experiments.planning.past import PastOutcomes
from recsys_core.services.experiments.planning.request import PlanRequest

LEAST_DAYS, WEEK = 14, 7
"""Two weeks at least: every weekday twice, and what is only new has worn off a little."""


def days_until(asked: PlanRequest, past: PastOutcomes | None, per_arm: float) -> int | None:
    """Days until the smallest arm has so many, in whole weeks, two at least; None: never."""
    total = per_arm * asked.times / asked.share
    if not np.isfinite(total):
        return None
    if asked.weekly is not None:
        days = int(np.ceil(total / asked.weekly * WEEK))
    elif past is None:
        return None
    else:
        days = int(np.searchsorted(past.reach, total)) + 1
        if days > len(past.reach):
            return None
    return max(LEAST_DAYS, -(-days // WEEK) * WEEK)


def come_by(asked: PlanRequest, past: PastOutcomes | None, weeks: int) -> float | None:
    """Customers the smallest arm has after so many weeks; None beyond what is known, and where all
    are there from the beginning.
    """
    if asked.weekly is not None:
        return asked.weekly * weeks * asked.share / asked.times
    if past is None or asked.entry == "all" or weeks * WEEK > len(past.reach):
        return None
    return float(past.reach[weeks * WEEK - 1] * asked.share // asked.times)
