"""Means and shares in which what is not known is left out."""

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray


def ratio(
    numerator: FloatArray | IntArray, denominator: FloatArray | IntArray, empty: float = np.nan
) -> FloatArray:
    """`numerator / denominator` in float64, `empty` where the denominator is 0."""
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.broadcast_to(np.asarray(denominator, dtype=np.float64), top.shape)
    out = np.full(top.shape, empty)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out


def means_of(values: FloatArray) -> FloatArray:
    """(m,) column means of (n, m) with NaN left out; NaN for a column without a value."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0))


def mean_of_known(values: FloatArray) -> float:
    """The mean with NaN left out; NaN where nothing is known."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def errors_of_means(values: FloatArray) -> FloatArray:
    """(m,) standard errors of the column means of (n, m), NaN left out; NaN with fewer than two."""
    n = (~np.isnan(values)).sum(axis=0)
    squares = np.nansum((values - means_of(values)) ** 2, axis=0)
    return np.sqrt(ratio(squares, n * np.maximum(n - 1, 0)))
