"""A list for somebody who has bought nothing yet: from a few products they pick, from what they
type, or from both. Nothing is trained for it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core.explanations.evidence import explain_list
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, TastelabError
from recsys_core.schema.histories import history_row
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.lists import CANDIDATES, ListSettings, lists_of_scores
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.recommend import MAX_K, RecommendRequest, changed_history
from recsys_core.services.recommend.visitor.spread import (
    one_of_each,
    spread,
    wide_enough,
    without_facts,
)
from recsys_core.services.recommend.visitor.text import Fit, fit_of, make_ready
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

BOTH = 0.5
"""Weight of the text where products were picked as well."""
ALONE = 0.999
"""Weight of the text alone: what is left puts the better seller first among equals."""
NEAR = 0.85
"""By meaning alone a product fits from this share of the best one's likeness on: sentence vectors
find some likeness everywhere (about 200 of the sample's 10,402 products fit "healthy breakfast").
"""
SAID = 0.5
"""By words a product fits that says at least half as much of the text as the one that says most."""
VISITOR_RERANKING = RerankConfig(diversity=0.2, category_cap=2)
"""How the page and the command line make a visitor's list unless told otherwise."""
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


@needs(Role.VIEWER)
def visitor_list(
    ws: Workspace,
    add: Sequence[str] = (),
    text: str = "",
    model: str = IN_USE,
    k: int = 10,
    rerank_config: RerankConfig = NO_RERANKING,
) -> VisitorResult:
    """The list for a made-up visitor who has the products `add` and wants what `text` says.

    Products alone: the model's list for that history (fold-in). Text alone: products that fit it,
    by likeness, equals by the model's order for somebody without a history. Both: half and half,
    each scaled to 0 … 1 over all products. Of products whose titles differ only in facts such as
    the size the best stands; a cap on categories gives way where too few of them fit. Raises
    `InputError` where neither says anything.
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
    context = list_context(ws, data, users, history, rerank_config.rules)
    scores, order = _scores(inner, history, useful, context.facts)
    settings = ListSettings(k, False, _widened(rerank_config, order, context, k))
    made = lists_of_scores(
        order[None, :], inner.recommends_bought, trained.model, context, settings
    )
    chosen = [int(code) for code in made.final.items[0] if code != EMPTY]
    reasons = _model_reasons(inner, history, chosen, data)
    items = tuple(
        _item(data, code, rank, float(scores[code]), fit, useful, reasons[rank - 1])
        for rank, code in enumerate(chosen, start=1)
    )
    how = _how(trained, history.nnz, fit, useful)
    if settings.rerank_config.category_cap != rerank_config.category_cap:
        how = f"{how} {say(m.CAP_WIDENED, n=settings.rerank_config.category_cap or 0)}"
    return VisitorResult(trained.model, trained, items, how, fit.unknown if fit else ())


@needs(Role.VIEWER)
def prepare(ws: Workspace, trained: TrainedModel) -> None:
    """What a visitor's first list would wait for, done while somebody is still typing; what is
    wrong is said by that list.
    """
    with suppress(TastelabError):
        make_ready(ws, fitted(ws, trained)[1])


def _scores(
    inner: Recommender, history: CSR, fit: Fit | None, facts: ItemFacts
) -> tuple[FloatArray, FloatArray]:
    """(n_items,) twice: what is shown beside a product, and what the list is chosen by, where of
    one title only the best counts and a word already answered counts less.
    """
    titles = without_facts(facts)
    own: FloatArray = np.asarray(inner.score(history)[0], dtype=np.float64)
    off = np.isin(titles, titles[history.indices]) | ~np.isfinite(own)
    typed: FloatArray = np.zeros(len(own))
    words: FloatArray = np.zeros((0, len(own)))
    if fit is not None:
        share = BOTH if history.nnz else ALONE
        meant = 0.5 if fit.by_meaning else 0.0
        own = share * meant * _scaled(fit.nearness) + (1 - share) * _scaled(own)
        typed = share * (1 - meant) * _scaled(fit.words)
        words = fit.index.weights(fit.text)
        if not history.nnz:
            near = fit.by_meaning & (fit.nearness >= NEAR * fit.nearness.max())
            said = words.sum(axis=0)
            off = ~near & ((said == 0) | (said < SAID * said.max()))
    best = one_of_each(np.where(off, -np.inf, own + typed), titles)
    left = np.where(np.isfinite(best), own, -np.inf)
    return own + typed, spread(left, typed, words, CANDIDATES)


def _widened(
    rerank_config: RerankConfig, order: FloatArray, context: ListContext, k: int
) -> RerankConfig:
    """With a cap on categories that leaves no place empty for want of other categories."""
    if rerank_config.category_cap is None:
        return rerank_config
    groups = context.facts.category_codes[np.isfinite(order)]
    # What has no category is never capped: each is a group of its own.
    groups = np.where(groups < 0, -1 - np.arange(len(groups)), groups)
    counts = np.unique(groups, return_counts=True)[1]
    cap = wide_enough(rerank_config.category_cap, counts, k)
    return rerank_config.model_copy(update={"category_cap": cap})


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


def _scaled(scores: FloatArray) -> FloatArray:
    """From 0 to 1; what has no score counts as the lowest."""
    known = np.where(np.isfinite(scores), scores, np.nan).astype(np.float64)
    low, high = np.nanmin(known), np.nanmax(known)
    return np.asarray(np.nan_to_num((known - low) / (high - low if high > low else 1.0)))


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
    if fit is not None and fit.unknown:
        words = or_list(say(m.QUOTED, text=word) for word in fit.unknown)
        parts.append(say(m.NO_TEXT_SAYS, words=words))
    if fit is not None and fit.note:
        parts.append(fit.note)
    return " ".join(parts)
