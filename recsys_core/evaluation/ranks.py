"""Where relevant products stand in the whole order, without keeping the scores."""

from collections.abc import Sequence

import numpy as np

from recsys_core.schema.evaluation import RankCounts
from recsys_core.schema.types import CSR, FloatArray, IntArray

CELLS = 1_000_000
"""How many scores are sorted at a time: 4 MB, which stays near the processor."""


def rank_counts(
    scores: FloatArray, truth: CSR, exclude: CSR | None = None, allowed: IntArray | None = None
) -> RankCounts:
    """How many wrong candidates stand above and level with each relevant product.

    scores: (n, n_items), not changed.  truth: (n, n_items) csr, stored = relevant.  exclude,
    allowed: as for `schema.ranking.top_k`; what is left are the candidates, and a candidate that
    is not relevant is wrong. A score that is not finite is below all others, level with its like.
    Each row is sorted once and every relevant product looked up in it.
    """
    n, n_items = scores.shape
    above = np.zeros(truth.nnz, dtype=np.int64)
    level = np.zeros(truth.nnz, dtype=np.int64)
    wrong = np.zeros(n, dtype=np.int64)
    usual = np.ones(n_items, dtype=bool)
    if allowed is not None:
        usual[:] = False
        usual[allowed] = True
    step = max(1, CELLS // max(n_items, 1))
    for start in range(0, n, step):
        block = slice(start, min(start + step, n))
        here, row, item = _entries(truth, block)
        candidate = np.tile(usual, (block.stop - start, 1))
        candidate[row, item] = False
        if exclude is not None:
            candidate[_entries(exclude, block)[1:]] = False
        work = np.array(scores[block], dtype=np.float32, order="C")
        np.copyto(work, -np.inf, where=~np.isfinite(work))
        asked = work[row, item]
        np.copyto(work, -np.inf, where=~candidate)
        work.sort(axis=1)
        wrong[block] = np.count_nonzero(candidate, axis=1)
        low, high = np.zeros((2, len(asked)), dtype=np.int64)
        ends = np.cumsum(np.bincount(row, minlength=len(work)))
        for line, begin, end in zip(work, [0, *ends[:-1]], ends, strict=True):
            low[begin:end] = np.searchsorted(line, asked[begin:end], "left")
            high[begin:end] = np.searchsorted(line, asked[begin:end], "right")
        above[here] = n_items - high
        # Among -inf stand the products that are no candidates: all that are not above are level.
        rest = wrong[block][row] - above[here]
        level[here] = np.where(np.isfinite(asked), high - low, rest)
    return RankCounts(above, level, wrong)


def joined(parts: Sequence[RankCounts]) -> RankCounts:
    """The counts of blocks of customers, one after the other."""
    return RankCounts(
        np.concatenate([part.above for part in parts]),
        np.concatenate([part.level for part in parts]),
        np.concatenate([part.wrong for part in parts]),
    )


def _entries(matrix: CSR, rows: slice) -> tuple[slice, IntArray, IntArray]:
    """Where the entries of some rows are stored, and the row (from 0) and column of each."""
    here = slice(int(matrix.indptr[rows.start]), int(matrix.indptr[rows.stop]))
    sizes = np.diff(matrix.indptr[rows.start : rows.stop + 1])
    return here, np.repeat(np.arange(len(sizes)), sizes), matrix.indices[here]
