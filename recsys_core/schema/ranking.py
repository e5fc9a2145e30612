"""The one place where scores become a ranked list."""

import numpy as np

from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, FloatArray, IntArray


def top_k(
    scores: FloatArray, k: int, exclude: CSR | None = None, allowed: IntArray | None = None
) -> tuple[IntArray, FloatArray]:
    """The `k` best items of each row: (n, k) item codes and scores, best first, ties by lower item
    code.

    scores: (n, n_items), not changed.  exclude: (n, n_items) csr, stored entries are never
    returned (bought already).
    allowed: item codes that may be returned, None for all.  Items scored -inf or NaN are never
    returned; a slot that cannot be filled holds EMPTY and NaN.
    """
    n, n_items = scores.shape
    work = np.array(scores, dtype=np.float32, order="C")
    np.nan_to_num(work, copy=False, nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    if exclude is not None:
        rows = np.repeat(np.arange(n), np.diff(exclude.indptr))
        work[rows, exclude.indices] = -np.inf
    if allowed is not None:
        barred = np.ones(n_items, dtype=bool)
        barred[allowed] = False
        work[:, barred] = -np.inf
    width = min(k, n_items)
    items = np.full((n, k), EMPTY, dtype=np.int32)
    values = np.full((n, k), np.nan, dtype=np.float32)
    if width == 0 or n == 0:
        return items, values
    if width < n_items:
        # Everything above the k-th value, then the lowest codes among those equal to it: ties are
        # settled by code.
        kth = np.partition(work, n_items - width, axis=1)[:, n_items - width]
        picked = np.empty((n, width), dtype=np.int64)
        for row in range(n):
            above = np.flatnonzero(work[row] > kth[row])
            if len(above) < width:
                ties = np.flatnonzero(work[row] == kth[row])[: width - len(above)]
                above = np.sort(np.concatenate([above, ties]))
            picked[row] = above
    else:
        picked = np.tile(np.arange(n_items), (n, 1))
    found = np.take_along_axis(work, picked, axis=1)
    order = np.argsort(-found, axis=1, kind="stable")
    picked, found = np.take_along_axis(picked, order, 1), np.take_along_axis(found, order, 1)
    usable = np.isfinite(found)
    items[:, :width] = np.where(usable, picked, EMPTY)
    values[:, :width] = np.where(usable, found, np.nan)
    return items, values
