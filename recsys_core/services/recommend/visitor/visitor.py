"""A list for somebody who has bought nothing yet: from a few products they pick, from what they
type, or from both. Nothing is trained for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from recsys_core.explanations.evidence import explain_list
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.histories import history_row
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.lists import ListSettings, make_lists
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.recommend import MAX_K, RecommendRequest, changed_history
from recsys_core.services.recommend.visitor.text import Fit, fit_of
from recsys_core.services.workspace.item_facts import list_context
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

BOTH = 0.5
"""Weight of the text where products were picked as well."""
ALONE = 0.999
"""Weight of the text alone: what is left puts the better seller first among equals."""
JSON_FIELDS = ("item_id", "title", "rank", "score", "fits", "reason")


@dataclass(frozen=True)
class VisitorItem:
    """One place of the list. score: between 0 and 1, shares of model and text.  fits: likeness to
    the typed text, None where nothing was typed.
    """

    item_id: str
    title: str
    category: str
    price: float | None
    rank: int
    score: float
    fits: float | None
    reason: str


@dataclass(frozen=True)
class VisitorResult:
    """The list, how it was made, and which typed words no product has."""

    model: str
    trained: TrainedModel
    items: tuple[VisitorItem, ...]
    how: str
    unknown: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `visitor`."""
        return {
            "model": self.model,
            "how": self.how,
            "unknown_words": list(self.unknown),
            "items": [{name: getattr(item, name) for name in JSON_FIELDS} for item in self.items],
        }


def visitor_list(
    ws: Workspace,
    add: Sequence[str] = (),
    text: str = "",
    model: str = IN_USE,
    k: int = 10,
    rerank_config: RerankConfig = NO_RERANKING,
) -> VisitorResult:
    """The list for a made-up visitor who has the products `add` and wants what `text` says.

    Products alone: the model's list for that history (fold-in). Text alone: products by likeness,
    equals by the model's order for somebody without a history. Both: half and half, each scaled to
    0 … 1 over all products. Raises `InputError` where neither says anything.
    """
    if not 1 <= k <= MAX_K:
        raise InputError(say(m.WRONG_LENGTH, most=MAX_K, k=str(k)))
    if not add and not text.strip():
        raise InputError(say(m.NOTHING_ASKED))
    trained = trained_model(ws, named_model(ws, model))
    inner, data = fitted(ws, trained)
    request = RecommendRequest(None, trained.model, k, add=tuple(dict.fromkeys(add)))
    history = changed_history(history_row([], data.n_items), request, data)
    fit = fit_of(ws, data, text) if text.strip() else None
    useful = fit if fit is not None and fit.nearness.any() else None
    if useful is None and not add:
        raise InputError(say(m.NO_PRODUCT_HAS_WORDS))
    users = np.array([EMPTY], dtype=np.int32)
    scorer = inner if useful is None else _Blend(inner, useful, BOTH if add else ALONE)
    made = make_lists(
        scorer,
        trained.model,
        list_context(ws, data, users, history, rerank_config.rules),
        ListSettings(k, False, rerank_config),
    )
    final = made.final
    chosen = [int(code) for code in final.items[0] if code != EMPTY]
    reasons = _model_reasons(inner, history, chosen, data)
    items = tuple(
        _item(data, code, rank, float(final.scores[0, rank - 1]), fit, useful, reasons[rank - 1])
        for rank, code in enumerate(chosen, start=1)
    )
    how = _how(trained, history.nnz, fit, useful)
    return VisitorResult(trained.model, trained, items, how, fit.unknown if fit else ())


def _item(
    data: Dataset,
    code: int,
    rank: int,
    score: float,
    fit: Fit | None,
    useful: Fit | None,
    by_model: str,
) -> VisitorItem:
    price = float(data.items[Columns.Price].iat[code])
    return VisitorItem(
        item_id=data.item_texts[Columns.Item][code],
        title=data.item_texts[Columns.Title][code],
        category=data.item_texts[Columns.Category][code],
        price=None if np.isnan(price) else price,
        rank=rank,
        score=score,
        fits=None if fit is None else float(fit.nearness[code]),
        reason=_reason(by_model, "" if useful is None else useful.reason(code)),
    )


class _Blend(Recommender):
    """A fitted model whose scores are mixed with how well products fit a text; for one visit."""

    card: ClassVar[ModelCard] = ModelCard("visit", "A visit", "hybrid", "", "", "")
    Config: ClassVar[type[ModelConfig]] = ModelConfig

    def __init__(self, inner: Recommender, fit: Fit, share: float) -> None:
        super().__init__(inner.config, inner.resources)
        self.inner, self.text, self.share = inner, fit, share

    def score(self, histories: CSR) -> FloatArray:
        """(n, n_items) float32 between 0 and 1."""
        own = _scaled(self.inner.score(histories))
        typed = _scaled(self.text.nearness[None, :])
        return np.asarray(self.share * typed + (1 - self.share) * own, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return Readiness(False, say(m.FOR_ONE_VISIT))

    def fit(self, data: Dataset, report: Progress) -> None:
        raise NotReadyError(say(m.VISIT_NOT_TRAINED))

    def save(self, folder: Path) -> None:
        raise NotReadyError(say(m.VISIT_NOT_KEPT))

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        raise NotReadyError(say(m.VISIT_NOT_KEPT))


def _scaled(scores: FloatArray) -> FloatArray:
    """Rows from 0 to 1; what has no score counts as the lowest."""
    known = np.where(np.isfinite(scores), scores, np.nan).astype(np.float64)
    low = np.nanmin(known, axis=1, keepdims=True)
    span = np.nanmax(known, axis=1, keepdims=True) - low
    return np.asarray(np.nan_to_num((known - low) / np.where(span > 0, span, 1.0)))


def _model_reasons(model: Recommender, history: CSR, chosen: list[int], data: Dataset) -> list[str]:
    if not history.nnz or not chosen:
        return [""] * len(chosen)
    return reasons_for(explain_list(model, history, chosen), data)


def _reason(by_model: str, by_text: str) -> str:
    return f"{by_text} {by_model}".strip() or say(m.SELLS_WELL)


def _how(trained: TrainedModel, picked: int, fit: Fit | None, useful: Fit | None) -> str:
    """How the list was made, in a sentence or two."""
    title = short_title(trained.model)
    if useful is None:
        parts = [say(m.BY_PRODUCTS, model=title, n=picked)]
    elif picked:
        half = m.HALF_BY_MEANING if useful.by_meaning else m.HALF_BY_WORDS
        parts = [say(half, model=title, n=picked, text=useful.text)]
    else:
        parts = [say(m.BY_MEANING if useful.by_meaning else m.BY_WORDS, text=useful.text)]
    if fit is not None and useful is None:
        parts.append(say(m.NO_WORD_KNOWN, text=fit.text))
    if fit is not None and fit.note:
        parts.append(fit.note)
    return " ".join(parts)
