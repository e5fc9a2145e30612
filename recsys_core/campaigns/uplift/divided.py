"""Customers divided by lot into arms: how the arms did, and whether the lot came out as planned."""

from dataclasses import dataclass

import numpy as np

from recsys_core.campaigns.uplift import messages as m
from recsys_core.schema.statistics.differences import (
    GroupMoments,
    moments_of,
    newcombe,
    sample_ratio,
    welch,
)
from recsys_core.schema.statistics.intervals import intervals_of_means
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

LEAST_CUSTOMERS, LEAST_RESPONDERS = 1_000, 100
"""In each arm: with fewer, a split in halves leaves less than chance hides."""
BROKEN = 0.001


@dataclass(frozen=True)
class Divided:
    """Who was in which arm and what they did.

    arm: (n,) codes of `arms`.  control: the code of the arm that was left alone, None without
    one.  outcome: (n,), 0 or 1 where `is_rate`, else an amount.  features: (n, f), NaN where not
    known.  planned: (arms,) the shares the lot was to give, adding up to 1; None for equal ones.
    """

    arm: IntArray
    arms: tuple[str, ...]
    control: int | None
    outcome: FloatArray
    features: FloatArray
    planned: FloatArray | None = None

    @property
    def is_rate(self) -> bool:
        return bool(np.isin(self.outcome, (0.0, 1.0)).all())

    @property
    def compared(self) -> list[int]:
        """The codes of the arms beside the control; none without one."""
        others = range(len(self.arms)) if self.control is not None else ()
        return [at for at in others if at != self.control]

    @property
    def responded(self) -> BoolArray:
        return self.outcome > 0


@dataclass(frozen=True)
class ArmFigures:
    """One arm. rate: the share that responded, or the mean amount; low, high: its 95 % interval
    (Wilson's of a share, Student's bent by the skewness of an amount).
    """

    arm: str
    n: int
    responders: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class ArmDifference:
    """An arm less the control, with an interval of 95 %: Newcombe's of shares, Welch's of means."""

    arm: str
    difference: float
    low: float
    high: float


def figures_of_arms(data: Divided) -> list[ArmFigures]:
    """Every arm, in their order."""
    told = []
    for at, name in enumerate(data.arms):
        mine = data.outcome[data.arm == at]
        most = 1 if data.is_rate else np.inf
        low, high = intervals_of_means(mine[:, None], most)
        responders = int((mine > 0).sum())
        mean = float(mine.mean()) if len(mine) else np.nan
        told.append(ArmFigures(name, len(mine), responders, mean, float(low[0]), float(high[0])))
    return told


def differences(data: Divided) -> list[ArmDifference]:
    """Every arm against the control; none without one."""
    return [
        ArmDifference(data.arms[at], *difference(data.outcome, data.arm == at, data.is_rate, among))
        for at in data.compared
        for among in [(data.arm == at) | (data.arm == data.control)]
    ]


def difference(
    outcome: FloatArray, arm: BoolArray, is_rate: bool, among: BoolArray
) -> tuple[float, float, float]:
    """Arm less control, low and high, of the customers `among`; all (n,)."""
    two = moments_of(outcome[among], arm[among].astype(np.int64), 2)
    control, own = (GroupMoments(*(each[at] for each in two)) for at in (0, 1))
    if is_rate:
        low, high = newcombe(own.mean, own.n, control.mean, control.n)
    else:
        low, high = welch(own, control)
    return float(own.mean - control.mean), float(low), float(high)


def ratio_p(data: Divided) -> float:
    """How often a lot as planned gives arms as unlike the plan as these or more."""
    return sample_ratio(np.bincount(data.arm, minlength=len(data.arms)), _planned(data))


def refused_for_all(data: Divided) -> str:
    """Why no arm can be compared; "" where they can."""
    if data.control is None or not data.compared:
        return say(m.NO_CONTROL)
    p = ratio_p(data)
    if p >= BROKEN:
        return ""
    counts = np.bincount(data.arm, minlength=len(data.arms))
    return say(
        m.BROKEN_LOT,
        counts=and_list([count(one) for one in counts]),
        arms=and_list(list(data.arms)),
        planned=and_list([share(float(one)) for one in _planned(data)]),
        p=number(p),
    )


def too_small(data: Divided, at: int) -> str:
    """Why an arm is too small for telling who is moved; "" where it is not."""
    for code in (at, data.control):
        mine = data.arm == code
        arm = data.arms[code] if code is not None else ""
        if mine.sum() < LEAST_CUSTOMERS:
            return say(m.SMALL_ARM, arm=arm, n=int(mine.sum()), least=LEAST_CUSTOMERS)
        responders = int((data.responded & mine).sum())
        if responders < LEAST_RESPONDERS:
            return say(m.FEW_RESPONDERS, arm=arm, n=responders, least=LEAST_RESPONDERS)
    return ""


def _planned(data: Divided) -> FloatArray:
    return np.full(len(data.arms), 1 / len(data.arms)) if data.planned is None else data.planned
