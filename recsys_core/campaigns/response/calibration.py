"""Whether chances came true on the latest campaigns, and what is to be added if they did not."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from recsys_core.schema.types import BoolArray, FloatArray

SURE = 0.95
"""A correction is made only where chance alone would not call for it as often as 1 in 20 times: a
campaign of 30 answers is off by a fifth without any fault of the model.
"""
FARTHEST = 12.0


@dataclass(frozen=True)
class ResponseCalibration:
    """What is added to all log odds; the order of the customers stays."""

    shift: float = 0.0

    @property
    def needed(self) -> bool:
        return self.shift != 0.0

    def apply(self, chance: FloatArray) -> FloatArray:
        """(n,) chances, neither 0 nor 1, set right."""
        if not self.needed:
            return chance
        return np.asarray(special.expit(special.logit(chance) + self.shift))


def calibrate(
    chance: FloatArray, answered: BoolArray, stands: FloatArray | None = None
) -> ResponseCalibration:
    """The shift with which the chances add up to the answers there were.

    stands: (n,) how many rows each one stands for. No more is known than the answers drawn tell, so
    that an answer counts once and the others in proportion.

    None where a likelihood-ratio test against no shift is less sure than `SURE`, and none where
    all or nobody answered.
    """
    odds, hits = special.logit(chance), answered.astype(float)
    if not 0 < hits.sum() < len(hits):
        return ResponseCalibration()
    weight = np.ones(len(hits)) if stands is None else stands / stands[answered].mean()
    came = float(weight @ hits)

    def left(by: float) -> float:
        return float(weight @ special.expit(odds + by)) - came

    shift = float(optimize.brentq(left, -FARTHEST, FARTHEST))

    def loss(by: float) -> float:
        return float(weight @ (np.logaddexp(0, odds + by) - hits * (odds + by)))

    if 2 * (loss(0.0) - loss(shift)) <= special.chdtri(1, 1 - SURE):
        return ResponseCalibration()
    return ResponseCalibration(shift)
