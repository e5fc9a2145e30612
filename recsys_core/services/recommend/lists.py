"""From scores to lists: the one way every list in the app, the command line and the exports is
made.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from recsys_core.reranking.filters import barred_cells, filters_of
from recsys_core.reranking.matching import in_force
from recsys_core.reranking.mixing import mix
from recsys_core.reranking.rerank import rerank_marked
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.item_facts import ItemFacts, ListContext
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations, TraceStep
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

CANDIDATES = 200


@dataclass(frozen=True)
class ListSettings:
    """How a list is made from scores."""

    k: int = 10
    include_seen: bool = False
    rerank_config: RerankConfig = NO_RERANKING


@dataclass(frozen=True)
class Lists:
    """Lists of a block of customers: the model's shortlist and what is shown in the end.

    filler: (n, k) places filled up with what is neither the model's choice nor a rule's.
    pinned: (n, k) places a rule pinned a product to.  explored: (n, k) places drawn by lot.
    """

    candidates: Recommendations
    final: Recommendations
    filler: BoolArray
    pinned: BoolArray
    explored: BoolArray


def make_lists(
    model: Recommender,
    source: str,
    context: ListContext,
    facts: ItemFacts,
    settings: ListSettings,
    partner: Recommender | None = None,
) -> Lists:
    """Lists for the customers of `context`; what each step did is recorded when it is one.

    partner: the model `rerank_config.mix` names, fitted to the same products; its shortlist is
    blended into the model's, and the scores are then blended relevance.
    """
    every, about_bought = model.score(context.histories), recommends_bought(model)
    return lists_of_scores(every, about_bought, source, context, facts, settings, partner)


def lists_of_scores(
    every: FloatArray,
    about_bought: bool,
    source: str,
    context: ListContext,
    facts: ItemFacts,
    settings: ListSettings,
    partner: Recommender | None = None,
) -> Lists:
    """`make_lists` from the scores `every` (n, n_items) of a model that is `recommends_bought`."""
    histories, users = context.owned, context.users
    seen = None if settings.include_seen or about_bought else histories
    without_seen = seen is not None
    if context.never is not None:
        seen = context.never if seen is None else sp.csr_matrix(seen + context.never)
    if context.down is not None:
        every = _last(every, context.down)
    # Without re-ranking nothing below the list can enter it: no need for a longer shortlist.
    wanted = settings.k if settings.rerank_config.idle and len(users) > 1 else CANDIDATES
    items, scores = top_k(every, max(wanted, settings.k), exclude=seen)
    width = max(int((items != EMPTY).sum(axis=1).max(initial=0)), 1)
    items, scores = items[:, :width], scores[:, :width]
    trace: tuple[tuple[TraceStep, ...], ...] = ()
    if len(users) == 1:
        trace = (
            _first_steps(
                histories,
                without_seen,
                about_bought and not settings.include_seen,
                items,
                context.never,
            ),
        )
    candidates = Recommendations(users, items, scores, source, trace)
    rerank_config = settings.rerank_config
    reserve = _reserve(candidates, every, seen, rerank_config, facts, context)
    if partner is not None and rerank_config.mix:
        candidates, reserve = _mixed(
            candidates, reserve, partner, seen, rerank_config, facts, context
        )
    reranked = rerank_marked(
        candidates, settings.k, rerank_config, facts, context, seen, reserve=reserve
    )
    final = reranked.final
    unscored = (final.items != EMPTY) & np.isnan(final.scores)
    if unscored.any():
        # The model has an opinion on filler and pinned products too; it only did not choose them.
        known = np.take_along_axis(every, np.maximum(final.items, 0), axis=1)
        final = replace(final, scores=np.where(unscored, known, final.scores))
    return Lists(candidates, final, reranked.filler, reranked.pinned, reranked.explored)


def _reserve(
    candidates: Recommendations,
    every: FloatArray,
    seen: CSR | None,
    rerank_config: RerankConfig,
    facts: ItemFacts,
    context: ListContext,
) -> Recommendations | None:
    """The model's shortlist among what the rules let pass: a rule that leaves one category out of
    fifty would otherwise empty lists whose first 200 candidates are of another. None without
    filters.
    """
    filters = filters_of(in_force(rerank_config.rules, context.now), facts, context)
    if not filters:
        return None
    products = np.arange(every.shape[1])
    off = barred_cells(filters, np.arange(len(every)), products)
    items, scores = top_k(np.where(off, -np.inf, every), candidates.k, exclude=seen)
    return Recommendations(candidates.users, items, scores, candidates.source)


def _mixed(
    candidates: Recommendations,
    reserve: Recommendations | None,
    partner: Recommender,
    seen: CSR | None,
    rerank_config: RerankConfig,
    facts: ItemFacts,
    context: ListContext,
) -> tuple[Recommendations, Recommendations | None]:
    """The shortlist and the reserve with the second model's blended in."""
    every = partner.score(context.histories)
    items, scores = top_k(every, CANDIDATES, exclude=seen)
    theirs = Recommendations(candidates.users, items, scores, rerank_config.mix)
    other = _reserve(theirs, every, seen, rerank_config, facts, context)
    blended = mix(candidates, theirs, rerank_config.mix_share)
    if reserve is None or other is None:
        return blended, reserve
    return blended, mix(reserve, other, rerank_config.mix_share)


def _last(every: FloatArray, down: CSR) -> FloatArray:
    """The scores, with disliked products below all others of their customer."""
    out = np.array(every, copy=True)
    row = np.repeat(np.arange(down.shape[0]), np.diff(down.indptr))
    lowest = np.where(np.isfinite(out), out, np.inf).min(axis=1)
    lowest[~np.isfinite(lowest)] = 0.0
    gap = 1.0 + np.abs(lowest)
    out[row, down.indices] = (lowest - gap)[row]
    return out


def recommends_bought(model: Recommender) -> bool:
    """Whether a model recommends what customers bought before, so that taking bought products out
    would leave nothing of it: they stay on its lists whatever the settings say.
    """
    return bool(getattr(model, "recommends_bought", False))


def _first_steps(
    history: CSR, without_seen: bool, kept_seen: bool, items: IntArray, never: CSR | None = None
) -> tuple[TraceStep, ...]:
    n_items = history.shape[1]
    steps = [TraceStep("candidates", "Every product the model knows", kept=n_items)]
    if without_seen:
        steps.append(
            TraceStep(
                "already-bought",
                "Without what was bought already",
                kept=n_items - history.nnz,
                dropped=tuple(int(i) for i in history.indices),
            )
        )
    if kept_seen:
        steps.append(
            TraceStep(
                "bought-stay",
                "Bought products stay: this model is about buying them again",
                kept=n_items,
            )
        )
    if never is not None:
        unwanted = tuple(int(i) for i in never.indices)
        left = steps[-1].kept - len(unwanted)
        steps.append(TraceStep("feedback", "Without what was never wanted", left, unwanted))
    filled = int(np.count_nonzero(items[0] != EMPTY))
    steps.append(TraceStep("shortlist", "The model's best matches", kept=filled))
    return tuple(steps)
