"""The numbers behind a recommendation: how much each past purchase contributed."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from recsys_core.schema.contracts import Recommender
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.histories import leave_one_out, stack
from recsys_core.schema.types import CSR, FloatArray, IntArray

OCCLUSION_LIMIT = 300
"""How many past products are tried out at most; `evidence_note` says so where it matters."""


def explain(model: Recommender, history: CSR, item: int) -> Evidence:
    """Why `model` scores `item` as it does for the (1, n_items) `history`; see `Explainer`."""
    return Explainer(model, history).explain([item])[0]


def explain_list(
    model: Recommender,
    history: CSR,
    items: Sequence[int] | IntArray,
    scores: FloatArray | None = None,
) -> list[Evidence]:
    """Evidence for each of `items` (codes), for one (1, n_items) `history`; see `Explainer`."""
    return Explainer(model, history).explain(items, scores)


class Explainer:
    """Explains any product for one model and one (1, n_items) `history`.

    Exact where the model splits its score (`contributions` is not None); otherwise by occlusion
    (Zeiler and Fergus, 2014): the score minus the score without the purchase. Occlusion tries the
    `limit` strongest past products by weight, and its evidence lists only those. Where no
    past product changes anything the method is "none" and the base carries the whole score.

    The one batch of fold-ins that occlusion needs tells about all products at once. It is made on
    first use and kept (up to 301 x n_items float32), so a page that keeps the Explainer explains
    the next list of the same customer at no cost.
    """

    def __init__(self, model: Recommender, history: CSR, limit: int = OCCLUSION_LIMIT) -> None:
        self.model = model
        self.history = history
        self.limit = limit
        self._tried: tuple[IntArray, FloatArray] | None = None

    def explain(
        self, items: Sequence[int] | IntArray, scores: FloatArray | None = None
    ) -> list[Evidence]:
        """Evidence for each of `items`.

        `scores`: (len(items),) what `model.score` gave, when the caller has it already.
        """
        codes = [int(item) for item in items]
        if not codes:
            return []
        if scores is None:
            scores = self.model.score(self.history)[0, codes]
        # One array for all of them: whoever words the evidence groups the past only once.
        past: IntArray = np.asarray(self.history.indices, dtype=np.int64)
        exact = self.model.contributions_of(self.history, np.array(codes))
        every = [None] * len(codes) if exact is None else list(exact)
        told = zip(codes, scores, every, strict=True)
        return [self._evidence(item, float(score), past, one) for item, score, one in told]

    def _evidence(
        self, item: int, score: float, past: IntArray, exact: FloatArray | None
    ) -> Evidence:
        if exact is not None:
            shares = np.asarray(exact, dtype=np.float64)
        elif len(past):
            past, folded = self._occlusion()
            shares = folded[0, item].astype(np.float64) - folded[1:, item]
        else:
            shares = np.zeros(0)
        if not shares.any():
            return Evidence(item, score, score, past, shares, "none")
        method: Literal["exact", "occlusion"] = "occlusion" if exact is None else "exact"
        return Evidence(item, score, self.model.base(item), past, shares, method)

    def _occlusion(self) -> tuple[IntArray, FloatArray]:
        """The past items tried (m,), and (1 + m, n_items) scores with all and without each."""
        if self._tried is None:
            strongest = np.argsort(-np.abs(self.history.data), kind="stable")[: self.limit]
            tried = np.sort(strongest)
            rows = stack([self.history, leave_one_out(self.history, tried)])
            past = np.asarray(self.history.indices[tried], dtype=np.int64)
            self._tried = past, self.model.fold_in(rows)
        return self._tried


def evidence_note(evidence: Evidence, history: CSR) -> str:
    """One sentence when the evidence does not cover the whole history, else empty."""
    if evidence.method != "occlusion" or len(evidence.history) == history.nnz:
        return ""
    return (
        f"Tried with the {len(evidence.history):,} strongest of {history.nnz:,} past products; "
        "the others are not in these figures."
    )
