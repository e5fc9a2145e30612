"""Purchase histories that also know when: what models score.

A plain csr matrix says what a customer has and how much of it. Recency, repurchase intervals and
the order of events need more, so `Dataset.histories` returns a `Histories`: a csr matrix with the
moments of its events beside every stored value. Models that ask only for values take either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.types import CSR, FloatArray, IntArray

NO_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Moments:
    """When each stored pair of a `Histories` happened, aligned with its `data`.

    first, last: (nnz,) int64 seconds since 1970, `NO_TIME` where unknown.  times: (nnz,) int32,
    how many events the pair is made of, at least 1.  start: (nnz,) where those of each pair begin
    in `events`, int64 seconds, in order of time; parts of a table share its `events`.
    """

    first: IntArray
    last: IntArray
    times: IntArray
    start: IntArray
    events: IntArray

    @classmethod
    def of_events(cls, events: IntArray, times: IntArray) -> "Moments":
        """events: of one pair after the other, in order of time.  times: (nnz,) how many each."""
        start = np.cumsum(times, dtype=np.int64) - times
        last = events[start + times - 1]
        return cls(events[start], last, times.astype(np.int32), start, events)

    def __getitem__(self, places: Any) -> "Moments":
        first, last, times = self.first[places], self.last[places], self.times[places]
        return Moments(first, last, times, self.start[places], self.events)

    def every(self) -> tuple[IntArray, IntArray]:
        """(n_events,) the place of the pair of every event, and its moment; pair after pair."""
        place = np.repeat(np.arange(len(self.times)), self.times)
        nth = np.arange(len(place)) - np.repeat(np.cumsum(self.times) - self.times, self.times)
        return place, self.events[self.start[place] + nth]


class Histories(sp.csr_matrix):  # type: ignore[misc]  # scipy ships no types
    """(n, n_items) csr rows like `Dataset.matrix`, with `moments` (None when nothing is known).

    Selecting rows or columns keeps the moments; arithmetic and anything that makes a matrix of
    another pattern drops them.
    """

    moments: Moments | None = None

    @classmethod
    def of(cls, matrix: CSR, moments: Moments | None) -> "Histories":
        """`matrix` (indices sorted) with its moments; shares the arrays."""
        out = cls((matrix.data, matrix.indices, matrix.indptr), shape=matrix.shape, copy=False)
        out.moments = moments
        return out

    def row(self, number: int) -> "Histories":
        """(1, n_items): what `self[number]` gives, without looking anything up; shares the
        arrays.
        """
        span = slice(int(self.indptr[number]), int(self.indptr[number + 1]))
        rows = sp.csr_matrix(
            (self.data[span], self.indices[span], np.array([0, span.stop - span.start])),
            shape=(1, self.shape[1]),
        )
        return Histories.of(rows, None if self.moments is None else self.moments[span])

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if self.moments is None or not sp.issparse(found):
            return found
        places = sp.csr_matrix(
            (np.arange(self.nnz, dtype=np.int64), self.indices, self.indptr), shape=self.shape
        )[key]
        return Histories.of(found, self.moments[places.data])


def moments_of(histories: CSR) -> Moments | None:
    """The moments, None for a plain matrix and where no pair has a date."""
    moments: Moments | None = getattr(histories, "moments", None)
    if moments is None or bool((moments.last == NO_TIME).any()):
        return None
    return moments


def position(histories: CSR) -> FloatArray | None:
    """(nnz,) how many of the customer's stored products came after each: 0 for the latest.

    Products of one moment (a basket) share the mean of their places. None without dates.
    """
    moments = moments_of(histories)
    if moments is None:
        return None
    row = rows_of(histories)
    order = np.lexsort((-moments.last, row))
    sorted_row, sorted_last = row[order], moments.last[order]
    place = np.arange(len(row)) - histories.indptr[sorted_row]
    starts = np.ones(len(row), dtype=bool)
    starts[1:] = (sorted_row[1:] != sorted_row[:-1]) | (sorted_last[1:] != sorted_last[:-1])
    group = np.cumsum(starts) - 1
    mean = np.bincount(group, weights=place) / np.maximum(np.bincount(group), 1)
    out = np.empty(len(row), dtype=np.float64)
    out[order] = mean[group] if len(group) else 0.0
    return out


def rows_of(matrix: CSR) -> IntArray:
    """(nnz,) the row of each stored entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def without(history: CSR, items: Sequence[int] | IntArray) -> CSR:
    """(1, n_items) `history` with `items` taken out, moments kept."""
    keep = ~np.isin(history.indices, np.asarray(items))
    return _pick(history, np.flatnonzero(keep), np.array([0, int(keep.sum())]))


def leave_one_out(history: CSR, positions: IntArray) -> CSR:
    """(len(positions), n_items): row r is `history` without its stored entry `positions[r]`."""
    m, nnz = len(positions), history.nnz
    stays = np.ones((m, nnz), dtype=bool)
    stays[np.arange(m), positions] = False
    column = np.broadcast_to(np.arange(nnz), (m, nnz))[stays]
    return _pick(history, column, np.arange(m + 1) * (nnz - 1))


def stack(blocks: Sequence[CSR]) -> CSR:
    """Rows below one another; moments are kept where every block has them."""
    rows = sp.vstack([sp.csr_matrix(block) for block in blocks], format="csr")
    known = [one for block in blocks if (one := getattr(block, "moments", None)) is not None]
    if len(known) < len(blocks):
        return rows
    times = [one.times for one in known]
    events = np.concatenate([one.every()[1] for one in known])
    return Histories.of(rows, Moments.of_events(events, np.concatenate(times)))


@dataclass(frozen=True)
class Past:
    """One stored pair of one customer: product code, value, first and last moment, events.

    events: the moment of each in order; evenly spread where they are not given.
    """

    item: int
    value: float
    first: int
    last: int
    times: int
    events: tuple[int, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.events:
            even = np.linspace(self.last, self.first, self.times)[::-1].astype(np.int64)
            object.__setattr__(self, "events", tuple(even.tolist()))

    def again(self, value: float, now: int) -> "Past":
        """With one more event now, which makes its value `value`."""
        events = (*self.events, now)
        return replace(self, value=value, last=now, times=self.times + 1, events=events)


def past_of(history: CSR) -> list[Past]:
    """The entries of a (1, n_items) history; a plain matrix has no moments and one event each."""
    moments: Moments | None = getattr(history, "moments", None)
    if moments is None:
        ones = np.ones(history.nnz, dtype=np.int32)
        moments = Moments.of_events(np.full(history.nnz, NO_TIME), ones)
    events = np.split(moments.every()[1], np.cumsum(moments.times)[:-1])
    numbers = (history.indices, history.data, moments.first, moments.last, moments.times)
    columns = [*(column.tolist() for column in numbers), [tuple(own.tolist()) for own in events]]
    return [Past(*entry) for entry in zip(*columns, strict=False)]


def history_row(past: Iterable[Past], n_items: int) -> Histories:
    """(1, n_items) from its entries, whatever their order."""
    entries = sorted(past, key=lambda one: one.item)
    values = np.array([one.value for one in entries], dtype=np.float32)
    items = np.array([one.item for one in entries], dtype=np.int32)
    row = sp.csr_matrix((values, items, [0, len(entries)]), shape=(1, n_items))
    events = np.array([when for one in entries for when in one.events], dtype=np.int64)
    times = np.array([one.times for one in entries], dtype=np.int32)
    return Histories.of(row, Moments.of_events(events, times))


def _pick(history: CSR, places: IntArray, indptr: IntArray) -> CSR:
    rows = sp.csr_matrix(
        (history.data[places], history.indices[places], indptr),
        shape=(len(indptr) - 1, history.shape[1]),
    )
    moments: Moments | None = getattr(history, "moments", None)
    return rows if moments is None else Histories.of(rows, moments[places])
