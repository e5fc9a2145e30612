"""Lists and truths small enough to solve by hand."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.recommendations import EMPTY
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
) -> EvalBatch:
    """`lists` may be shorter than k; `ratings` are (row, predicted, actual)."""
    items = np.full((len(lists), k), EMPTY, dtype=np.int32)
    for row, shown in enumerate(lists):
        items[row, : len(shown)] = shown
    truth = truth or [[] for _ in lists]
    rows = [row for row, relevant in enumerate(truth) for _ in relevant]
    columns = [item for relevant in truth for item in sorted(relevant)]
    matrix = sp.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(lists), n_items))
    pairs = list(zip(*ratings, strict=True)) if ratings is not None else None
    return EvalBatch(
        items=items,
        truth=matrix,
        popularity=np.array([0.5] * n_items if popularity is None else popularity),
        categories=np.array([-1] * n_items if categories is None else categories),
        vectors=None if vectors is None else ItemVectors(np.array(vectors, np.float32), "test"),
        n_catalogue=n_items,
        pair_user=None if pairs is None else np.array(pairs[0]),
        predicted=None if pairs is None else np.array(pairs[1]),
        actual=None if pairs is None else np.array(pairs[2]),
    )
