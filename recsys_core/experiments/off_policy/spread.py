"""How far a weighted mean could lie from the truth where few rows carry much of it."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.statistics.intervals import bent_interval
from recsys_core.schema.types import FloatArray, IntArray


@dataclass(frozen=True)
class Spread:
    """Central moments of n terms."""

    n: int
    second: float
    third: float

    def interval(self, mean: float) -> tuple[float, float]:
        """95 % ends: Student's, bent by skewness (Hall, 1992). NaN for fewer than two terms."""
        if self.n < 2:
            return float("nan"), float("nan")
        if self.second <= 0:
            return mean, mean
        skewness = self.third / self.second**1.5
        error = float(np.sqrt(self.second / (self.n - 1)))
        return bent_interval(mean, error, skewness / np.sqrt(self.n), self.n - 1.0)


def spread_of(terms: FloatArray) -> Spread:
    """Of the terms as they are."""
    away = terms - terms.mean()
    return Spread(len(terms), *(float(np.mean(away**power)) for power in (2, 3)))


def expected_spread(ones: FloatArray, zeros: FloatArray, chance: FloatArray) -> Spread:
    """Of terms that are `ones` where a reward of 1 comes, with that chance, and else `zeros`: what
    rows that were not rewarded would have done to the mean counts too.
    """
    middle = float(np.mean(chance * ones + (1 - chance) * zeros))
    up, down = ones - middle, zeros - middle
    moments = (float(np.mean(chance * up**at + (1 - chance) * down**at)) for at in (2, 3))
    return Spread(len(ones), *moments)


def of_units(terms: FloatArray, value: float, unit: IntArray) -> FloatArray:
    """(units,) values whose mean is that of the terms and whose spread is that of a mean over
    whole customers (linearised ratio; Cochran, Sampling Techniques, 1977, 2.11).
    """
    units = int(unit.max()) + 1
    return np.asarray(value + np.bincount(unit, terms - value, units) * units / len(terms))
