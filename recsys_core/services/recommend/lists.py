"""From scores to lists: the one way every list in the app, the command line and the exports is
made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from recsys_core.models.registry import MODELS
from recsys_core.reranking.filters import Filter, Reserve, barred_cells
from recsys_core.reranking.mixing import mix
from recsys_core.reranking.rerank import Reranked, rerank
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations, TraceStep
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.services.recommend import messages as m

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


@dataclass(frozen=True)
class Shortlist:
    """A model's best candidates, and how to reach deeper where filters take some of them off; None
    where the scores of all products are gone.
    """

    candidates: Recommendations
    reserve: Reserve | None

    @classmethod
    def of(
        cls, every: FloatArray, source: str, k: int, context: ListContext, parted: bool = False
    ) -> "Shortlist":
        """The `k` best by the scores `every` (n, n_items); parted: and the `k` best new ones."""
        had = context.owned if parted else None

        def best(filters: Sequence[Filter]) -> Recommendations:
            rows = np.arange(len(every))
            found = best_left(every, k, filters, rows, context.barred, had=had)
            return Recommendations(context.users, *found, source)

        return cls(best(()), best)

    def trimmed(self) -> "Shortlist":
        """Without the places that are empty for everybody."""
        width = max(int((self.candidates.items != EMPTY).sum(axis=1).max(initial=0)), 1)
        deep = self.reserve
        reserve = None if deep is None else lambda filters: deep(filters).top(width)
        return Shortlist(self.candidates.top(width), reserve)

    def blended(self, other: "Shortlist", share: float) -> "Shortlist":
        """With a second model's, which weighs `share`; the scores are then blended relevance."""
        own, theirs = self.reserve, other.reserve
        candidates = mix(self.candidates, other.candidates, share)
        if own is None or theirs is None:
            return Shortlist(candidates, None)
        return Shortlist(candidates, lambda filters: mix(own(filters), theirs(filters), share))

    def listed(
        self, settings: ListSettings, context: ListContext, trace: bool | None = None
    ) -> Reranked:
        """The one way a shortlist becomes the lists shown, for the app, exports and what-if."""
        reranking = settings.rerank_config
        return rerank(self.candidates, settings.k, reranking, context, self.reserve, trace)


def make_lists(
    model: Recommender,
    source: str,
    context: ListContext,
    settings: ListSettings,
    partner: Recommender | None = None,
) -> Lists:
    """Lists for the customers of `context`; what each step did is recorded when it is one.

    partner: the model `rerank_config.mix` names, fitted to the same products; its shortlist is
    blended into the model's, and the scores are then blended relevance.
    """
    every, about_bought = model.score(context.histories), model.recommends_bought
    return lists_of_scores(every, about_bought, source, context, settings, partner)


def lists_of_scores(
    every: FloatArray,
    about_bought: bool,
    source: str,
    context: ListContext,
    settings: ListSettings,
    partner: Recommender | None = None,
) -> Lists:
    """`make_lists` from the scores `every` (n, n_items) of a model that is `recommends_bought`."""
    context = barring(context, bought_in=settings.include_seen or about_bought)
    if context.down is not None:
        every = _last(every, context.down)
    rerank_config = settings.rerank_config
    # Without re-ranking nothing below the list can enter it: no need for a longer shortlist.
    wanted = settings.k if rerank_config.idle and len(context) > 1 else CANDIDATES
    parted = rerank_config.parted
    own = Shortlist.of(every, source, max(wanted, settings.k), context, parted).trimmed()
    if len(context) == 1:
        steps = _first_steps(context, settings.include_seen, about_bought, own.candidates.items)
        own = replace(own, candidates=replace(own.candidates, trace=(steps,)))
    if partner is not None and rerank_config.mix:
        theirs = partner.score(context.histories)
        other = Shortlist.of(theirs, rerank_config.mix, CANDIDATES, context, parted)
        own = own.blended(other, rerank_config.mix_share)
    reranked = own.listed(settings, context)
    final = reranked.final
    unscored = (final.items != EMPTY) & np.isnan(final.scores)
    if unscored.any():
        # The model has an opinion on filler and pinned products too; it only did not choose them.
        known = np.take_along_axis(every, np.maximum(final.items, 0), axis=1)
        final = replace(final, scores=np.where(unscored, known, final.scores))
    return Lists(own.candidates, final, reranked.filler, reranked.pinned, reranked.explored)


def best_left(
    every: FloatArray,
    k: int,
    filters: Sequence[Filter],
    rows: IntArray,
    barred: CSR | None,
    allowed: IntArray | None = None,
    had: CSR | None = None,
) -> tuple[IntArray, FloatArray]:
    """(len(rows), k) the best products, and their scores, that the filters leave to the customers
    `rows`.

    every: (len(rows), n_items) scores.  barred, allowed: as for `top_k`.  had: (len(rows),
    n_items); then (len(rows), 2 k) with the best of those they had not as well.
    """
    if filters:
        off = barred_cells(filters, rows, np.arange(every.shape[1]))
        every = np.where(off, -np.inf, every)
    best = top_k(every, k, exclude=barred, allowed=allowed)
    if had is None:
        return best
    known = had if barred is None else sp.csr_matrix(had + barred)
    return _together(best, top_k(every, k, exclude=known, allowed=allowed), every.shape[1])


def _together(
    best: tuple[IntArray, FloatArray], new: tuple[IntArray, FloatArray], n_items: int
) -> tuple[IntArray, FloatArray]:
    """Both in one order; of new products only those that are not among the best already score
    below all of these.
    """
    row = np.arange(len(new[0]), dtype=np.int64)[:, None] * n_items
    known = (row + best[0])[best[0] != EMPTY]
    # A table of all cells: the scores have as many already, and sorting takes forty times as long.
    twice = (new[0] == EMPTY) | np.isin(row + new[0], known, kind="table")
    items = np.hstack([best[0], np.where(twice, EMPTY, new[0])])
    scores = np.hstack([best[1], np.where(twice, np.nan, new[1])])
    order = np.argsort(items == EMPTY, axis=1, kind="stable")
    return np.take_along_axis(items, order, 1), np.take_along_axis(scores, order, 1)


def barring(context: ListContext, *, bought_in: bool) -> ListContext:
    """The context with what may be on no list: bought products, unless they are let in, and what
    is never wanted.
    """
    barred = None if bought_in else context.owned
    if context.never is not None:
        barred = context.never if barred is None else sp.csr_matrix(barred + context.never)
    return replace(context, barred=barred)


def _last(every: FloatArray, down: CSR) -> FloatArray:
    """The scores, with disliked products below all others of their customer."""
    out = np.array(every, copy=True)
    row = np.repeat(np.arange(down.shape[0]), np.diff(down.indptr))
    lowest = np.where(np.isfinite(out), out, np.inf).min(axis=1)
    lowest[~np.isfinite(lowest)] = 0.0
    gap = 1.0 + np.abs(lowest)
    out[row, down.indices] = (lowest - gap)[row]
    return out


def lets_bought_in(model: str, include_seen: bool) -> bool:
    """Whether products customers have may stand on the lists of the model of this name."""
    known = MODELS.get(model)
    return include_seen or (known is not None and known.recommends_bought)


def _first_steps(
    context: ListContext, include_seen: bool, about_bought: bool, items: IntArray
) -> tuple[TraceStep, ...]:
    """What happened before there were candidates, for a list of one customer."""
    history, n_items = context.owned, context.facts.n_items
    steps = [TraceStep("candidates", m.EVERY_PRODUCT, kept=n_items)]
    if not include_seen and not about_bought:
        steps.append(
            TraceStep(
                "already-bought",
                m.WITHOUT_BOUGHT,
                kept=n_items - history.nnz,
                dropped=tuple(int(i) for i in history.indices),
            )
        )
    elif not include_seen:
        steps.append(
            TraceStep(
                "bought-stay",
                m.BOUGHT_STAY,
                kept=n_items,
            )
        )
    if context.never is not None:
        unwanted = tuple(int(i) for i in context.never.indices)
        left = steps[-1].kept - len(unwanted)
        steps.append(TraceStep("feedback", m.WITHOUT_NEVER_WANTED, left, unwanted))
    filled = int(np.count_nonzero(items[0] != EMPTY))
    steps.append(TraceStep("shortlist", m.BEST_MATCHES, kept=filled))
    return tuple(steps)
