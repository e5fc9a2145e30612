"""From scores to lists: the one way every list in the app, the command line and the exports is
made.
"""

from dataclasses import dataclass

import numpy as np

from recsys_core.reranking.mmr import MMRConfig, rerank_mmr
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations, TraceStep
from recsys_core.schema.types import CSR, IntArray
from recsys_core.schema.vectors import ItemVectors

CANDIDATES = 200


@dataclass(frozen=True)
class ListSettings:
    """How a list is made from scores. diversity 0 keeps the model's order, 1 looks only for
    variety.
    """

    k: int = 10
    diversity: float = 0.0
    include_seen: bool = False


@dataclass(frozen=True)
class Lists:
    """Lists of a block of customers: the model's shortlist and what is shown in the end."""

    candidates: Recommendations
    final: Recommendations


def make_lists(
    model: Recommender,
    source: str,
    histories: CSR,
    users: IntArray,
    vectors: ItemVectors,
    settings: ListSettings,
) -> Lists:
    """Lists for the customers whose histories are the rows of `histories`.

    users: (n,) their codes, EMPTY for a made-up visitor.  What each step did is recorded when the
    block has one row.
    """
    about_bought = made_of_bought(model)
    seen = None if settings.include_seen or about_bought else histories
    # Without re-ranking nothing below the list can enter it: no need for a longer shortlist.
    wanted = settings.k if settings.diversity == 0 and len(users) > 1 else CANDIDATES
    items, scores = top_k(model.score(histories), max(wanted, settings.k), exclude=seen)
    width = max(int((items != EMPTY).sum(axis=1).max(initial=0)), 1)
    items, scores = items[:, :width], scores[:, :width]
    trace: tuple[tuple[TraceStep, ...], ...] = ()
    if len(users) == 1:
        trace = (
            _first_steps(
                histories, seen is not None, about_bought and not settings.include_seen, items
            ),
        )
    candidates = Recommendations(users, items, scores, source, trace)
    final = rerank_mmr(candidates, settings.k, vectors, MMRConfig(diversity=settings.diversity))
    return Lists(candidates, final)


def made_of_bought(model: Recommender) -> bool:
    """Whether a model recommends what customers bought before, so that taking bought products out
    would leave nothing of it: they stay on its lists whatever the settings say.
    """
    return bool(getattr(model, "recommends_bought", False))


def _first_steps(
    history: CSR, without_seen: bool, kept_seen: bool, items: IntArray
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
    filled = int(np.count_nonzero(items[0] != EMPTY))
    steps.append(TraceStep("shortlist", "The model's best matches", kept=filled))
    return tuple(steps)
