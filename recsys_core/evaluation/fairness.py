"""Whether a model serves some groups of customers better than others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.evaluation.slices import TOO_FEW, Slicing
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.grouping import MOST
from recsys_core.schema.statistics.intervals import LEVEL, resampled_weights
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import FloatArray, IntArray

PERMUTATIONS = 1_000
BOOTSTRAP = 500
BLOCK = 4_000_000


@dataclass(frozen=True)
class GroupFigure:
    """How one group is served, and how many customers it has."""

    name: str
    value: float
    n: int


@dataclass(frozen=True)
class Gap:
    """The clearest gap between a better and a worse served group, for one model.

    gap: difference of their means, never negative, with a 95 % interval that holds for all pairs
    of groups at once.  p: of a gap as clear if membership had nothing to do with it; p_adjusted:
    Holm over all models (and kinds) tested together.  groups: those with at least `TOO_FEW`
    customers, best first: the outer two are furthest apart, but with few customers in one of them
    that may be luck.
    """

    model: str
    metric: str
    kind: str
    best: GroupFigure
    worst: GroupFigure
    gap: float
    low: float
    high: float
    p: float
    p_adjusted: float
    groups: tuple[GroupFigure, ...]

    @property
    def real(self) -> bool:
        """Whether the gap is more than chance would do."""
        return self.p_adjusted < ALPHA and self.gap > 0


def gaps(
    values: Mapping[str, FloatArray],
    slicing: Slicing,
    metric: str,
    *,
    higher_is_better: bool,
    seed: int,
    permutations: int = PERMUTATIONS,
) -> list[Gap]:
    """The gap of every model between the groups of `slicing`, or nothing with fewer than two
    groups of `TOO_FEW` customers.

    A gap between groups a and b is as clear as |mean a - mean b| / sqrt(1 / n_a + 1 / n_b) is
    large: the difference in units of what chance does to groups of these sizes (the spread between
    customers is the same for every pair and every deal, and cancels). The clearest pair is the one
    reported, its better side as `best`.
    p: the groups' labels are dealt anew among the customers, `permutations` times; p = (1 + how
    often the clearest gap is at least as clear as seen) / (1 + permutations). Looking for the
    clearest pair each time is what makes picking it fair. The
    interval: the means are resampled within each group; the largest deviation of any pair, in
    units of that pair's spread, is the width all intervals share (Tukey's way with resampled
    quantiles). Values that are unknown leave their customer out. Above 8,192 customers a
    sample of that many, drawn by lot, is dealt and resampled.
    """
    names, table, member = _large_groups(values, slicing, seed)
    if len(names) < 2:
        return []
    size = np.bincount(member, minlength=len(names)).astype(np.float64)
    means = _means(table, member, size)
    pairs = _Pairs.of(size)
    p = _permuted(table, member, size, pairs, seed, permutations)
    width = _half_widths(table, member, means, pairs, seed)
    clearest = np.argmax(pairs.clearness(means), axis=0)
    found = []
    for at, (model, pair) in enumerate(zip(values, clearest, strict=True)):
        order = np.argsort(-means[:, at] if higher_is_better else means[:, at], kind="stable")
        groups = tuple(GroupFigure(names[g], float(means[g, at]), int(size[g])) for g in order)
        outer = (names[pairs.a[pair]], names[pairs.b[pair]])
        better, worse = (group for group in groups if group.name in outer)
        gap, half, chance = abs(better.value - worse.value), float(width[pair, at]), float(p[at])
        sides = (better, worse, gap, gap - half, gap + half)
        found.append(Gap(model, metric, slicing.kind, *sides, chance, chance, groups))
    return adjusted(found)


def adjusted(found: Sequence[Gap]) -> list[Gap]:
    """The same gaps with Holm's correction over all of them."""
    p = holm(np.array([one.p for one in found])) if found else np.zeros(0)
    return [replace(one, p_adjusted=float(value)) for one, value in zip(found, p, strict=True)]


def _large_groups(
    values: Mapping[str, FloatArray], slicing: Slicing, seed: int
) -> tuple[list[str], FloatArray, IntArray]:
    """Names, (n, m) values and (n,) membership of the groups large enough to speak of."""
    table = np.column_stack(list(values.values()))
    rows = np.flatnonzero(~np.isnan(table).any(axis=1) & (slicing.member >= 0))
    if len(rows) > MOST:
        rows = np.sort(np.random.default_rng([seed, 7]).choice(rows, MOST, replace=False))
    member = slicing.member[rows]
    size = np.bincount(member, minlength=len(slicing.names))
    large = np.flatnonzero(size >= TOO_FEW)
    inside = np.isin(member, large)
    renumbered = np.searchsorted(large, member[inside])
    return [slicing.names[at] for at in large], table[rows][inside], renumbered


def _means(table: FloatArray, member: IntArray, size: FloatArray) -> FloatArray:
    """(g, m) mean of each group."""
    groups = np.arange(len(size))[:, None] == member
    return np.asarray((groups.astype(np.float64) @ table) / size[:, None])


@dataclass(frozen=True)
class _Pairs:
    """Every pair of groups a < b, and how much a difference between them weighs; (pairs,)."""

    a: IntArray
    b: IntArray
    weight: FloatArray

    @classmethod
    def of(cls, size: FloatArray) -> "_Pairs":
        a, b = np.triu_indices(len(size), 1)
        return cls(a, b, 1 / np.sqrt(1 / size[a] + 1 / size[b]))

    def clearness(self, means: FloatArray) -> FloatArray:
        """(…, pairs, m) from the (…, groups, m) means."""
        apart = np.abs(means[..., self.a, :] - means[..., self.b, :])
        return np.asarray(apart * self.weight[:, None])


def _permuted(
    table: FloatArray,
    member: IntArray,
    size: FloatArray,
    pairs: _Pairs,
    seed: int,
    permutations: int,
) -> FloatArray:
    """(m,) p-values: the labels are shuffled among the customers, so that sizes stay."""
    rng = np.random.default_rng([seed, 8])
    n, m = table.shape
    seen = pairs.clearness(_means(table, member, size)).max(axis=0)
    # Rounding in the sums must not turn a tie into "less clear".
    seen -= 1e-9 * np.abs(table).max(axis=0, initial=0.0)
    as_clear = np.zeros(m)
    labels = member.astype(np.int16)
    rows = max(1, BLOCK // max(n, 1))
    for start in range(0, permutations, rows):
        b = min(rows, permutations - start)
        dealt = rng.permuted(np.tile(labels, (b, 1)), axis=1)
        means = np.empty((b, len(size), m))
        for group in range(len(size)):
            means[:, group] = (dealt == group).astype(np.float64) @ table / size[group]
        as_clear += (pairs.clearness(means).max(axis=1) >= seen).sum(axis=0)
    return (1 + as_clear) / (1 + permutations)


def _half_widths(
    table: FloatArray, member: IntArray, means: FloatArray, pairs: _Pairs, seed: int
) -> FloatArray:
    """(pairs, m) half the width of each pair's interval, from `BOOTSTRAP` draws of all groups,
    each resampled by itself.
    """
    groups, models = means.shape
    moved = np.empty((BOOTSTRAP, groups, models))
    for group in range(groups):
        part = table[member == group]
        done = 0
        for weights in resampled_weights(len(part), BOOTSTRAP, seed + group):
            moved[done : done + len(weights), group] = weights @ part / len(part) - means[group]
            done += len(weights)
    spread = moved.std(axis=0)
    pair = np.hypot(spread[pairs.a], spread[pairs.b])
    distance = np.abs(moved[:, pairs.a] - moved[:, pairs.b])
    relative = ratio(distance, pair, empty=0.0)
    return np.asarray(pair * np.quantile(relative.max(axis=1), LEVEL, axis=0))
