"""What may be said of a comparison: won, lost, no difference, too early, cannot tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from recsys_core.experiments.readout.comparisons import ArmComparison
from recsys_core.experiments.sequential.always_valid import (
    LEAST,
    LEAST_EITHER,
    OF_THE_LOOK,
    more_needed,
    p_value,
)
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.intervals import LEVEL
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import FloatArray

MOST_TIMES = 4.0
"""With more than so many times the customers there are, waiting is no advice without a plan."""
AHEAD = np.geomspace(1, 1e4, 2_001)
"""As many times the customers there are, for which it is asked whether they would settle it."""
Word = Literal["won", "lost", "no difference", "too early", "cannot tell"]


@dataclass(frozen=True)
class ArmVerdict:
    """by_plan: whether the fixed interval decides, because this is the look that was planned, or
    the always-valid one.  level: the p below which it would be won or lost.  times: how many times
    as many customers as now would settle it if all differences stay as they are; NaN where no
    number in reach would, and where it is settled.
    """

    word: Word
    by_plan: bool
    level: float
    times: float = float("nan")


def judge(
    one: ArmComparison,
    smallest: float | None = None,
    planned: int | None = None,
    over: bool | None = None,
    alpha: float = ALPHA,
) -> ArmVerdict:
    """The verdict on the only comparison there is; see `judge_all`."""
    return judge_all([one], smallest, planned, over, alpha)[0]


def judge_all(
    comparisons: Sequence[ArmComparison],
    smallest: float | None = None,
    planned: int | None = None,
    over: bool | None = None,
    alpha: float = ALPHA,
) -> list[ArmVerdict]:
    """The verdicts on all comparisons of an experiment. smallest: the smallest difference worth
    having of the first outcome, in its unit; None for none.  planned: customers of each arm for
    which a plan set its one look.  over: whether the day set for the one look has come; None where
    the customers that were planned say it.  alpha: false alarms allowed, 5 % in what follows.

    Without a plan nobody knows how often somebody looked, and the always-valid p decides, by Holm
    over all comparisons below 0.05. With a plan the 5 % are halved (Bonferroni): Holm's p of the
    always-valid interval below 0.025 at any look, or that of the fixed one below 0.025 at the look
    that was planned. With more customers than were planned the fixed interval has to leave out 0 by
    as much as if there were no more than those: of z standard errors it takes sqrt(n / planned)
    times as many, so that nobody gains by looking on. No difference takes the 95 % interval of the
    one or the other within `smallest` on both sides.
    """
    any_looks = alpha if planned is None and over is None else (1 - OF_THE_LOOK) * alpha
    ahead = _settled_ahead(comparisons, any_looks)
    return [
        _judged(
            one,
            smallest if one.outcome == comparisons[0].outcome else None,
            planned,
            over,
            any_looks,
            OF_THE_LOOK * alpha,
            float(ahead[at]),
        )
        for at, one in enumerate(comparisons)
    ]


def _judged(
    one: ArmComparison,
    smallest: float | None,
    planned: int | None,
    over: bool | None,
    any_looks: float,
    of_look: float,
    ahead: float,
) -> ArmVerdict:
    n = max(min(one.n, one.n_control), 1)
    reached = over if over is not None else planned is not None and n >= planned
    stretch = 1.0 if planned is None or over is not None else max(n / planned, 1.0) ** 0.5
    level = float(2 * special.ndtr(special.ndtri(of_look / 2) * stretch))
    at_look, at_any = reached and one.p_adjusted < level, one.sequential_p_adjusted < any_looks
    by_plan = reached and (at_look or not at_any)
    asks = level if by_plan else any_looks
    if at_look or at_any:
        word: Word = "won" if (one.difference > 0) is not one.lower_wins else "lost"
        return ArmVerdict(word, by_plan, asks)
    if smallest is not None:
        ends = one.difference + stretch * (np.array([one.low, one.high]) - one.difference)
        if reached and -smallest < ends[0] and ends[1] < smallest:
            return ArmVerdict("no difference", True, asks)
        if -smallest < one.sequential_low and one.sequential_high < smallest:
            return ArmVerdict("no difference", False, asks)
    if reached or over is not None:
        return ArmVerdict("cannot tell" if reached else "too early", by_plan, asks)
    times = _times(one, smallest, ahead)
    if planned is not None:
        times = float(np.fmin(times, planned / n))
    waits = planned is not None or times <= MOST_TIMES
    return ArmVerdict("too early" if waits else "cannot tell", by_plan, asks, times)


def _settled_ahead(comparisons: Sequence[ArmComparison], level: float) -> FloatArray:
    """(m,) how many times as many customers Holm's always-valid p of each takes to fall below
    `level`, if all differences, spreads and shares stay; inf where none in reach is enough.
    """
    column = np.ones((1, len(AHEAD)))
    p = [
        p_value(one.difference * column, one.error / np.sqrt(AHEAD), one.stage * AHEAD)[0]
        for one in comparisons
    ]
    below = holm(np.nan_to_num(np.array(p), nan=1.0)) < level
    return np.where(below.any(axis=1), AHEAD[below.argmax(axis=1)], np.inf)


def _times(one: ArmComparison, smallest: float | None, ahead: float) -> float:
    apart = ahead if np.isfinite(ahead) else float("nan")
    away = abs(one.difference)
    within = float("nan")
    if smallest is not None:
        within = more_needed(smallest - away, one.error, one.stage, LEVEL)
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
