"""What a choice of customers is worth, on customers whom neither models nor choice have seen."""

from dataclasses import dataclass

import numpy as np

from recsys_core.campaigns.uplift.divided import difference
from recsys_core.schema.statistics.differences import moments_of
from recsys_core.schema.types import BoolArray, FloatArray

REACH = 1.959963984540054
"""Standard errors on either side of a mean that hold 95 %."""


@dataclass(frozen=True)
class PolicyTrial:
    """A policy that sends to some customers only, on `n` customers divided by lot.

    share: of the customers it sends to.  chosen, others: arm less control among them and among
    the rest, each with its interval.  value, value_low, value_high: the outcome for each customer
    under the policy, with its interval.  to_all, to_none: when everybody is sent to, and when
    nobody is.  ahead, low, high: the policy less a choice by lot of the same size, for each
    customer.
    """

    n: int
    share: float
    chosen: tuple[float, float, float]
    others: tuple[float, float, float]
    value: float
    value_low: float
    value_high: float
    to_all: float
    to_none: float
    ahead: float
    low: float
    high: float

    @property
    def of_all(self) -> float:
        """How much of what sending to all adds the policy adds; NaN where that adds nothing."""
        added = self.to_all - self.to_none
        return (self.value - self.to_none) / added if added > 0 else float("nan")


def try_policy(
    chosen: BoolArray, arm: BoolArray, outcome: FloatArray, is_rate: bool
) -> PolicyTrial:
    """chosen, arm, outcome: (n,), of customers who were divided by lot between arm and control.

    value = x mean(arm, chosen) + (1 - x) mean(control, others), x the share that is chosen: the
    outcomes of those for whom the lot did what the policy would have done. Its interval counts
    their spread and that of x.
    ahead = x (1 - x) (difference among the chosen - difference among the others).
    Where all or none are chosen it is sending to all or to nobody, and nothing ahead of a lot.
    """
    x = float(chosen.mean())
    four = moments_of(outcome, chosen * 2 + arm.astype(np.int64), 4)
    control_others, arm_others, control_chosen, arm_chosen = four.mean
    both = moments_of(outcome, arm.astype(np.int64), 2)
    whole = both.mean
    ahead = x * (1 - x) * (arm_chosen - control_chosen - arm_others + control_others)
    each = four.variance / np.maximum(four.n, 1)
    half = REACH * x * (1 - x) * float(np.sqrt(np.sum(each)))
    value = x * arm_chosen + (1 - x) * control_others
    spread = x * (1 - x) * (arm_chosen - control_others) ** 2 / max(len(outcome), 1)
    reach = REACH * float(np.sqrt(x**2 * each[3] + (1 - x) ** 2 * each[0] + spread))
    if x in (0.0, 1.0):
        side = int(x)
        value, ahead, half = float(whole[side]), 0.0, 0.0
        reach = REACH * float(np.sqrt(both.variance[side] / max(int(both.n[side]), 1)))
    return PolicyTrial(
        n=len(outcome),
        share=x,
        chosen=difference(outcome, arm, is_rate, chosen),
        others=difference(outcome, arm, is_rate, ~chosen),
        value=float(value),
        value_low=float(value - reach),
        value_high=float(value + reach),
        to_all=float(whole[1]),
        to_none=float(whole[0]),
        ahead=float(ahead),
        low=float(ahead - half),
        high=float(ahead + half),
    )
