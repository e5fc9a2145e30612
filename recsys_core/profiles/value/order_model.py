"""What a model of orders has to tell, and how likely a number of later orders is under it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy.special import gammaln, logsumexp

from recsys_core.profiles.value.beta_geometric import BetaGeometric
from recsys_core.profiles.value.likelihood import Estimate
from recsys_core.profiles.value.pareto_nbd import ParetoNBD
from recsys_core.schema.types import FloatArray

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
"""Of Gauss and Legendre, on -1 to 1; probabilities add up to 1 to ten digits with them."""


class OrderModel(Protocol):
    """Parameters are positive, in the order of `names`; times are weeks.

    x: repeat orders; last: weeks from the first to the last; watched: weeks from the first to now.
    """

    @property
    def name(self) -> str:
        """As published."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parameters."""

    def fit(
        self,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
        starts: Sequence[Sequence[float] | FloatArray] = ...,
    ) -> Estimate:
        """The most likely parameters, looked for from each of `starts`."""

    def log_likelihood(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) of the moments of all orders of each customer."""

    def alive(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) probability that a customer still orders."""

    def expected(
        self,
        parameters: FloatArray,
        weeks: float,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
    ) -> FloatArray:
        """(n,) expected orders within the next `weeks`."""

    def simulate(
        self, parameters: FloatArray, watched: FloatArray, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray]:
        """Orders and weeks to the last, (n,) each, of made-up customers watched as long."""


ORDER_MODELS: tuple[OrderModel, ...] = (BetaGeometric(False), BetaGeometric(True), ParetoNBD())
"""All that are tried on the later part."""


def log_probability(
    model: OrderModel,
    parameters: FloatArray,
    rows: tuple[FloatArray, FloatArray, FloatArray],
    weeks: float,
    orders: FloatArray,
) -> FloatArray:
    """(n,) log probability of just so many orders within the next `weeks`, given those before.

    The likelihood of all moments integrated over them: the last at u leaves the others a volume of
    u^(y-1) / (y-1)!, and u is integrated by `NODES`. Exact for every model that has a likelihood.
    """
    x, last, watched = rows
    known = model.log_likelihood(parameters, x, last, watched)
    end = watched + weeks
    found = model.log_likelihood(parameters, x, last, end)
    some = orders > 0
    y, since = orders[some], watched[some]
    parts = [
        np.log(weight * weeks / 2)
        + (y - 1) * np.log(u)
        - gammaln(y)
        + model.log_likelihood(parameters, x[some] + y, since + u, end[some])
        for u, weight in zip((NODES + 1) / 2 * weeks, WEIGHTS, strict=True)
    ]
    found[some] = logsumexp(parts, axis=0)
    return found - known
