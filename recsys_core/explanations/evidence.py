"""The numbers behind a recommendation: how much each past purchase contributed."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.contracts import Recommender
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import CSR, FloatArray, IntArray

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
) -> list[Evidence]:
    """Evidence for each of `items` (codes), for one customer with the (1, n_items) `history`.

    Exact where the model splits its score (`contributions` is not None); otherwise by occlusion
    (Zeiler and Fergus, 2014): the score minus the score without the purchase, one batch of fold-ins
    for the whole list. Occlusion tries the `OCCLUSION_LIMIT` strongest past products by weight, and
    its evidence lists only those. Where no past product changes anything the method is "none" and
    the base carries the whole score.

    `scores`: (len(items),) what `model.score` gave, when the caller has it already.
    """
    codes = [int(item) for item in items]
    if not codes:
        return []
    if scores is None:
        scores = model.score(history)[0, codes]
    exact = [model.contributions(history, item) for item in codes]
    past: IntArray = np.asarray(history.indices, dtype=np.int64)
    kept = past
    dropped: FloatArray | None = None
    if history.nnz and any(shares is None for shares in exact):
        kept, dropped = _occlude(model, history, codes)
    out = []
    for at, item in enumerate(codes):
        score, shares = float(scores[at]), exact[at]
        if shares is not None:
            out.append(_evidence(item, score, model.base(item), past, shares, exact=True))
        elif dropped is not None:
            out.append(_evidence(item, score, model.base(item), kept, dropped[:, at], exact=False))
        else:
            out.append(_evidence(item, score, score, past, np.zeros(len(past)), exact=False))
    return out


def evidence_note(evidence: Evidence, history: CSR) -> str:
    """One sentence when the evidence does not cover the whole history, else empty."""
    if evidence.method != "occlusion" or len(evidence.history) == history.nnz:
        return ""
    return (
        f"Tried with the {len(evidence.history):,} strongest of {history.nnz:,} past products; "
        "the others are not in these figures."
    )


def without(history: CSR, items: Sequence[int] | IntArray) -> CSR:
    """(1, n_items) `history` with `items` taken out."""
    keep = ~np.isin(history.indices, np.asarray(items))
    return sp.csr_matrix(
        (history.data[keep], history.indices[keep], [0, int(keep.sum())]), shape=history.shape
    )


def _evidence(
    item: int, score: float, base: float, past: IntArray, shares: FloatArray, *, exact: bool
) -> Evidence:
    shares = np.asarray(shares, dtype=np.float64)
    if not shares.any():
        return Evidence(item, score, score, past, shares, "none")
    return Evidence(item, score, base, past, shares, "exact" if exact else "occlusion")


def _occlude(model: Recommender, history: CSR, items: list[int]) -> tuple[IntArray, FloatArray]:
    """The past items tried (m,) and (m, len(items)) score minus the score without each of them."""
    strongest = np.argsort(-np.abs(history.data), kind="stable")[:OCCLUSION_LIMIT]
    tried = np.sort(strongest)
    scores = model.fold_in(sp.vstack([history, leave_one_out(history, tried)], format="csr"))
    chosen = scores[:, items].astype(np.float64)
    return np.asarray(history.indices[tried], dtype=np.int64), chosen[0] - chosen[1:]


def leave_one_out(history: CSR, positions: IntArray) -> CSR:
    """(len(positions), n_items): row r is `history` without its stored entry `positions[r]`."""
    m, nnz = len(positions), history.nnz
    stays = np.ones((m, nnz), dtype=bool)
    stays[np.arange(m), positions] = False
    column = np.broadcast_to(np.arange(nnz), (m, nnz))[stays]
    indptr = np.arange(m + 1) * (nnz - 1)
    return sp.csr_matrix(
        (history.data[column], history.indices[column], indptr), shape=(m, history.shape[1])
    )
