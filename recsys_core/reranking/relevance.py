"""How relevant each place of a shortlist is, whatever scale the model scores in."""

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray


def relevance(scores: FloatArray, filled: BoolArray) -> FloatArray:
    """(n, width) float32 scores scaled to [0, 1] per row, handed out from the front; 0 where empty.

    A filled slot without a score (filler) counts as the least relevant; a row of equal scores is 1
    throughout. Where an earlier step changed the order, the slot keeps its rank, not its score:
    that step's order is the one to respect.
    """
    known = filled & np.isfinite(scores)
    low = np.where(known, scores, np.inf).min(axis=1, initial=np.inf, keepdims=True)
    high = np.where(known, scores, -np.inf).max(axis=1, initial=-np.inf, keepdims=True)
    spread = np.where(high > low, high - low, 1.0)
    scaled = np.where(high > low, (np.where(known, scores, 0.0) - low) / spread, 1.0)
    scaled = np.where(known, scaled, np.where(filled, 0.0, -1.0)).astype(np.float32)
    ordered = -np.sort(-scaled, axis=1)
    if filled.all():
        return ordered
    out = np.empty(scores.shape, dtype=np.float32)
    by_slot = np.argsort(~filled, axis=1, kind="stable")
    np.put_along_axis(out, by_slot, ordered, axis=1)
    return np.maximum(out, np.float32(0), out=out)
