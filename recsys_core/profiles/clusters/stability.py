"""Whether there are groups, and how many: how steadily a method finds them, against clouds.

Groups that are there are found again in another sample of the same customers. So are the slices of
a cloud without any, where its shape tells where to cut; only what is steadier than in such clouds
speaks for groups. What stands out from plain clouds may still come from the shape of one heap of
customers who differ by degrees; groups are clear where they are steadier than that, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from recsys_core.profiles.clusters.agreement import mean_agreement
from recsys_core.profiles.clusters.heap import one_heap
from recsys_core.profiles.clusters.methods import METHODS
from recsys_core.profiles.clusters.nulls import NULLS, Cloud, standardised
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import FloatArray, IntArray

TRIED = (2, 3, 4, 5, 6, 7, 8)
SAMPLES, CLOUDS, MORE = 10, 4, 4
"""Bootstrap samples of the data and of each cloud; clouds of each kind; and how many times as many
for numbers of groups that could stand out.
"""
STANDS_OUT, COULD = 0.1, 0.05
"""So much steadier than in clouds groups have to be; and at first sight, to be looked at again."""
STEADY = 0.75
"""Groups that samples find again less well are none, whatever clouds do, unless told otherwise."""
FIRST_KIND, SURE = "gaussian", 2.33
"""The kind of cloud every single one counts of, and the standard deviations above the mean that 99
of 100 of a normal distribution are below.
"""
FULL = 0.999
"""An agreement above this counts as this."""
LEVEL = 0.05
"""Numbers of groups whose stability differs by less are equally steady."""
FIRST = 0.6
"""Share of the time that the first sight takes, for the progress bar."""
MOST_POINTS = 2_500
"""Stability is measured on so many points at most, drawn at random."""


class Tried(NamedTuple):
    """One number of groups: stability is the mean adjusted Rand index of what samples give; nulls
    has, by kind of cloud, that of each; heaps that of clouds with one heap in the shape of the
    data, empty unless it stands out.  steady: what stability has to be at least.
    """

    k: int
    stability: float
    nulls: dict[str, list[float]]
    heaps: tuple[float, ...] = ()
    steady: float = STEADY

    @property
    def hardest(self) -> str:
        """The kind of cloud that is cut most steadily."""
        return max(self.nulls, key=lambda kind: float(np.mean(self.nulls[kind])))

    @property
    def null(self) -> float:
        return float(np.mean(self.nulls[self.hardest]))

    @property
    def gain(self) -> float:
        return self.stability - self.null

    @property
    def stands_out(self) -> bool:
        """Steady, by a tenth more than the mean of any kind of cloud, and more than 99 of 100
        Gaussian ones, their stability being spread as it is.
        """
        steady = self.stability >= self.steady and self.gain >= STANDS_OUT
        plain = self.nulls[FIRST_KIND]
        above = self.stability - float(np.mean(plain))
        return steady and above >= SURE * float(np.std(plain, ddof=1))

    @property
    def heap(self) -> float | None:
        """The mean of `heaps`."""
        return float(np.mean(self.heaps)) if self.heaps else None

    @property
    def clear(self) -> bool:
        """Stands out, and is steadier than 99 of 100 clouds with one heap of the same shape. By
        Fisher's transform: theirs is near 1, where agreement ends and spreads to one side.
        """
        if not self.stands_out or len(self.heaps) < 2:
            return False
        own, *heaps = np.arctanh(np.clip([self.stability, *self.heaps], -FULL, FULL))
        return bool(own - np.mean(heaps) >= SURE * np.std(heaps, ddof=1))


@dataclass(frozen=True)
class Judged:
    """What was tried, by k; n: customers it was measured on."""

    tried: tuple[Tried, ...]
    n: int

    @property
    def found(self) -> bool:
        return any(one.clear for one in self.tried)

    @property
    def best(self) -> Tried:
        """Of clear ones the steadiest, and of equally steady ones the finest, of which coarser ones
        are merged; else the steadiest that stands out; else the one that gains most over clouds.
        """
        clear = [one for one in self.tried if one.clear]
        if clear:
            steadiest = max(one.stability for one in clear)
            return [one for one in clear if one.stability >= steadiest - LEVEL][-1]
        out = [one for one in self.tried if one.stands_out]
        if out:
            return max(out, key=lambda one: one.stability)
        return max(self.tried, key=lambda one: one.gain)


def stability(
    values: FloatArray, k: int, method: str, rng: np.random.Generator, samples: int = SAMPLES
) -> float:
    """Mean adjusted Rand index over all pairs of groupings, each learnt from a bootstrap sample of
    the rows and told of all of them.

    Source: von Luxburg, "Clustering Stability", Foundations and Trends in Machine Learning 2010.
    """
    groupings: list[IntArray] = []
    for _ in range(samples):
        drawn = values[rng.integers(len(values), size=len(values))]
        groupings.append(METHODS[method](drawn, k, int(rng.integers(2**31)))(values))
    return mean_agreement(groupings)


def judge(
    values: FloatArray,
    method: str = "k-means",
    *,
    numbers: Sequence[int] = TRIED,
    clouds: int = CLOUDS,
    most: int = MOST_POINTS,
    seed: int = 42,
    steady: float = STEADY,
    progress: Progress = silent,
) -> Judged:
    """Try every number of groups on `values` (n, d; columns on one scale) and on clouds like them.

    What could stand out is measured anew, with twice the samples and more clouds, and judged by
    that alone: of many tries one stands out by chance.  numbers: ascending; those that a quarter of
    the different points are too few for are left out.  steady: what is less so does not stand out.
    """
    # Fits this small are slower on two threads than on one.
    with threadpool_limits(1):
        return _judge(values, method, numbers, clouds, most, seed, steady, progress)


def _judge(
    values: FloatArray,
    method: str,
    numbers: Sequence[int],
    clouds: int,
    most: int,
    seed: int,
    steady: float,
    progress: Progress,
) -> Judged:
    rng = np.random.default_rng(seed)
    if len(values) > most:
        values = values[rng.choice(len(values), most, replace=False)]
    asked = [k for k in numbers if 4 * k <= len(np.unique(values, axis=0))]
    if not asked:
        return Judged((), len(values))
    draw = {name: null(values) for name, null in NULLS.items()}
    spread = values.std(axis=0)

    def cut(cloud: Cloud, k: int, n: int, begin: float, length: float) -> list[float]:
        """The stability of `n` draws of a cloud."""
        found = []
        for at in range(n):
            progress(begin + length * at / n)
            found.append(stability(standardised(cloud(rng)) * spread, k, method, rng))
        return found

    tried = {}
    step = FIRST / len(asked) / len(draw)
    for at, k in enumerate(asked):
        own = stability(values, k, method, rng)
        begin = FIRST * at / len(asked)
        nulls = {
            name: cut(cloud, k, clouds, begin + step * kind, step)
            for kind, (name, cloud) in enumerate(draw.items())
        }
        tried[k] = Tried(k, own, nulls, steady=steady)
    again = [
        k
        for k, one in tried.items()
        if one.gain >= COULD and one.stability >= steady - (STANDS_OUT - COULD)
    ]
    heap: Cloud | None = None
    for at, k in enumerate(again):
        part = (1 - FIRST) / len(again) / (len(draw) + 1)
        begin = FIRST + at * part * (len(draw) + 1)
        more = {
            name: cut(cloud, k, MORE * clouds, begin + part * kind, part)
            for kind, (name, cloud) in enumerate(draw.items())
        }
        own = stability(values, k, method, rng, 2 * SAMPLES)
        tried[k] = Tried(k, own, more, steady=steady)
        if tried[k].stands_out:
            heap = heap or one_heap(values, rng)
            heaps = cut(heap, k, MORE * clouds, begin + part * len(draw), part)
            tried[k] = tried[k]._replace(heaps=tuple(heaps))
    return Judged(tuple(tried.values()), len(values))
