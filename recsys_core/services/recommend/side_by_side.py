"""Several lists for one customer side by side: what they share, what a change moved, and why a
product is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recsys_core.explanations import faithfulness as checks
from recsys_core.explanations.evidence import evidence_note, explain, explain_list
from recsys_core.explanations.reason_words import TitleShare, by_title, titled
from recsys_core.schema.columns import Columns
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.rerank_config import NO_RERANKING
from recsys_core.schema.types import StrArray
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.feedback import feedback_stamp, with_likes
from recsys_core.services.recommend.other_evidence import (
    NO_OTHER_EVIDENCE,
    OtherEvidence,
    other_evidence,
)
from recsys_core.services.recommend.reasons import low_ratings, reasons_for
from recsys_core.services.recommend.recommend import (
    RecommendRequest,
    RecommendResult,
    bought_by,
    changed_history,
    history_of,
    recommend,
)
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace

CHECK_SEED = 7
_kept: PerWorkspace[tuple[object, ...], tuple[str, str]]
_kept = PerWorkspace("reasons", most=20_000, megabytes=64)


@dataclass(frozen=True)
class OneList:
    """A list as it is shown, with what describes it; `result` carries no evidence (see `why`).

    variety: mean difference (1 - cosine) of its products from one another, 0 to 1 and a little
    above; None where fewer than two can be compared.  mean_score: of the model's own scores, None
    for an empty list.
    """

    result: RecommendResult
    variety: float | None
    mean_score: float | None

    @property
    def places(self) -> dict[str, int]:
        """Rank by product."""
        return {item.item_id: item.rank for item in self.result.items}

    @property
    def categories(self) -> tuple[str, ...]:
        """The different categories, in order of appearance."""
        return tuple(dict.fromkeys(item.category for item in self.result.items if item.category))


@dataclass(frozen=True)
class Difference:
    """How a list differs from `before`, the same model's list for the same customer.

    new, gone: products; moved: how many of the others have another rank.  before: rank by product
    for the move arrows.  score_kept: mean score now / before, None where that says nothing (scores
    of zero or less).
    """

    new: tuple[str, ...]
    gone: tuple[str, ...]
    moved: int
    before: dict[str, int]
    categories: tuple[int, int]
    variety: tuple[float | None, float | None]
    score_kept: float | None

    @property
    def same(self) -> bool:
        """Whether nothing changed, not even the order."""
        return not self.new and not self.gone and not self.moved


@dataclass(frozen=True)
class Why:
    """The evidence for one slot, ready to be drawn.

    shares: by title, strongest first.  labels: how each is called, with how low it was rated.
    everybodys: whether it stands out most by how it does with everybody.  by_item: number, title
    and contribution of each past product, zeros left out.
    note: a sentence when only a part of the history was tried.  check: what happens to its rank
    without the cited purchase, None when there is nothing to check.  more: what speaks for it
    beside the past.
    """

    item_id: str
    title: str
    score: float
    base: float
    method: str
    shares: tuple[TitleShare, ...]
    by_item: tuple[tuple[str, str, float], ...]
    note: str
    check: str | None
    check_holds: bool | None
    labels: tuple[str, ...] = ()
    everybodys: bool = False
    more: OtherEvidence = NO_OTHER_EVIDENCE


@needs(Role.VIEWER)
def one_list(ws: Workspace, request: RecommendRequest) -> OneList:
    """`recommend`, with the figures lists are compared by, small enough to be kept.

    A reason is worked out once for the same model and past: moving products about is quick.
    """
    result = recommend(ws, replace(request, explain=False))
    _, data = fitted(ws, result.trained)
    codes = [data.item_code(item.item_id) for item in result.items]
    scores = [item.score for item in result.items]
    if request.explain:
        known = _reasons(ws, request, result, codes)
        pairs = zip(result.items, codes, strict=True)
        items = [replace(i, reason=known[code][0], method=known[code][1]) for i, code in pairs]
        result = replace(result, items=tuple(items))
    return OneList(
        result=result,
        variety=variety(codes, vectors_for(ws, data)),
        mean_score=float(np.mean(scores)) if scores else None,
    )


def unchanged(request: RecommendRequest) -> RecommendRequest:
    """The model's own list: nothing moved, added or removed."""
    return replace(request, rerank_config=NO_RERANKING, add=(), drop=())


def difference(now: OneList, before: OneList) -> Difference:
    """What became of `before`."""
    old, new = before.places, now.places
    kept = None
    if now.mean_score is not None and before.mean_score is not None and before.mean_score > 0:
        kept = now.mean_score / before.mean_score
    return Difference(
        new=tuple(item for item in new if item not in old),
        gone=tuple(item for item in old if item not in new),
        moved=sum(item in old and old[item] != rank for item, rank in new.items()),
        before=old,
        categories=(len(before.categories), len(now.categories)),
        variety=(before.variety, now.variety),
        score_kept=kept,
    )


def shared(lists: Sequence[OneList]) -> tuple[str, ...]:
    """The products that are in every list, in the order of the first."""
    if not lists:
        return ()
    return tuple(item for item in lists[0].places if all(item in other.places for other in lists))


def variety(codes: Sequence[int], vectors: ItemVectors) -> float | None:
    """Mean of 1 - cosine over all pairs of products that have a vector; None without a pair."""
    rows = vectors.values[np.asarray(codes, dtype=np.int64)].astype(np.float64)
    rows = rows[np.any(rows != 0, axis=1)]
    n = len(rows)
    if n < 2:
        return None
    # |sum|^2 holds every pair's cosine twice, and every product's with itself once.
    total = rows.sum(axis=0)
    pairs = float(total @ total) - float((rows * rows).sum())
    return 1.0 - pairs / (n * (n - 1))


def lists_frame(lists: Sequence[OneList]) -> pd.DataFrame:
    """All lists below one another, one line a place."""
    return pd.concat([one.result.to_frame() for one in lists], ignore_index=True)


@needs(Role.VIEWER)
def why(ws: Workspace, request: RecommendRequest, item_id: str) -> Why:
    """Why a product has its score in this list, and whether taking the cause away shows.

    Raises `NotFoundError` for a product the model does not know.
    """
    trained = trained_model(ws, request.model)
    model, data = fitted(ws, trained)
    history = changed_history(history_of(ws, request.user, trained, data), request, data)
    item = data.item_code(item_id)
    found = explain(model, history, item)
    titles = data.item_texts[Columns.Title]
    shares = tuple(by_title(found, titles)) if found.method != "none" else ()
    low = low_ratings(history, data)
    result = checks.check(
        model,
        history,
        item,
        found,
        seed=CHECK_SEED,
        titles=titles,
        include_bought=request.include_seen,
    )
    return Why(
        item_id=item_id,
        title=str(titles[item]),
        score=found.score,
        base=found.base,
        method=found.method,
        shares=shares,
        labels=tuple(titled(one, low) for one in shares),
        everybodys=found.everybodys,
        by_item=_by_item(found, data.item_texts[Columns.Item], titles),
        note=evidence_note(found, history),
        check=checks.sentence(result, titles) if result else None,
        check_holds=result.holds if result else None,
        more=other_evidence(model, data, history, item, found),
    )


def _reasons(
    ws: Workspace, request: RecommendRequest, result: RecommendResult, codes: list[int]
) -> dict[int, tuple[str, str]]:
    """Reason and method of each product in the list, from memory where they are known."""
    version = (ws.data_version(), feedback_stamp(ws))
    past = (result.trained.run_id, version, request.user, request.add, request.drop)
    held = {code: _kept.peek(ws, (*past, code)) for code in codes}
    found = {code: reason for code, reason in held.items() if reason is not None}
    missing = [code for code in codes if code not in found]
    if missing:
        model, data = fitted(ws, result.trained)
        plain = bought_by(ws, request.user, result.trained, data)
        bought = changed_history(plain, request, data)
        history = changed_history(with_likes(ws, request.user, plain, data), request, data)
        scores = dict(zip(codes, (item.score for item in result.items), strict=True))
        given = np.array([scores[code] for code in missing])
        evidence = explain_list(model, history, missing, given)
        methods = [one.method for one in evidence]
        new = dict(
            zip(
                missing,
                zip(reasons_for(evidence, data, bought), methods, strict=True),
                strict=True,
            )
        )
        found |= new
        for code, reason in new.items():
            _kept.put(ws, (*past, code), reason)
    return found


def _by_item(
    found: Evidence, ids: StrArray, titles: StrArray
) -> tuple[tuple[str, str, float], ...]:
    if found.method == "none":
        return ()
    pairs = zip(found.history, found.contributions, strict=True)
    return tuple((str(ids[at]), str(titles[at]), float(value)) for at, value in pairs if value)
