"""How far two ways of grouping agree."""

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray


def adjusted_rand(one: IntArray, other: IntArray) -> float:
    """Agreement of two groupings of the same things: 1 equal, 0 as by chance. Codes from 0.

    Source: Hubert and Arabie, "Comparing Partitions", Journal of Classification 1985.
    """
    rows, columns = int(one.max()) + 1, int(other.max()) + 1
    table = np.bincount(one * columns + other, minlength=rows * columns).reshape(rows, columns)
    both, first, second = _pairs(table), _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    by_chance = first * second / max(_pairs(np.array([len(one)])), 1.0)
    most = (first + second) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)


def mean_agreement(groupings: list[IntArray]) -> float:
    """The mean over all pairs of groupings."""
    pairs = [
        adjusted_rand(one, other)
        for place, one in enumerate(groupings)
        for other in groupings[:place]
    ]
    return float(np.mean(pairs))


def _pairs(sizes: IntArray | FloatArray) -> float:
    numbers = np.asarray(sizes, dtype=np.float64)
    return float((numbers * (numbers - 1) / 2).sum())
