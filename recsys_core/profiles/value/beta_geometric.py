"""BG/NBD and MBG/NBD: orders come at a customer's own rate until the customer stops at an order.

Rates are gamma distributed (r, alpha), the chance to stop after an order is beta distributed
(a, b). Fader, Hardie and Lee (2005), "Counting your customers the easy way"; the modified form, in
which a customer may stop after the very first order too, is that of Batislam, Denizel and
Filiztekin (2007). Times in weeks.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, expit, gammaln, hyp2f1

from recsys_core.profiles.value.order_model import OrderModel, orders_until
from recsys_core.schema.types import BoolArray, FloatArray

STARTS = ((0.3, 5.0, 0.8, 2.5), (1.0, 10.0, 0.2, 1.0), (0.1, 1.0, 2.0, 10.0))
"""r, alpha, a, b: near the published ones, steady customers, customers who soon stop."""
NEAR_ONE = 1e-5
"""So near a = 1 the expectation is 0 / 0: the mean of both sides stands for it."""


@dataclass(frozen=True)
class BetaGeometric(OrderModel):
    """`modified`: whether a customer may stop after the first order."""

    modified: bool

    names = ("r", "alpha", "a", "b")
    starts = STARTS

    @property
    def name(self) -> str:
        return "MBG/NBD" if self.modified else "BG/NBD"

    def log_likelihood(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) of the orders of each customer."""
        r, alpha, a, b = parameters
        stays = b + x + self.modified
        rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        alive = betaln(a, stays) - (r + x) * np.log(alpha + watched)
        stopped = betaln(a + 1, np.maximum(stays - 1, NEAR_ONE)) - (r + x) * np.log(alpha + last)
        stopped = np.where(self._may_have_stopped(x), stopped, -np.inf)
        return np.asarray(rate - betaln(a, b) + np.logaddexp(alive, stopped))

    def alive(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) probability that a customer has not stopped yet."""
        r, alpha, a, b = parameters
        stays = b + x + self.modified - 1
        odds = np.log(a) - np.log(np.maximum(stays, NEAR_ONE))
        odds = odds + (r + x) * (np.log(alpha + watched) - np.log(alpha + last))
        return np.where(self._may_have_stopped(x), expit(-odds), 1.0)

    def expected(
        self,
        parameters: FloatArray,
        weeks: float,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
    ) -> FloatArray:
        """(n,) expected orders within the next `weeks`.

        Euler's transformation of the published hypergeometric function keeps it finite for
        hundreds of orders.
        """
        r, alpha, a, b = parameters
        if abs(a - 1) < NEAR_ONE:
            sides = ((r, alpha, 1 + way * 2 * NEAR_ONE, b) for way in (-1, 1))
            found = [self.expected(np.array(p), weeks, x, last, watched) for p in sides]
            return np.asarray(np.mean(found, axis=0))
        z = weeks / (alpha + watched + weeks)
        stays = b + x + self.modified
        series = hyp2f1(a + stays - 1 - r - x, a - 1, a + stays - 1, z)
        future = (a + stays - 1) / (a - 1) * (1 - (1 - z) ** (a - 1) * series)
        return np.asarray(future * self.alive(parameters, x, last, watched))

    def simulate(
        self, parameters: FloatArray, watched: FloatArray, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray]:
        """Orders and weeks to the last, (n,) each, of made-up customers watched as long."""
        r, alpha, a, b = parameters
        rate = rng.gamma(r, 1 / alpha, len(watched))
        stops = rng.beta(a, b, len(watched))
        left = rng.geometric(np.maximum(stops, 1e-12)).astype(np.float64) - self.modified
        return orders_until(rate, left, watched, rng)

    def _may_have_stopped(self, x: FloatArray) -> BoolArray:
        return (x > 0) | self.modified
