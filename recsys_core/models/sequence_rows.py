"""Histories as sequences: each product once, at the moment it was bought last."""

from dataclasses import dataclass

import numpy as np

from recsys_core.models.dated import dated_rows
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

"""What the learning curves of the neural models show."""
HELD_OUT_CUSTOMERS = 1500
HELD_OUT_SHARE = 0.2


@dataclass(frozen=True)
class Sequences:
    """The products of n customers, oldest first: those of row r are
    `items[starts[r]:starts[r + 1]]`.

    items: (nnz,) codes.  moment: (nnz,) when each was bought last, in any unit that orders them.
    """

    items: IntArray
    moment: FloatArray
    starts: IntArray

    def shuffled(self, rng: np.random.Generator) -> "Sequences":
        """The products of one moment (a basket) in random order: a till's order says nothing."""
        row = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        order = np.lexsort((rng.random(len(self.items)), self.moment, row))
        return Sequences(self.items[order], self.moment[order], self.starts)

    def latest(self, length: int, rows: slice) -> tuple[IntArray, IntArray]:
        """(n, length) the last products of the rows, oldest first, 0 behind the end of shorter
        ones, and (n,) how many each row has.
        """
        starts, ends = self.starts[:-1][rows], self.starts[1:][rows]
        sizes = np.minimum(ends - starts, length)
        places = (ends - sizes)[:, None] + np.arange(length)
        inside = np.arange(length) < sizes[:, None]
        if not len(self.items):
            return np.zeros(places.shape, dtype=np.int64), sizes
        found = self.items[np.minimum(places, len(self.items) - 1)]
        return np.where(inside, found, 0).astype(np.int64), sizes

    def keep(self, mask: BoolArray) -> "Sequences":
        """Only the products where `mask` holds."""
        row = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        sizes = np.bincount(row[mask], minlength=len(self.starts) - 1)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return Sequences(self.items[mask], self.moment[mask], starts)


def sequences(histories: CSR, usual_moment: FloatArray) -> Sequences:
    """The rows of `histories` in the order of last purchase, products of one moment by their code.

    Rows without dates (a plain matrix) are put in the order of `usual_moment` (n_items,): when
    customers usually bought each product last.
    """
    rows, moments = dated_rows(histories, len(usual_moment))
    when = usual_moment[rows.indices] if moments is None else moments.last.astype(np.float64)
    order = np.lexsort((rows.indices, when, rows_of(rows)))
    return Sequences(rows.indices[order], when[order], rows.indptr.astype(np.int64))


def usual_moments(histories: CSR) -> FloatArray:
    """(n_items,) mean moment of the customers' last purchase of each product; the mean of all for
    products nobody bought, 0 without dates.
    """
    n_items = histories.shape[1]
    rows, moments = dated_rows(histories, n_items)
    if moments is None or not rows.nnz:
        return np.zeros(n_items)
    when = moments.last.astype(np.float64)
    counts = np.bincount(rows.indices, minlength=n_items)
    sums = np.bincount(rows.indices, weights=when, minlength=n_items)
    return np.where(counts > 0, sums / np.maximum(counts, 1), when.mean())


def hold_out(rows: Sequences, seed: int) -> tuple[Sequences, IntArray, list[IntArray]]:
    """What is learned from, the customers whose latest fifth is held out, and their held-out
    products.

    Up to 1,500 customers with five or more products, at most a quarter of them.
    """
    sizes = np.diff(rows.starts)
    able = np.flatnonzero(sizes >= 5)
    most = min(HELD_OUT_CUSTOMERS, len(able) // 4 + 1, len(able))
    chosen = np.sort(np.random.default_rng(seed).choice(able, most, replace=False))
    kept = sizes.copy()
    kept[chosen] -= np.ceil(HELD_OUT_SHARE * sizes[chosen]).astype(kept.dtype)
    bounds = zip(rows.starts[chosen] + kept[chosen], rows.starts[chosen + 1], strict=True)
    return _first(rows, kept), chosen, [rows.items[start:stop] for start, stop in bounds]


def _first(rows: Sequences, sizes: IntArray) -> Sequences:
    """The first `sizes` (n,) products of each row."""
    row = np.repeat(np.arange(len(sizes)), np.diff(rows.starts))
    return rows.keep(np.arange(len(row)) - rows.starts[:-1][row] < sizes[row])
