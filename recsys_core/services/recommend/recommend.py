"""One customer's list: candidates from a model, what was bought already, variety, reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.explanations.evidence import explain_list
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.histories import NO_TIME, Histories, Past, history_row, past_of
from recsys_core.schema.recommendations import EMPTY, TraceStep
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.schema.types import CSR
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.feedback import apply_feedback, with_likes
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.lists import Lists, ListSettings, make_lists
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.second_model import partner_of
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

MAX_K = 100
FILLER = "filler"
TABLE_FIELDS = (
    *(Columns.Rank, Columns.Title, Columns.Category, Columns.Brand, Columns.Price),
    *(Columns.Score, Columns.Reason, Columns.Item, Columns.Source),
)
"""What a table of a list holds beside the customer, named as the fields of `RecommendedItem`."""
JSON_FIELDS = ("item_id", "title", "rank", "score", "source", "reason", "base", "method")


@dataclass(frozen=True)
class RecommendRequest:
    """What list is wanted. `add` and `drop` are products put into or taken out of the history."""

    user: str | None
    model: str = IN_USE
    k: int = 10
    rerank_config: RerankConfig = NO_RERANKING
    include_seen: bool = False
    explain: bool = True
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True)
class PastItem:
    """One past purchase in a reason: how much of the score it brought."""

    item_id: str
    title: str
    contribution: float


@dataclass(frozen=True)
class RecommendedItem:
    """One slot of a list. `score` is the model's own, before anything moved the product.

    model_rank: its place among the model's candidates, None where it was not one of them.  filler:
    whether it only fills a place the model left empty.
    """

    item_id: str
    title: str
    category: str
    brand: str
    price: float | None
    rank: int
    score: float
    model_rank: int | None
    source: str
    reason: str
    base: float
    method: str
    evidence: tuple[PastItem, ...]
    bought_before: bool
    filler: bool = False


@dataclass(frozen=True)
class RecommendResult:
    """A list with everything needed to show and defend it."""

    user: str | None
    model: str
    trained: TrainedModel
    items: tuple[RecommendedItem, ...]
    trace: tuple[TraceStep, ...]
    history: tuple[str, ...]
    asked_for: int

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `recommend`."""
        return {
            "user": self.user,
            "model": self.model,
            "items": [
                {name: getattr(item, name) for name in JSON_FIELDS}
                | {
                    "evidence": [
                        {"item_id": p.item_id, "contribution": p.contribution}
                        for p in item.evidence
                    ]
                }
                for item in self.items
            ],
            "trace": [
                {"step": step.name, "label": step.label, "kept": step.kept}
                | {name: len(getattr(step, name)) for name in ("dropped", "filled", "moved")}
                for step in self.trace
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a slot, for the table and the download."""
        rows = [
            (self.user or "", *(getattr(item, name) for name in TABLE_FIELDS))
            for item in self.items
        ]
        return pd.DataFrame(rows, columns=[Columns.User, *TABLE_FIELDS])


@needs(Role.VIEWER)
def recommend(ws: Workspace, request: RecommendRequest) -> RecommendResult:
    """The list for one customer, or for a made-up visitor when `user` is None.

    Raises `NotFoundError` for an unknown customer or product, `NotReadyError` without a trained
    model, `InputError` for a list length out of range.
    """
    _check(request)
    name = named_model(ws, request.model, request.include_seen)
    trained = trained_model(ws, name)
    model, data = fitted(ws, trained)
    plain = bought_by(ws, request.user, trained, data)
    liked = with_likes(ws, request.user, plain, data)
    bought = changed_history(plain, request, data)
    history = bought if liked is plain else changed_history(liked, request, data)
    row = data.user_code(request.user) if request.user and data.has_user(request.user) else EMPTY
    users = np.array([row], dtype=np.int32)
    lists = make_lists(
        model,
        trained.model,
        apply_feedback(
            ws,
            data,
            list_context(ws, data, users, history, request.rerank_config.rules),
            bought,
            [request.user],
        ),
        ListSettings(request.k, request.include_seen, request.rerank_config),
        partner_of(ws, request.rerank_config, data),
    )
    final = lists.final
    chosen = [int(item) for item in final.items[0] if item != EMPTY]
    evidence = []
    if request.explain:
        evidence = explain_list(model, history, chosen, final.scores[0, : len(chosen)])
    return RecommendResult(
        user=request.user,
        model=trained.model,
        trained=trained,
        items=tuple(_slots(chosen, lists, evidence, bought, data)),
        trace=final.trace[0] if final.trace else (),
        history=tuple(data.item_texts[Columns.Item][history.indices]),
        asked_for=request.k,
    )


@needs(Role.VIEWER)
def history_of(ws: Workspace, user: str | None, trained: TrainedModel, data: Dataset) -> Histories:
    """(1, n_items) what the customer is scored by: what they have bought (`bought_by`), and what
    they liked (services/customers/feedback.py).
    """
    return with_likes(ws, user, bought_by(ws, user, trained, data), data)


@needs(Role.VIEWER)
def bought_by(ws: Workspace, user: str | None, trained: TrainedModel, data: Dataset) -> Histories:
    """(1, n_items) what the customer has bought up to now, in the codes of the model's data.

    Purchases that came after the training count, as far as the model knows the products.
    """
    if user is None:
        return history_row([], data.n_items)
    now = ws.dataset(trained.data_settings)
    if now.fingerprint == data.fingerprint:
        return data.histories(np.array([data.user_code(user)]))
    ids = now.items[Columns.Item].to_numpy()
    past = past_of(now.histories(np.array([now.user_code(user)])))
    known = [
        replace(one, item=data.item_code(ids[one.item]))
        for one in past
        if data.has_item(ids[one.item])
    ]
    return history_row(known, data.n_items)


def changed_history(history: CSR, request: RecommendRequest, data: Dataset) -> CSR:
    """The history with the what-if's products added, as bought just now, and removed."""
    if not request.add and not request.drop:
        return history
    past = {one.item: one for one in past_of(history)}
    usual = float(np.mean(history.data)) if data.kind == "explicit" and history.nnz else 1.0
    if data.kind == "explicit" and not history.nnz:
        usual = data.rating_scale[1]
    now = max([one.last for one in past.values()] + [data.span[1] if data.span else NO_TIME])
    for item in request.add:
        code = data.item_code(item)
        had = past.get(code)
        if had is None:
            past[code] = Past(code, usual, now, now, 1)
        else:
            value = had.value + 1.0 if data.kind == "implicit" else usual
            past[code] = had.again(value, now)
    for item in request.drop:
        past.pop(data.item_code(item), None)
    return history_row(past.values(), data.n_items)


def _check(request: RecommendRequest) -> None:
    if not 1 <= request.k <= MAX_K:
        raise InputError(say(m.WRONG_LENGTH, most=MAX_K, k=str(request.k)))


def _slots(
    chosen: Sequence[int],
    lists: Lists,
    evidence: Sequence[Evidence],
    history: CSR,
    data: Dataset,
) -> list[RecommendedItem]:
    texts = data.item_texts
    ids, titles = texts[Columns.Item], texts[Columns.Title]
    prices = data.items[Columns.Price].to_numpy()
    before = {int(item): rank for rank, item in enumerate(lists.candidates.items[0], start=1)}
    past = set(history.indices.tolist())
    reasons = reasons_for(evidence, data, history)
    slots = []
    for number, code in enumerate(chosen):
        found = evidence[number] if evidence else None
        price = float(prices[code])
        slots.append(
            RecommendedItem(
                item_id=ids[code],
                title=titles[code],
                category=texts[Columns.Category][code],
                brand=texts[Columns.Brand][code],
                price=None if np.isnan(price) else price,
                rank=number + 1,
                score=float(lists.final.scores[0, number]),
                model_rank=before.get(code),
                source=FILLER if lists.filler[0, number] else lists.final.source,
                reason=reasons[number] if found else "",
                base=found.base if found else 0.0,
                method=found.method if found else "none",
                evidence=_past_items(found, ids, titles) if found else (),
                bought_before=code in past,
                filler=bool(lists.filler[0, number]),
            )
        )
    return slots


def _past_items(evidence: Evidence, ids: Any, titles: Any) -> tuple[PastItem, ...]:
    order = np.argsort(-np.abs(evidence.contributions), kind="stable")
    return tuple(
        PastItem(
            ids[evidence.history[i]],
            titles[evidence.history[i]],
            float(evidence.contributions[i]),
        )
        for i in order
    )
