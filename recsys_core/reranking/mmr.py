"""Diversity: trade relevance for variety, one slot at a time."""

from dataclasses import replace

import numpy as np
from pydantic import Field

from recsys_core.reranking.tracing import record
from recsys_core.schema.config import BaseConfig
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors

NAME = "mmr"
LABEL = "Diversity"
_ROWS = 16
"""Customers at a time: 16 x 200 candidates x 384 numbers is 4.9 MB, which stays in the cache."""


class MMRConfig(BaseConfig):
    """Settings of the diversity slider."""

    diversity: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Diversity",
        description="0 keeps the model's own order; 1 looks only for products unlike each other.",
    )


def rerank_mmr(
    candidates: Recommendations,
    k: int,
    vectors: ItemVectors,
    config: MMRConfig,
    trace: bool | None = None,
) -> Recommendations:
    """The first `k` slots by maximal marginal relevance (Carbonell and Goldstein, 1998).

    Each slot takes argmax of (1 - d) * relevance(i) - d * max cosine(i, picked); ties go to the
    candidate that stood higher. Relevance is the model's score scaled to [0, 1] per customer and
    belongs to the slot, so that the order in which the candidates arrive is the order of relevance.
    An item without a vector has cosine 0 with everything. `d` = 0 returns the first `k` as they
    are. Scores stay the model's own. `trace` None records only a list of one customer.
    """
    if candidates.items.max(initial=EMPTY) >= len(vectors.values):
        raise InputError(
            "The product vectors are older than the product list; train the text model again."
        )
    if config.diversity == 0 or k <= 1:
        out = candidates.top(k)
    else:
        slots = _pick(candidates, min(k, candidates.k), vectors.values, config.diversity)
        found = slots >= 0
        at = np.maximum(slots, 0)
        items = np.take_along_axis(candidates.items, at, axis=1)
        scores = np.take_along_axis(candidates.scores, at, axis=1)
        out = replace(
            candidates,
            items=np.where(found, items, EMPTY).astype(candidates.items.dtype),
            scores=np.where(found, scores, np.nan).astype(candidates.scores.dtype),
        )
    if trace if trace is not None else len(candidates) == 1:
        out = replace(out, trace=record(candidates, out, NAME, LABEL))
    return out


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
    scaled = np.where(known, scaled, np.where(filled, 0.0, -1.0))
    out = np.empty(scores.shape, dtype=np.float32)
    by_slot = np.argsort(~filled, axis=1, kind="stable")
    np.put_along_axis(out, by_slot, -np.sort(-scaled, axis=1).astype(np.float32), axis=1)
    return np.maximum(out, np.float32(0), out=out)


def _pick(candidates: Recommendations, k: int, vectors: FloatArray, diversity: float) -> IntArray:
    """(n, k) chosen slots, -1 where nothing is left.

    The highest similarity to the picked is updated with the newest pick only, by one product of
    (rows, width, d) with (rows, d).
    """
    d = np.float32(diversity)
    n, width = candidates.items.shape
    filled = candidates.items != EMPTY
    worth = (np.float32(1) - d) * relevance(candidates.scores, filled)
    worth[~filled] = -np.inf
    values = np.ascontiguousarray(vectors, dtype=np.float32)
    buffer = np.empty((min(n, _ROWS), width, values.shape[1]), dtype=np.float32)
    out = np.full((n, k), -1, dtype=np.int64)
    for start in range(0, n, _ROWS):
        items = candidates.items[start : start + _ROWS]
        rows = np.arange(len(items))
        # mode="clip" lets an empty slot read row 0: it is never picked, so it does not matter.
        vecs = np.take(values, items, axis=0, out=buffer[: len(items)], mode="clip")
        own = worth[start : start + _ROWS]
        nearest = np.full(own.shape, -np.inf, dtype=np.float32)
        best = own
        for slot in range(k):
            pick = best.argmax(axis=1)
            out[start : start + _ROWS, slot] = np.where(np.isfinite(best[rows, pick]), pick, -1)
            own[rows, pick] = -np.inf
            if slot + 1 < k:
                np.maximum(nearest, (vecs @ vecs[rows, pick][:, :, None])[:, :, 0], out=nearest)
                best = own - d * nearest
    return out
