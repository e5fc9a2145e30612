"""One figure for each group of customers, or for each band of products, model by model."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.schema.statistics.intervals import intervals_of_means
from recsys_core.schema.statistics.means import means_of
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

TOO_FEW = 30
"""With fewer customers a figure is shown, marked, and never tested."""
MOST_BANDS = 5
UNKNOWN = m.NOT_KNOWN


@dataclass(frozen=True)
class Slicing:
    """A way of dividing customers into groups, none of them in two.

    kind: "Segment", "tenure", a fact of the customer list.  title: on screen.  names: the groups
    in the order in which they are shown.  member: (n,) which one each customer is in, -1 for none.
    note: what it was read from, and as of when.
    """

    kind: str
    title: str
    names: tuple[str, ...]
    member: IntArray
    note: str = ""

    def belongs(self, place: int) -> BoolArray:
        """(n,) who is in the group at this place of `names`."""
        return np.asarray(self.member == place)

    def take(self, rows: IntArray) -> "Slicing":
        """The same for some of the customers; groups that nobody is left in stay."""
        return Slicing(self.kind, self.title, self.names, self.member[rows], self.note)


@dataclass(frozen=True)
class Cells:
    """What a model-by-slice table is made of: one metric, the customers' values.

    values: one (n_slice, n_models) array per slice, NaN where a customer has no value.
    """

    kind: str
    metric: str
    models: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[FloatArray, ...]


@dataclass(frozen=True)
class SliceRow:
    """One cell: the mean over the slice's `n` customers with a value, and its 95 % interval.

    enough: whether there are at least `TOO_FEW` of them.
    """

    model: str
    metric: str
    kind: str
    slice: str
    value: float
    low: float
    high: float
    n: int
    enough: bool


def slicing_of(
    kind: str, title: str, labels: Sequence[str], order: Sequence[str], note: str = ""
) -> Slicing:
    """The groups that `labels` (one per customer) name, in `order`; those without anybody are
    left out, and whoever has a label that is not in `order` is in no group.
    """
    present = set(labels)
    names = tuple(name for name in order if name in present)
    place = {name: at for at, name in enumerate(names)}
    member = np.array([place.get(label, -1) for label in labels], dtype=np.int64)
    return Slicing(kind, title, names, member, note)


def cells_of(values: Mapping[str, FloatArray], slicing: Slicing, metric: str) -> Cells:
    """The customers' values of each model, (n,) each, divided by `slicing`."""
    table = np.column_stack(list(values.values()))
    parts = [table[slicing.belongs(place)] for place in range(len(slicing.names))]
    return Cells(slicing.kind, metric, tuple(values), slicing.names, tuple(parts))


def without(cells: Cells, models: Collection[str]) -> Cells:
    """The same table without some models."""
    kept = [at for at, name in enumerate(cells.models) if name not in models]
    left = tuple(cells.models[at] for at in kept)
    values = tuple(part[:, kept] for part in cells.values)
    return Cells(cells.kind, cells.metric, left, cells.names, values)


def slice_rows(cells: Cells, most: float) -> list[SliceRow]:
    """Every cell with its interval, slice by slice.

    value = mean over the slice's customers with a value, at most `most` for one customer. Interval:
    `intervals_of_means`. A slice nobody has a value in gives NaN and n = 0.
    """
    rows = []
    for name, part in zip(cells.names, cells.values, strict=True):
        known = ~np.isnan(part)
        counts = known.sum(axis=0)
        means = means_of(part)
        low, high = intervals_of_means(part, most)
        rows += [
            SliceRow(
                model,
                cells.metric,
                cells.kind,
                name,
                float(means[at]),
                float(low[at]),
                float(high[at]),
                int(counts[at]),
                bool(counts[at] >= TOO_FEW),
            )
            for at, model in enumerate(cells.models)
        ]
    return rows


def bands(values: FloatArray, most: int = MOST_BANDS) -> IntArray:
    """(n,) up to `most` bands of about as many customers each, 0 = lowest, -1 for NaN.

    By mid-rank, so that equal values are in one band: band = floor(most * (mid-rank - 0.5) / n).
    Bands that ties leave empty are skipped, so that the numbers used are consecutive.
    """
    out = np.full(len(values), -1, dtype=np.int64)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return out
    distinct, inverse, size = np.unique(values[known], return_inverse=True, return_counts=True)
    middle = np.cumsum(size) - (size + 1) / 2 + 0.5
    of_value = np.minimum((most * middle / len(known)).astype(np.int64), most - 1)
    _, consecutive = np.unique(of_value, return_inverse=True)
    out[known] = consecutive[inverse] if len(distinct) else 0
    return out
