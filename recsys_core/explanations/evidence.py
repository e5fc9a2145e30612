"""The numbers behind a recommendation: how much each past purchase contributed."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from recsys_core.explanations import messages as m
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.histories import without
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

OCCLUSION_LIMIT = 300
"""How many past products are tried out at most; `evidence_note` says so where it matters."""


def explain(model: Recommender, history: CSR, item: int) -> Evidence:
    """Why `model` scores `item` as it does for the (1, n_items) `history`; see `explain_list`."""
    return explain_list(model, history, [item])[0]


def explain_list(
    model: Recommender,
    history: CSR,
    items: Sequence[int] | IntArray,
    scores: FloatArray | None = None,
    limit: int = OCCLUSION_LIMIT,
) -> list[Evidence]:
    """Evidence for each of `items` (codes), for one (1, n_items) `history`.

    Exact where the model splits its score (`contributions` is not None); otherwise by occlusion
    (Zeiler and Fergus, 2014): the score minus the score without the purchase. Occlusion tries the
    `limit` strongest past products by weight, and its evidence lists only those; all items are
    answered together, and the base is the score of an empty history. Where no past product changes
    anything the method is "none" and the base carries the whole score.

    `scores`: (len(items),) what `model.score` gave, when the caller has it already.
    """
    codes: IntArray = np.asarray(items, dtype=np.int64)
    if not len(codes):
        return []
    if scores is None:
        scores = model.score(history)[0, codes]
    # One array for all of them: whoever words the evidence groups the past only once.
    past: IntArray = np.asarray(history.indices, dtype=np.int64)
    exact = model.contributions_of(history, codes)
    level, bases = 0.0, np.zeros(len(codes))
    method: Literal["exact", "occlusion"] = "exact" if exact is not None else "occlusion"
    if exact is not None:
        shares = np.asarray(exact, dtype=np.float64)
        bases = np.array([model.base(int(item)) for item in codes])
    elif len(past):
        tried = strongest(history, limit)
        past = past[tried]
        folded = model.fold_in_without(history, tried, codes).astype(np.float64)
        shares = (folded[0] - folded[1:]).T
        stranger = model.fold_in(without(history, history.indices))[0]
        level, bases = float(stranger.mean()), stranger[codes]
    else:
        shares = np.zeros((len(codes), 0))
    return [
        Evidence(item, score, base, past, share, method, level)
        if share.any()
        else Evidence(item, score, score, past, share, "none")
        for item, score, base, share in zip(
            codes.tolist(), map(float, scores), bases.tolist(), shares, strict=True
        )
    ]


def strongest(history: CSR, limit: int) -> IntArray:
    """Ascending places of the `limit` largest stored values of a (1, n_items) history."""
    order = np.argsort(-np.abs(history.data), kind="stable")[:limit]
    return np.sort(order)


def evidence_note(evidence: Evidence, history: CSR) -> str:
    """One sentence when the evidence does not cover the whole history, else empty."""
    if evidence.method != "occlusion" or len(evidence.history) == history.nnz:
        return ""
    return say(m.STRONGEST_TRIED, tried=len(evidence.history), whole=int(history.nnz))
