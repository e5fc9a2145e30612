"""Whether choosing the best model for each group of customers is worth it, tested where the choice
was not made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.slices import TOO_FEW, Slicing
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.intervals import intervals_of_differences
from recsys_core.schema.statistics.means import means_of
from recsys_core.schema.statistics.significance import flips, smallest_found
from recsys_core.schema.types import FloatArray, IntArray

HALVES = 2


@dataclass(frozen=True)
class SegmentChoice:
    """The model chosen for a group: on each half of the customers, and on all of them.

    n: customers of the group.  enough: whether each half has `TOO_FEW` of them; otherwise the
    group gets the best single model.
    """

    slice: str
    halves: tuple[str, ...]
    everybody: str
    n: int
    enough: bool

    @property
    def steady(self) -> bool:
        """Whether both halves chose the same model."""
        return len(set(self.halves)) == 1


@dataclass(frozen=True)
class ModelPerSegment:
    """Choosing per group against the best single model, on customers that had no say in either.

    singles: the best single model of each half.  single: of all customers.  difference: policy -
    single, in the direction of better (a lower-is-better metric is turned round), with its 95 %
    interval and two-sided p.  n: customers tested, all of them once.  missed: a smaller gain
    is more often missed than one time in five.
    """

    kind: str
    metric: str
    choices: tuple[SegmentChoice, ...]
    singles: tuple[str, ...]
    single: str
    difference: float
    low: float
    high: float
    p: float
    n: int
    missed: float = 0.0

    @property
    def gains(self) -> bool:
        """Whether choosing per group is better beyond chance."""
        return self.p < ALPHA and self.difference > 0

    @property
    def loses(self) -> bool:
        """Whether it is worse beyond chance."""
        return self.p < ALPHA and self.difference < 0

    @property
    def same_everywhere(self) -> bool:
        """Whether both halves chose for every group what they chose for everybody."""
        return all(
            chosen == single
            for choice in self.choices
            for chosen, single in zip(choice.halves, self.singles, strict=True)
        )


def choose_model_per_segment(
    values: Mapping[str, FloatArray],
    slicing: Slicing,
    metric: str,
    *,
    higher_is_better: bool,
    seed: int,
    candidates: Sequence[str] | None = None,
) -> ModelPerSegment | None:
    """Cross-fitted both ways: half A chooses and half B is scored, then the other way round.

    Halves are drawn by lot within each group. On one half, every group with at least `TOO_FEW`
    customers there takes the model with the best mean, any other group and whoever is in none the
    model that is best for that half as a whole (the single model); on the other half every
    customer's figure under that choice minus the figure under that single model is their
    difference. So each customer is scored once, by choices they had no part in. Interval:
    `intervals_of_differences`; p: randomisation test of the mean difference. Customers without a
    value of every candidate are left out. None with fewer than two candidates or `2 * TOO_FEW`
    customers.
    """
    models = tuple(candidates or values)
    table = np.column_stack([values[model] for model in models])
    rows = np.flatnonzero(~np.isnan(table).any(axis=1))
    if len(models) < 2 or len(rows) < HALVES * TOO_FEW:
        return None
    table = table[rows] if higher_is_better else -table[rows]
    groups = slicing.take(rows)
    half = _halves(groups.member, seed)
    gained, chosen, single_of = _cross_fitted(table, groups, half)
    best, single = _choose(table, groups.member, len(groups.names))
    low, high = intervals_of_differences(gained[:, None])
    return ModelPerSegment(
        slicing.kind,
        metric,
        tuple(_choices(models, groups, half, chosen, best)),
        tuple(models[one] for one in single_of),
        models[single],
        float(gained.mean()),
        float(low[0]),
        float(high[0]),
        float(flips(gained[:, None], seed)[0]),
        len(rows),
        float(smallest_found(gained[:, None], 1)[0]),
    )


def _choices(
    models: Sequence[str],
    groups: Slicing,
    half: IntArray,
    chosen: Sequence[IntArray],
    best: IntArray,
) -> Iterator[SegmentChoice]:
    """chosen: the columns chosen for the groups by each half; best: by all customers."""
    for place, name in enumerate(groups.names):
        sizes = np.bincount(half[groups.belongs(place)], minlength=HALVES)
        own = tuple(models[one[place]] for one in chosen)
        enough = bool(sizes.min() >= TOO_FEW)
        yield SegmentChoice(name, own, models[best[place]], int(sizes.sum()), enough)


def _cross_fitted(
    table: FloatArray, groups: Slicing, half: IntArray
) -> tuple[FloatArray, list[IntArray], list[int]]:
    """(n,) what choosing per group gains over the single model, each half scored by the choice of
    the other; and of each half the columns chosen for the groups, and for everybody.
    """
    gained = np.zeros(len(table))
    chosen, singles = [], []
    for number in range(HALVES):
        learn, score = np.flatnonzero(half == number), np.flatnonzero(half != number)
        best, single = _choose(table[learn], groups.member[learn], len(groups.names))
        chosen.append(best)
        singles.append(single)
        member = groups.member[score]
        taken = np.where(member >= 0, best[member], single)
        gained[score] = table[score, taken] - table[score, single]
    return gained, chosen, singles


def _halves(member: IntArray, seed: int) -> IntArray:
    """(n,) 0 or 1 by lot, each group divided as evenly as it goes."""
    rng = np.random.default_rng([seed, 6])
    order = np.lexsort((rng.permutation(len(member)), member))
    half = np.empty(len(member), dtype=np.int64)
    half[order] = (np.arange(len(member)) + rng.integers(HALVES)) % HALVES
    return half


def _choose(table: FloatArray, member: IntArray, n_groups: int) -> tuple[IntArray, int]:
    """(n_groups,) the best column of each group, and the best of all; ties: the first."""
    single = int(np.argmax(table.mean(axis=0)))
    best = np.full(n_groups, single)
    for place in range(n_groups):
        inside = member == place
        if inside.sum() >= TOO_FEW:
            means = means_of(table[inside])
            # A tie is no reason to leave the single model.
            best[place] = single if means[single] == means.max() else int(np.argmax(means))
    return best, single
