"""Clouds without groups, made to resemble the data: what a method finds in them is no finding."""

from collections.abc import Callable, Mapping

import numpy as np

from recsys_core.schema.types import FloatArray

Cloud = Callable[[np.random.Generator], FloatArray]
"""Draws one, (n, d) like the data it resembles."""
SPREAD = 1e-9
"""A column with less has one value."""


def standardised(values: FloatArray) -> FloatArray:
    """(n, d) with mean 0 and standard deviation 1 by column; a column of one value becomes 0."""
    spread = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(spread > SPREAD, spread, 1.0))


def gaussian(values: FloatArray) -> Cloud:
    """A Gaussian of the same means and covariance."""
    means, covariance = values.mean(axis=0), np.atleast_2d(np.cov(values.T))

    def draw(rng: np.random.Generator) -> FloatArray:
        drawn = rng.multivariate_normal(means, covariance, size=len(values), method="eigh")
        return np.asarray(drawn)

    return draw


def permuted(values: FloatArray) -> Cloud:
    """Every column as it is, each in an order of its own."""
    return lambda rng: np.asarray(rng.permuted(values, axis=0))


NULLS: Mapping[str, Callable[[FloatArray], Cloud]] = {
    "gaussian": gaussian,
    "permuted": permuted,
}
