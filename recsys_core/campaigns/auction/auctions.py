"""Auctions for one slot each, logged or drawn at random."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray

PRICE_SPREAD, CHANCE_SPREAD = 0.8, 0.6
"""Standard deviations of the logarithms of other bids and of chances, where they are drawn."""


@dataclass(frozen=True)
class Auctions:
    """(t,) each, in the order in which they are held.

    price: the highest bid of others, money for one impression.  click: chance of a click if shown.
    conversion: chance of a conversion after a click.  value: money a conversion brings.
    drawn: whether prices are drawn and not logged.
    """

    price: FloatArray
    click: FloatArray
    conversion: FloatArray
    value: FloatArray
    drawn: bool

    @property
    def worth(self) -> FloatArray:
        """(t,) what one impression is expected to bring."""
        return self.click * self.conversion * self.value


def drawn_chances(n: int, click: float, conversion: float, seed: int) -> tuple[FloatArray, ...]:
    """(n,) chances of a click and of a conversion after it, log-normal around these means."""
    rng = np.random.default_rng(seed)
    found = (mean * _around_one(rng, n, CHANCE_SPREAD) for mean in (click, conversion))
    return tuple(np.minimum(chance, 1.0) for chance in found)


def with_drawn_prices(
    click: FloatArray, conversion: FloatArray, value: FloatArray, rivalry: float, seed: int
) -> Auctions:
    """Auctions in which the highest other bid is log-normal.

    rivalry: its mean, as a multiple of what an impression is worth on average. A quarter of the
    spread follows what the impression is worth, because others see good ones too.
    """
    rng = np.random.default_rng((seed, 1))
    worth = click * conversion * value
    mean = float(worth.mean()) if len(worth) else 0.0
    seen = np.sqrt(np.sqrt(np.divide(worth, mean, out=np.ones(len(worth)), where=mean > 0)))
    price = rivalry * mean * seen / max(float(seen.mean()) if len(seen) else 1.0, 1e-12)
    price = price * _around_one(rng, len(worth), PRICE_SPREAD)
    return Auctions(price, click, conversion, value, drawn=True)


def _around_one(rng: np.random.Generator, n: int, spread: float) -> FloatArray:
    """(n,) log-normal with mean 1."""
    return np.asarray(np.exp(rng.normal(-(spread**2) / 2, spread, n)))
