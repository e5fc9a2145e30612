"""Everybody in a group: who is in which, largest first, what sets it apart and its name."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.clusters.methods import METHODS
from recsys_core.profiles.clusters.naming import differences, names_of
from recsys_core.schema.types import FloatArray, IntArray

SEED = 42


@dataclass(frozen=True)
class Groups:
    """of: (n customers,) the group of each, 0 being the largest.  names: by group.  apart: (groups,
    features) as in `differences`.
    """

    of: IntArray
    names: tuple[str, ...]
    apart: pd.DataFrame

    @property
    def sizes(self) -> IntArray:
        return np.bincount(self.of, minlength=len(self.names))


def group_everybody(values: FloatArray, k: int, method: str, features: pd.DataFrame) -> Groups:
    """Groups of all rows of `values` (n, d), named by `features` (n rows); a group that nobody is
    in is left out.
    """
    codes = by_size(METHODS[method](values, k, SEED)(values))
    apart = differences(features, codes)
    return Groups(codes, tuple(names_of(apart)), apart)


def by_size(codes: IntArray) -> IntArray:
    """The same groups numbered from 0, the largest first; of equally large ones the first first."""
    _, first, inverse, sizes = np.unique(
        codes, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return np.asarray(place[inverse], dtype=np.int64)
