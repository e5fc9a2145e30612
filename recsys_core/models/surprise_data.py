"""Our arrays as Surprise's training set, and Surprise's printed lines as progress."""

import itertools
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import TextIOBase
from typing import TYPE_CHECKING, TextIO

from recsys_core.schema.types import CSR, FloatArray

if TYPE_CHECKING:
    from surprise import Trainset

EPOCH_LINE = re.compile(r"[Pp]rocessing epoch (\d+)")


def build_trainset(ratings: CSR, scale: tuple[float, float]) -> "Trainset":
    """A Surprise `Trainset` of the stored entries, whose inner ids are our row and column numbers.

    Equal to loading a frame sorted by customer and product, without the frame. Rows and columns
    without an entry get a number but are unknown to Surprise, as they are to us.
    """
    from surprise import Trainset

    by_item = ratings.tocsc()
    by_item.sort_indices()
    users, items = range(ratings.shape[0]), range(ratings.shape[1])
    return Trainset(
        ur=_rows(ratings),
        ir=_rows(by_item),
        n_users=ratings.shape[0],
        n_items=ratings.shape[1],
        n_ratings=ratings.nnz,
        rating_scale=scale,
        raw2inner_id_users=dict(zip(users, users, strict=True)),
        raw2inner_id_items=dict(zip(items, items, strict=True)),
    )


def surprise_baselines(
    rows: CSR, scale: tuple[float, float], options: dict[str, object]
) -> tuple[FloatArray, FloatArray]:
    """(n_users,) and (n_items,) Surprise's levels b_u and b_i; `options` is its `bsl_options`."""
    from surprise import AlgoBase

    algorithm = AlgoBase(bsl_options=options)
    algorithm.fit(build_trainset(rows, scale))
    bu, bi = algorithm.compute_baselines()
    return bu, bi


class _Rows(dict[int, list[tuple[int, float]]]):
    """A dict that answers [] for a row that stores nothing, and still does not know it.

    Surprise's own defaultdict would start to know a product as soon as somebody asked about it.
    """

    def __missing__(self, row: int) -> list[tuple[int, float]]:
        return []


def _rows(matrix: CSR) -> _Rows:
    """{row: [(column, value), …]} of the rows that store something, csr or csc alike."""
    columns, values = matrix.indices.tolist(), matrix.data.tolist()
    bounds = matrix.indptr.tolist()
    return _Rows(
        (row, list(zip(columns[start:stop], values[start:stop], strict=True)))
        for row, (start, stop) in enumerate(itertools.pairwise(bounds))
        if stop > start
    )


class _EpochWatcher(TextIOBase):
    """A text stream that turns `Processing epoch N` into a call and drops everything else."""

    def __init__(self, on_epoch: Callable[[int], None], stdout: TextIO) -> None:
        self.on_epoch = on_epoch
        self.stdout = stdout

    def write(self, text: str) -> int:
        if found := EPOCH_LINE.search(text):
            with redirect_stdout(self.stdout):
                self.on_epoch(int(found.group(1)))
        return len(text)


@contextmanager
def watch_epochs(on_epoch: Callable[[int], None]) -> Iterator[None]:
    """Calls `on_epoch(n)` for each line Surprise prints about epoch n; stdout is restored always.

    An exception raised by `on_epoch` (a cancelled job) stops the fit at that epoch. What `on_epoch`
    prints itself comes out; everything else printed inside the block is dropped.
    """
    sys.stdout.flush()
    with redirect_stdout(_EpochWatcher(on_epoch, sys.stdout)):
        yield
