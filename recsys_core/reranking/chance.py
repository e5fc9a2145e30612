"""Chance that depends on the seed, the customer and the product only.

A customer gets the same list alone, in a block of five hundred and in tomorrow's export, because
nothing is drawn in sequence: every number is computed from what it is for.
"""

import numpy as np
from numpy.typing import NDArray

from recsys_core.schema.types import FloatArray, IntArray

TEMPERATURE, PLACES, SHARE, EXPLORE = range(4)
"""What a number is drawn for: draws for different purposes are unrelated."""
_STEP = np.uint64(0x9E3779B97F4A7C15)


def uniform(seed: int, purpose: int, users: IntArray, things: IntArray) -> FloatArray:
    """(n, width) float64 in the open interval (0, 1).

    users: (n,) customer codes (-1 for a visitor).  things: (n, width) item codes or places.
    The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) applied to each key in turn.
    """
    key = _mixed(np.asarray([seed], dtype=np.uint64) * np.uint64(16) + np.uint64(purpose))
    rows = _mixed(key + users.astype(np.int64).view(np.uint64) * _STEP)
    cells = _mixed(rows[:, None] + things.astype(np.int64).view(np.uint64) * _STEP)
    return np.asarray(((cells >> np.uint64(11)) + 0.5) * 2.0**-53)


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        x = x + _STEP
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))
