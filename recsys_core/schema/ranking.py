"""The one place where scores become a ranked list."""

import numpy as np

from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, FloatArray, IntArray

CELLS = 1_000_000
"""How many scores are ranked at a time: 4 MB, which stays near the processor."""
LEAST_GROUPS, GROUPS_PER_SLOT = 256, 8
"""Into how many groups the products of a row are dealt, at least and for each slot of the list."""


def top_k(
    scores: FloatArray, k: int, exclude: CSR | None = None, allowed: IntArray | None = None
) -> tuple[IntArray, FloatArray]:
    """The `k` best items of each row: (n, k) item codes and scores, best first, ties by lower item
    code.

    scores: (n, n_items), not changed.  exclude: (n, n_items) csr, stored entries are never
    returned (bought already).
    allowed: item codes that may be returned, None for all.  Items without a finite score are
    never returned; a slot that cannot be filled holds EMPTY and NaN.
    """
    n, n_items = scores.shape
    items = np.full((n, k), EMPTY, dtype=np.int32)
    values = np.full((n, k), np.nan, dtype=np.float32)
    width = min(k, n_items)
    if width == 0 or n == 0:
        return items, values
    barred = None
    if allowed is not None:
        barred = np.ones(n_items, dtype=bool)
        barred[allowed] = False
    step = max(1, CELLS // n_items)
    for start in range(0, n, step):
        block = slice(start, min(start + step, n))
        work = np.array(scores[block], dtype=np.float32, order="C")
        if exclude is not None:
            low, high = exclude.indptr[block.start], exclude.indptr[block.stop]
            rows = np.repeat(np.arange(len(work)), np.diff(exclude.indptr[start : block.stop + 1]))
            work[rows, exclude.indices[low:high]] = -np.inf
        if barred is not None:
            work[:, barred] = -np.inf
        picked = _best(work, width)
        found = np.take_along_axis(work, picked, axis=1)
        order = np.argsort(-found, axis=1, kind="stable")
        picked, found = np.take_along_axis(picked, order, 1), np.take_along_axis(found, order, 1)
        usable = np.isfinite(found)
        items[block, :width] = np.where(usable, picked, EMPTY)
        values[block, :width] = np.where(usable, found, np.nan)
    return items, values


def _best(work: FloatArray, width: int) -> IntArray:
    """(n, width) columns of the `width` largest of each row in ascending order; of equal values
    the lower columns. Scores that are not finite become -inf in `work`.

    Columns are dealt to groups, column c to group c % groups. A row's `width`-th largest group
    maximum is a bound that its `width` best scores reach, so only the groups whose maximum reaches
    it are looked into: one pass over the scores instead of a partition of every row.
    """
    n, n_items = work.shape
    groups = max(LEAST_GROUPS, GROUPS_PER_SLOT * width)
    deep, rest = divmod(n_items, groups)
    if deep < 2:
        np.copyto(work, -np.inf, where=~np.isfinite(work))
        return _partitioned(work, width)
    tops = work[:, : deep * groups].reshape(n, deep, groups).max(axis=1)
    np.maximum(tops[:, :rest], work[:, deep * groups :], out=tops[:, :rest])
    # A score that is not a number makes the maximum of its group one; so does +inf.
    broken = ~(tops < np.inf).all(axis=1)
    if broken.any():
        cleaned = work[broken]
        np.copyto(cleaned, -np.inf, where=~np.isfinite(cleaned))
        work[broken] = cleaned
        tops[broken] = -np.inf
    promising = _partitioned(tops, width)
    columns = groups * np.arange(deep + (rest > 0))[:, None] + promising[:, None, :]
    columns = columns.reshape(n, -1)
    beyond = columns >= n_items
    columns[beyond] = 0
    scores = np.take_along_axis(work, columns, axis=1)
    scores[beyond] = -np.inf
    picked = np.take_along_axis(columns, _partitioned(scores, width), axis=1)
    # Several groups tie at the bound, or fewer scores than slots are finite.
    bound = np.take_along_axis(tops, promising, axis=1).min(axis=1, keepdims=True)
    unsure = np.count_nonzero(tops >= bound, axis=1) > width
    if unsure.any():
        picked[unsure] = _partitioned(work[unsure], width)
    return picked


def _partitioned(work: FloatArray, width: int) -> IntArray:
    """What `_best` promises, for rows without missing scores, by a partition of each row."""
    n, n_items = work.shape
    if width == n_items:
        return np.tile(np.arange(n_items), (n, 1))
    kth = np.partition(work, n_items - width, axis=1)[:, [n_items - width]]
    enough = work >= kth
    crowded = np.count_nonzero(enough, axis=1) > width
    for row in np.flatnonzero(crowded):
        # Too many: several products share the k-th value, and the later ones give way.
        ties = np.flatnonzero(work[row] == kth[row])
        spare = width - np.count_nonzero(work[row] > kth[row])
        enough[row, ties[spare:]] = False
    return np.asarray((np.flatnonzero(enough) % n_items).reshape(n, width))
