"""Gamma-Gamma: what an order brings, drawn to the average of all by how few a customer made.

Amounts are gamma distributed (p, and a scale of the customer's own that is gamma distributed
itself: q, v). Fader and Hardie (2013), "The Gamma-Gamma model of monetary value". It holds only
where amount and number of orders do not go together; `correlation` measures that.
"""

import numpy as np
from scipy.special import gammaln

from recsys_core.profiles.value.likelihood import Estimate, maximise
from recsys_core.schema.types import FloatArray

NAMES = ("p", "q", "v")
STARTS = ((6.0, 4.0, 15.0), (1.0, 1.5, 10.0), (2.0, 10.0, 100.0))
"""p, q and v (money): near the published ones, other shapes; v is scaled by the mean."""
SCALE = 35.0
"""Mean amount of the published example, which the starts belong to."""


def fit_amounts(paid: FloatArray, amount: FloatArray, start: FloatArray | None = None) -> Estimate:
    """The most likely p, q, v from repeat orders with a positive amount, (n,) counts and means."""
    some = paid > 0
    n, mean = paid[some], amount[some]
    scaled = [(p, q, v * float(mean.mean()) / SCALE) for p, q, v in STARTS]
    return maximise(
        lambda given: _log_likelihood(given, n, mean),
        np.ones(len(n)),
        scaled if start is None else [start],
    )


def expected_amount(parameters: FloatArray, paid: FloatArray, amount: FloatArray) -> FloatArray:
    """(n,) expected money of a customer's next order; for one without any, that of all.

    Infinite means (q of 1 or less, nobody known) stand as not a number.
    """
    p, q, v = parameters
    below = p * paid + q - 1
    return np.where(below > 0, p * (v + amount * paid) / np.where(below > 0, below, 1.0), np.nan)


def simulate_amounts(
    parameters: FloatArray, paid: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """(n,) mean money of `paid` orders of made-up customers; 0 for none."""
    p, q, v = parameters
    scale = rng.gamma(q, 1 / v, len(paid))
    total = rng.gamma(p * np.maximum(paid, 1), 1 / scale)
    return np.where(paid > 0, total / np.maximum(paid, 1), 0.0)


def correlation(paid: FloatArray, amount: FloatArray) -> float:
    """Pearson's, of number and mean amount of repeat orders; 0 where one does not vary."""
    some = paid > 0
    if some.sum() < 3 or np.ptp(paid[some]) == 0 or np.ptp(amount[some]) == 0:
        return 0.0
    return float(np.corrcoef(paid[some], amount[some])[0, 1])


def _log_likelihood(parameters: FloatArray, n: FloatArray, mean: FloatArray) -> FloatArray:
    p, q, v = parameters
    return np.asarray(
        gammaln(p * n + q)
        - gammaln(p * n)
        - gammaln(q)
        + q * np.log(v)
        + (p * n - 1) * np.log(mean)
        + p * n * np.log(n)
        - (p * n + q) * np.log(v + n * mean)
    )
