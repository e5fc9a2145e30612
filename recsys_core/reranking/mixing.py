"""Two models' shortlists blended into one."""

from dataclasses import replace

import numpy as np

from recsys_core.reranking.moving import falling
from recsys_core.reranking.relevance import relevance
from recsys_core.reranking.slots import keep_slots
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import IntArray


def mix(first: Recommendations, second: Recommendations, share: float) -> Recommendations:
    """The union of both shortlists by (1 - share) * relevance in `first` + share * in `second`.

    Both hold the same customers in the same item codes, best first. Relevance is the score scaled
    to [0, 1] over the model's own shortlist, 0 for what it did not list (CombSUM with min-max, Fox
    and Shaw, 1994); ties go to `first`'s order. Scores are the blended relevance in [0, 1]. The
    width is that of the wider shortlist. `share` 0 keeps `first`'s order, 1 that of `second`.
    """
    width = max(first.k, second.k)
    own = relevance(first.scores, first.items != EMPTY)
    other = relevance(second.scores, second.items != EMPTY)
    place = _columns(first.items, second.items)
    known = place >= 0
    theirs = np.where(known, np.take_along_axis(other, np.maximum(place, 0), axis=1), np.float32(0))
    shared = _columns(second.items, first.items) >= 0
    worth = np.concatenate([(1 - share) * own + share * theirs, share * other], axis=1)
    items = np.concatenate([first.items, np.where(shared, EMPTY, second.items)], axis=1)
    # What only the model without a say has listed takes no part.
    silent = np.zeros(items.shape, dtype=bool)
    if share == 0:
        silent[:, first.k :] = True
    if share == 1:
        silent[:, : first.k] = ~known
    items = np.where(silent, EMPTY, items)
    order = falling(np.where(items == EMPTY, -np.inf, worth))[:, :width]
    blended = replace(
        first,
        items=np.take_along_axis(items, order, axis=1).astype(first.items.dtype),
        scores=np.take_along_axis(worth, order, axis=1).astype(np.float32),
    )
    return keep_slots(blended, blended.items != EMPTY)


def _columns(wanted: IntArray, among: IntArray) -> IntArray:
    """(n, width) the column of `among` (n, m) that holds the item, -1 where none does."""
    span = np.int64(max(wanted.max(initial=0), among.max(initial=0)) + 2)
    rows = np.arange(len(wanted), dtype=np.int64)[:, None] * span
    # Items are unique within a row; empty slots become keys of their own that nobody looks for.
    keys = (rows + np.where(among == EMPTY, span - 1, among)).ravel()
    order = np.argsort(keys, kind="stable")
    sought = (rows + wanted).ravel()
    at = np.minimum(np.searchsorted(keys[order], sought), max(len(keys) - 1, 0))
    found = (keys[order][at] == sought) & (wanted.ravel() != EMPTY)
    return np.where(found, order[at] % among.shape[1], -1).reshape(wanted.shape)
