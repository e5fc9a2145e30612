"""What may be said of a comparison: won, lost, no difference, too early, cannot tell."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.experiments.readout.comparisons import ArmComparison
from recsys_core.experiments.sequential.always_valid import LEAST, LEAST_EITHER, more_needed
from recsys_core.schema.evaluation import ALPHA

MOST_TIMES = 4.0
"""With more than so many times the customers there are, waiting is no advice without a plan."""
Word = Literal["won", "lost", "no difference", "too early", "cannot tell"]


@dataclass(frozen=True)
class ArmVerdict:
    """by_plan: whether the fixed interval decides, because this is the look that was planned, or
    the always-valid one. times: how many times as many customers as now would settle it if the
    difference stays as it is; NaN where no number in reach would, and where it is settled.
    """

    word: Word
    by_plan: bool
    times: float = float("nan")


def judge(
    one: ArmComparison,
    smallest: float | None = None,
    planned: int | None = None,
    tests: int = 1,
    over: bool | None = None,
) -> ArmVerdict:
    """The verdict on a comparison, one of `tests`. smallest: the smallest difference worth having,
    in the unit of the outcome; None for none.  planned: customers of each arm for which a plan set
    its one look.  over: whether the day set for the one look has come; None where the customers
    that were planned say it.

    Once both arms have the customers that were planned, the fixed interval decides: a look that was
    set beforehand. Before that, and without a plan, nobody knows how often somebody looked, and the
    always-valid interval does. Won or lost takes Holm's p over all comparisons below 0.05; no
    difference takes the interval within `smallest` on both sides.
    """
    by_plan = planned is not None and min(one.n, one.n_control) >= planned
    by_plan = by_plan if over is None else over
    p = one.p_adjusted if by_plan else one.sequential_p_adjusted
    low, high = (one.low, one.high) if by_plan else (one.sequential_low, one.sequential_high)
    if p < ALPHA:
        return ArmVerdict("won" if (one.difference > 0) is not one.lower_wins else "lost", by_plan)
    if smallest is not None and -smallest < low and high < smallest:
        return ArmVerdict("no difference", by_plan)
    if by_plan:
        return ArmVerdict("cannot tell", by_plan)
    if over is not None:
        return ArmVerdict("too early", by_plan)
    times = _times(one, smallest, tests)
    if planned is not None:
        times = float(np.fmin(times, planned / max(min(one.n, one.n_control), 1)))
    waits = planned is not None or times <= MOST_TIMES
    word: Word = "too early" if waits else "cannot tell"
    return ArmVerdict(word, by_plan, times)


def _times(one: ArmComparison, smallest: float | None, tests: int) -> float:
    away = abs(one.difference)
    apart = more_needed(away, one.error, one.r, 1 - ALPHA / tests)
    within = float("nan") if smallest is None else more_needed(smallest - away, one.error, one.r)
    return float(np.maximum(np.fmin(apart, within), _until_enough(one)))


def _until_enough(one: ArmComparison) -> float:
    """How many times as many customers the always-valid interval takes to be there at all; NaN
    where an arm shows no spread that could grow.
    """
    if not np.isnan(one.sequential_low):
        return 1.0
    times = LEAST / max(min(one.n, one.n_control), 1)
    if one.kind != "rate":
        return times if times > 1 and one.error > 0 else float("nan")
    shares = ((one.value, one.n), (one.control, one.n_control))
    rarest = min(min(share, 1 - share) * n for share, n in shares)
    return max(times, LEAST_EITHER / rarest) if rarest > 0 else float("nan")
