"""Whether customers stayed away as often as was said: the chance of one day, and what came."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import FloatArray

TENTHS = 10
BANDS = {"likely": (0.0, 0.33), "open": (0.33, 0.66), "unlikely": (0.66, 1.0)}
"""Chance to stay away from ... up to ...: an order is likely, open, unlikely."""


@dataclass(frozen=True)
class ChanceGroup:
    """Customers of much the same chance, how high it was, and how many stayed away."""

    name: str
    customers: int
    expected: float
    actual: float
    low: float
    high: float


@dataclass(frozen=True)
class TimingTrial:
    """What was said on `day` of the `days` after it, with nothing known but what came before.

    chance, stayed: (n,) of each customer with an order until `day`; base: the share that stayed
    away within as many days before, which is the one figure for everybody.
    """

    day: pd.Timestamp
    days: int
    base: float
    chance: FloatArray
    stayed: FloatArray

    @property
    def brier(self) -> float:
        """Mean squared distance of what was said and what came (Brier, 1950)."""
        return float(np.square(self.chance - self.stayed).mean())

    @property
    def base_brier(self) -> float:
        """The same of one figure for everybody."""
        return float(np.square(self.base - self.stayed).mean())

    @property
    def ece(self) -> float:
        """Expected calibration error over tenths of the customers (Naeini et al., 2015)."""
        return sum(abs(one.expected - one.actual) * one.customers for one in self.by_tenth()) / len(
            self.chance
        )

    def by_tenth(self) -> tuple[ChanceGroup, ...]:
        """By tenths of the customers, those surest to order first."""
        rank = np.argsort(np.argsort(self.chance, kind="stable"), kind="stable")
        tenth = rank * TENTHS // max(len(rank), 1)
        return self._groups({str(n + 1): tenth == n for n in range(TENTHS)})

    def by_band(self) -> tuple[ChanceGroup, ...]:
        """By the bands of `BANDS`; those without customers are left out."""
        band = bands(self.chance)
        return self._groups({name: band == name for name in BANDS})

    def _groups(self, members: dict[str, np.ndarray]) -> tuple[ChanceGroup, ...]:
        found = []
        for name, which in members.items():
            if n := int(which.sum()):
                expected, actual = (float(one[which].mean()) for one in (self.chance, self.stayed))
                low, high = wilson(np.array([actual]), np.array([n]))
                found.append(ChanceGroup(name, n, expected, actual, float(low[0]), float(high[0])))
        return tuple(found)


def bands(chance: FloatArray) -> np.ndarray:
    """(n,) names of `BANDS`."""
    ends = [end for _, end in BANDS.values()][:-1]
    return np.array(list(BANDS), dtype=object)[np.digitize(chance, ends)]
