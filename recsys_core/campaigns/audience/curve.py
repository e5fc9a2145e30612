"""How many of the best n will buy, and what it is worth to write to them."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray

POINTS = 160
"""Sizes a curve is worked out for: closer together they cannot be told apart on a screen."""


@dataclass(frozen=True)
class Economics:
    """What one message costs and what a buyer is worth.

    cost: of one message.  margin: share of the basket that is kept, 0 to 1.  basket: what a buyer
    spends on the products within the period.  redemption: what the offer costs for every buyer.
    """

    cost: float
    margin: float
    basket: float
    redemption: float = 0.0

    @property
    def buyer(self) -> float:
        """What one buyer brings."""
        return self.margin * self.basket - self.redemption

    @property
    def threshold(self) -> float:
        """The chance of buying from which a message pays; infinite where no buyer brings anything.

        cost / (margin x basket - redemption).
        """
        return self.cost / self.buyer if self.buyer > 0 else float("inf")


@dataclass(frozen=True)
class AudienceCurve:
    """Figures of the best n, n rising. size: (p,), those kept back counted.  expected, low, high:
    (p,) buyers with the 95 % interval.  profit, profit_low, profit_high: (p,) after cost, None
    without economics.  best: the size with the largest expected profit (0 if writing to nobody is
    best), None without.
    """

    size: IntArray
    expected: FloatArray
    low: FloatArray
    high: FloatArray
    profit: FloatArray | None = None
    profit_low: FloatArray | None = None
    profit_high: FloatArray | None = None
    best: int | None = None

    def at(self, size: int) -> int:
        """The row of a size that is on the curve."""
        return int(np.searchsorted(self.size, size))


def best_size(chance: FloatArray, worth: Economics | None) -> int:
    """The size with the largest expected profit, chances falling; 0 if none has one."""
    inside = np.cumsum(chance * worth.buyer - worth.cost) if worth else np.zeros(0)
    return int(inside.argmax()) + 1 if inside.max(initial=0) > 0 else 0


def sizes(n: int, *wanted: int) -> IntArray:
    """(p,) from 1 to n, evenly apart, with `wanted` among them as far as they lie within."""
    even = np.linspace(1, n, min(n, POINTS)).round().astype(np.int64)
    asked = np.array([min(max(one, 1), n) for one in wanted], dtype=np.int64)
    return np.unique(np.append(even, asked))


def draw_curve(
    chance: FloatArray,
    drawn: FloatArray,
    size: IntArray,
    worth: Economics | None,
    seed: int,
    mailed: float = 1.0,
) -> AudienceCurve:
    """chance: (n,) falling or in any order.  drawn: (draws, p) expected buyers among the first
    `size`, as far as they are known.  mailed: the share that is written to, the others are kept
    back by lot: buyers, cost and profit are of that share. Who then buys is a matter of chance
    again: a binomial draw, which is a little wider than the sum of unequal chances.
    """
    expected = np.cumsum(chance)[size - 1] * mailed
    rng = np.random.default_rng([seed, 18])
    bought = rng.binomial(size[None, :], np.clip(mailed * drawn / size, 0, 1))
    low, high = np.quantile(bought, (0.025, 0.975), axis=0)
    if worth is None:
        return AudienceCurve(size, expected, low, high)
    cost = size * mailed * worth.cost
    profit, ends = expected * worth.buyer - cost, np.sort([low, high], axis=0) * worth.buyer - cost
    best = best_size(chance, worth)
    least, most = np.minimum(*ends), np.maximum(*ends)
    return AudienceCurve(size, expected, low, high, profit, least, most, best)
