"""Pareto/NBD: orders come at a customer's own rate until the customer stops at any moment.

Rates are gamma distributed (r, alpha), the chance to stop in a moment too (s, beta). Schmittlein,
Morrison and Colombo (1987); the likelihood as in Fader and Hardie (2005), "A note on deriving the
Pareto/NBD model". Times in weeks.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, hyp2f1

from recsys_core.profiles.value.order_model import OrderModel, orders_until
from recsys_core.schema.types import FloatArray

STARTS = ((0.5, 10.0, 0.5, 10.0), (1.0, 5.0, 0.3, 30.0), (0.3, 5.0, 1.0, 5.0))
"""r, alpha, s, beta: near the published ones, steady customers, customers who soon stop."""


@dataclass(frozen=True)
class ParetoNBD(OrderModel):
    """See the module."""

    names = ("r", "alpha", "s", "beta")
    starts = STARTS

    @property
    def name(self) -> str:
        return "Pareto/NBD"

    def log_likelihood(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) of the orders of each customer."""
        r, alpha, s, beta = parameters
        rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        alive, stopped = _parts(parameters, x, last, watched)
        return np.asarray(rate + np.logaddexp(alive, stopped))

    def alive(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) probability that a customer has not stopped yet."""
        alive, stopped = _parts(parameters, x, last, watched)
        return np.asarray(expit(alive - stopped))

    def expected(
        self,
        parameters: FloatArray,
        weeks: float,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
    ) -> FloatArray:
        """(n,) expected orders within the next `weeks`."""
        r, alpha, s, beta = parameters
        log_ratio = np.log(beta + watched) - np.log(beta + watched + weeks)
        # (1 - ratio ** (s - 1)) / (s - 1), which is -log(ratio) at s = 1.
        lived = -log_ratio if s == 1 else -np.expm1((s - 1) * log_ratio) / (s - 1)
        future = (r + x) * (beta + watched) / (alpha + watched) * lived
        return np.asarray(future * self.alive(parameters, x, last, watched))

    def simulate(
        self, parameters: FloatArray, watched: FloatArray, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray]:
        """Orders and weeks to the last, (n,) each, of made-up customers watched as long."""
        r, alpha, s, beta = parameters
        rate = rng.gamma(r, 1 / alpha, len(watched))
        stays = rng.exponential(1 / np.maximum(rng.gamma(s, 1 / beta, len(watched)), 1e-12))
        endless = np.full(len(watched), np.inf)
        return orders_until(rate, endless, np.minimum(stays, watched), rng)


def _parts(
    parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Log likelihoods, but for what they share, of still being there and of having stopped."""
    r, alpha, s, beta = parameters
    alive = -(r + x) * np.log(alpha + watched) - s * np.log(beta + watched)
    before, after = _log_integral(parameters, x, last), _log_integral(parameters, x, watched)
    gap = np.minimum(after - before, -1e-15)
    return alive, np.log(s / (r + s + x)) + before + np.log(-np.expm1(gap))


def _log_integral(parameters: FloatArray, x: FloatArray, moment: FloatArray) -> FloatArray:
    """The published A0 at one of its ends, as a logarithm, after Euler's transformation."""
    r, alpha, s, beta = parameters
    c = r + s + x + 1
    if alpha >= beta:
        series = hyp2f1(1, r + x, c, (alpha - beta) / (alpha + moment))
        powers = -(r + x) * np.log(alpha + moment) - s * np.log(beta + moment)
    else:
        series = hyp2f1(1, s + 1, c, (beta - alpha) / (beta + moment))
        powers = -(s + 1) * np.log(beta + moment) + (1 - r - x) * np.log(alpha + moment)
    return np.asarray(np.log(series) + powers)
