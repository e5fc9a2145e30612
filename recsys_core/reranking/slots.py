"""Taking items out of ranked lists without leaving holes."""

from dataclasses import replace

import numpy as np

from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import CSR, BoolArray, IntArray

_ROWS = 512


def keep_slots(candidates: Recommendations, keep: BoolArray) -> Recommendations:
    """The same lists with only the slots where `keep` (n, width) holds, closed up to the left.

    The order of what stays is unchanged, the width too; the slots that come free are at the end.
    """
    keep = keep & (candidates.items != EMPTY)
    order = np.argsort(~keep, axis=1, kind="stable")
    stays = np.take_along_axis(keep, order, axis=1)
    items = np.take_along_axis(candidates.items, order, axis=1)
    scores = np.take_along_axis(candidates.scores, order, axis=1)
    return replace(
        candidates,
        items=np.where(stays, items, EMPTY).astype(candidates.items.dtype),
        scores=np.where(stays, scores, np.nan).astype(candidates.scores.dtype),
    )


def slots_in(items: IntArray, sets: CSR) -> BoolArray:
    """(n, width) whether the item of a slot is stored in the same row of `sets` (n, n_items)."""
    out = np.zeros(items.shape, dtype=bool)
    for start in range(0, len(items), _ROWS):
        some = items[start : start + _ROWS]
        block = sets[start : start + _ROWS]
        stored = np.zeros(block.shape, dtype=bool)
        stored[np.repeat(np.arange(block.shape[0]), np.diff(block.indptr)), block.indices] = True
        found = np.take_along_axis(stored, np.maximum(some, 0), axis=1)
        out[start : start + _ROWS] = found & (some != EMPTY)
    return out
