"""The ways of grouping: each learns from some points and then tells the group of any."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray

STARTS = 3
FEW_COLUMNS = 10
"""With more, a mixture's groups have no correlations of their own: too few points for them."""

Assign = Callable[[FloatArray], IntArray]
Method = Callable[[FloatArray, int, int], Assign]


def k_means(values: FloatArray, k: int, seed: int) -> Assign:
    """Groups around `k` means, of three starts the best.

    Source: Arthur and Vassilvitskii, "k-means++", SODA 2007.
    """
    from sklearn.cluster import KMeans

    return _fitted(KMeans(k, n_init=STARTS, random_state=seed), values)


def mixture(values: FloatArray, k: int, seed: int) -> Assign:
    """A mixture of `k` Gaussians; everybody belongs to the likeliest.

    Source: Dempster, Laird and Rubin, "Maximum Likelihood from Incomplete Data", JRSS B 1977.
    """
    from sklearn.mixture import GaussianMixture

    shape = "full" if values.shape[1] <= FEW_COLUMNS else "diag"
    return _fitted(GaussianMixture(k, covariance_type=shape, random_state=seed), values)


METHODS: Mapping[str, Method] = {"k-means": k_means, "mixture": mixture}


def _fitted(model: Any, values: FloatArray) -> Assign:
    # A sample of few different points may have fewer groups than asked for: its stability shows it.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(values)
    return lambda points: np.asarray(model.predict(points), dtype=np.int64)
