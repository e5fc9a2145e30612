"""What a model of orders has to tell, and how likely a number of later orders is under it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from scipy.special import gammaln, logsumexp

from recsys_core.profiles.value.likelihood import Estimate, distinct, maximise
from recsys_core.schema.types import FloatArray

NODES, WEIGHTS = np.polynomial.legendre.leggauss(48)
"""Of Gauss and Legendre, on -1 to 1; probabilities add up to 1 to ten digits with them."""


class OrderModel(ABC):
    """Parameters are positive, in the order of `names`; times are weeks.

    x: repeat orders; last: weeks from the first to the last; watched: weeks from the first to now.
    starts: parameters from which the most likely ones are looked for.
    """

    names: ClassVar[tuple[str, ...]]
    starts: ClassVar[Sequence[Sequence[float]]]

    @property
    @abstractmethod
    def name(self) -> str:
        """As published."""

    def fit(
        self,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
        start: FloatArray | None = None,
    ) -> Estimate:
        """The most likely parameters, looked for from `start` alone or from each of `starts`."""
        rows, weights = distinct(x, last, watched)
        starts = self.starts if start is None else [start]
        return maximise(lambda p: self.log_likelihood(p, *rows), weights, starts)

    @abstractmethod
    def log_likelihood(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) of the moments of all orders of each customer."""

    @abstractmethod
    def alive(
        self, parameters: FloatArray, x: FloatArray, last: FloatArray, watched: FloatArray
    ) -> FloatArray:
        """(n,) probability that a customer still orders."""

    @abstractmethod
    def expected(
        self,
        parameters: FloatArray,
        weeks: float,
        x: FloatArray,
        last: FloatArray,
        watched: FloatArray,
    ) -> FloatArray:
        """(n,) expected orders within the next `weeks`."""

    @abstractmethod
    def simulate(
        self, parameters: FloatArray, watched: FloatArray, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray]:
        """Orders and weeks to the last, (n,) each, of made-up customers watched as long."""


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


def orders_until(
    rate: FloatArray, left: FloatArray, watched: FloatArray, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Orders at `rate` a week, `left` of them at the most, within `watched` weeks: how many, and
    the week of the last.
    """
    x, last = np.zeros(len(rate)), np.zeros(len(rate))
    going = np.flatnonzero(left > 0)
    now = np.zeros(len(rate))
    while len(going):
        now[going] += rng.exponential(1 / np.maximum(rate[going], 1e-12))
        going = going[now[going] <= watched[going]]
        x[going] += 1
        last[going] = now[going]
        going = going[x[going] < left[going]]
    return x, last
