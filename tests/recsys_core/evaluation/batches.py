"""Lists and truths small enough to solve by hand."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.evaluation import EvalBatch, RankCounts
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR
from recsys_core.schema.vectors import ItemVectors


def make_batch(
    lists: Sequence[Sequence[int]],
    truth: Sequence[Sequence[int]] | None = None,
    *,
    k: int = 4,
    n_items: int = 10,
    popularity: Sequence[float] | None = None,
    categories: Sequence[int] | None = None,
    vectors: Sequence[Sequence[float]] | None = None,
    ratings: Sequence[tuple[int, float, float]] | None = None,
    history: Sequence[Sequence[int]] | None = None,
    new_items_only: bool = True,
    prices: Sequence[float] | None = None,
    margins: Sequence[float] | None = None,
    spent: Sequence[float] | None = None,
    ranks: RankCounts | None = None,
    filler: Sequence[Sequence[float]] | None = None,
) -> EvalBatch:
    """`lists` may be shorter than k; `ratings` are (row, predicted, actual)."""
    items = np.full((len(lists), k), EMPTY, dtype=np.int32)
    for row, shown in enumerate(lists):
        items[row, : len(shown)] = shown
    pairs = list(zip(*ratings, strict=True)) if ratings is not None else None
    return EvalBatch(
        items=items,
        truth=rows_of_ones(truth or [[] for _ in lists], n_items),
        popularity=np.array([0.5] * n_items if popularity is None else popularity),
        categories=np.array([-1] * n_items if categories is None else categories),
        vectors=None if vectors is None else ItemVectors(np.array(vectors, np.float32), "test"),
        n_catalogue=n_items,
        pair_user=None if pairs is None else np.array(pairs[0]),
        predicted=None if pairs is None else np.array(pairs[1]),
        actual=None if pairs is None else np.array(pairs[2]),
        history=None if history is None else rows_of_ones(history, n_items),
        new_items_only=new_items_only,
        prices=None if prices is None else np.array(prices),
        margins=None if margins is None else np.array(margins),
        spent=None if spent is None else np.array(spent),
        ranks=ranks,
        filler=None if filler is None else np.array(filler),
    )


def rows_of_ones(lines: Sequence[Sequence[int]], n_items: int) -> CSR:
    """(len(lines), n_items) csr with a 1 for each product named."""
    rows = [row for row, line in enumerate(lines) for _ in line]
    columns = [item for line in lines for item in sorted(line)]
    return sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(lines), n_items))
