"""A cloud with one heap in the shape of the data: what is cut in it as steadily is no group.

Customers who differ by degrees lie in one heap that may be slanted, long-tailed and in steps. It is
found by blurring the data until a single heap is left and no further; groups that lie apart are
blurred into one, the shape of the whole stays.
"""

import numpy as np

from recsys_core.profiles.clusters.nulls import Cloud
from recsys_core.schema.types import FloatArray

NARROWEST, WIDEST, HALVINGS = 0.05, 2.5, 8
"""Widths of the blur that are tried, in standard deviations; and how often the range is halved."""
CLIMBERS, CLIMBS = 200, 200
"""Points that climb to the top nearest to them, and their steps at most."""
NEARLY_ALL = 0.97
"""Of the climbers, on one top: stragglers have tops of their own until all shape is blurred."""
FURTHER, ARRIVED, SAME_TOP = 1.6, 1e-3, 0.5
"""Each step is so much longer than the mean asks for; and, in widths of the blur: a shorter step is
none, and tops so close are one.
"""
THIN = 1e-9
"""A direction with less of the variance than this share of the largest has none."""


def one_heap(values: FloatArray, rng: np.random.Generator) -> Cloud:
    """Draws of the same means and covariance from `values` (n, d), blurred until they are one heap;
    figures of few values keep to those. rng: which points look for tops.

    Source: Silverman, "Using Kernel Density Estimates to Investigate Multimodality", JRSS B 1981,
    by numbers of tops in d columns, found by mean shift (Fukunaga and Hostetler, 1975).
    """
    means, n = values.mean(axis=0), len(values)
    sizes, turned = np.linalg.eigh(np.atleast_2d(np.cov(values.T)))
    kept = sizes > THIN * sizes[-1]
    scale = np.sqrt(sizes[kept])
    round_cloud = (values - means) @ turned[:, kept] / scale
    width = _blur(round_cloud, rng)
    least, most = values.min(axis=0), values.max(axis=0)
    steps = [np.unique(column) for column in values.T]

    def draw(rng: np.random.Generator) -> FloatArray:
        blurred = round_cloud[rng.integers(n, size=n)] + width * rng.normal(size=round_cloud.shape)
        back = means + blurred / np.sqrt(1 + width**2) * scale @ turned[:, kept].T
        back = np.clip(back, least, most)
        for column, known in enumerate(steps):
            if len(known) <= n / 2:
                middles = (known[1:] + known[:-1]) / 2
                back[:, column] = known[np.searchsorted(middles, back[:, column])]
        return np.asarray(back)

    return draw


def share_of_largest(points: FloatArray, width: float, rng: np.random.Generator) -> float:
    """Which part of the points (n, d) belongs to the top of most, at a blur of `width`."""
    at = points[rng.choice(len(points), min(CLIMBERS, len(points)), replace=False)]
    lengths, moving = (points**2).sum(axis=1), np.arange(len(at))
    for _ in range(CLIMBS):
        here = at[moving]
        squares = (here**2).sum(axis=1)[:, None] + lengths - 2 * here @ points.T
        weights = np.exp((squares.min(axis=1)[:, None] - squares) / (2 * width**2))
        step = FURTHER * (weights @ points / weights.sum(axis=1)[:, None] - here)
        at[moving] = here + step
        moving = moving[np.linalg.norm(step, axis=1) > ARRIVED * width]
        if not len(moving):
            break
    climbers, sizes = len(at), []
    while len(at):
        near = np.linalg.norm(at - at[0], axis=1) < SAME_TOP * width
        sizes.append(int(near.sum()))
        at = at[~near]
    return max(sizes) / climbers


def _blur(points: FloatArray, rng: np.random.Generator) -> float:
    """The narrowest width that leaves one heap."""
    low, high = NARROWEST, WIDEST
    for _ in range(HALVINGS):
        middle = float(np.sqrt(low * high))
        if share_of_largest(points, middle, rng) >= NEARLY_ALL:
            high = middle
        else:
            low = middle
    return high
