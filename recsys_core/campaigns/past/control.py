"""A campaign with a control group: how far those dealt into it differ from those left out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.schema.statistics.differences import moments_of, newcombe, welch
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

Outcome = Literal["bought", "answered", "spend"]


@dataclass(frozen=True)
class ArmsCompared:
    """One outcome of the two arms: shares with Newcombe's interval of their difference, or the mean
    spend a customer ("spend") with Welch's. Everybody dealt into the campaign counts, whether or
    not the message arrived.

    value, control: of the n customers of the campaign and the n_control left out.
    """

    outcome: Outcome
    n: int
    n_control: int
    value: float
    control: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        return self.value - self.control


def compare_shares(outcome: Outcome, did: BoolArray, control: BoolArray) -> ArmsCompared:
    """did, control: (n,) who did it, and who was left out; both arms have somebody."""
    n = np.array([(~control).sum(), control.sum()])
    shares = np.array([did[~control].mean(), did[control].mean()])
    low, high = newcombe(shares[:1], n[:1], shares[1:], n[1:])
    return _told(outcome, n, shares, low, high)


def compare_means(outcome: Outcome, values: FloatArray, control: BoolArray) -> ArmsCompared:
    """values: (n,) an amount of each customer. NaN ends where an arm has fewer than two."""
    own, other = (
        moments_of(values[side], np.zeros(int(side.sum()), dtype=np.int64), 1)
        for side in (~control, control)
    )
    low, high = welch(own, other)
    n, means = (np.concatenate([own[part], other[part]]) for part in (0, 1))
    return _told(outcome, n, means, low, high)


def _told(
    outcome: Outcome, n: IntArray, values: FloatArray, low: FloatArray, high: FloatArray
) -> ArmsCompared:
    """n, values: (2,) of the campaign and its control; low, high: (1,)."""
    return ArmsCompared(
        outcome,
        int(n[0]),
        int(n[1]),
        float(values[0]),
        float(values[1]),
        float(low[0]),
        float(high[0]),
    )
