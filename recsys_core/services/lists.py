"""From scores to lists: the one way every list in the app, the command line and the exports is
made.
"""

from dataclasses import dataclass, replace

import numpy as np

from recsys_core.reranking.filler import is_filler
from recsys_core.reranking.treating import treat
from recsys_core.schema.contracts import Recommender
from recsys_core.schema.item_facts import Audience, ItemFacts
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY, Recommendations, TraceStep
from recsys_core.schema.treatment import UNTREATED, Treatment
from recsys_core.schema.types import CSR, BoolArray, IntArray

CANDIDATES = 200


@dataclass(frozen=True)
class ListSettings:
    """How a list is made from scores."""

    k: int = 10
    include_seen: bool = False
    treatment: Treatment = UNTREATED


@dataclass(frozen=True)
class Lists:
    """Lists of a block of customers: the model's shortlist and what is shown in the end.

    filler: (n, k) places filled up with what is neither the model's choice nor a rule's.
    """

    candidates: Recommendations
    final: Recommendations
    filler: BoolArray


def make_lists(
    model: Recommender,
    source: str,
    audience: Audience,
    facts: ItemFacts,
    settings: ListSettings,
) -> Lists:
    """Lists for the customers of `audience`; what each step did is recorded when it is one."""
    histories, users = audience.histories, audience.users
    about_bought = made_of_bought(model)
    seen = None if settings.include_seen or about_bought else histories
    # Without re-ranking nothing below the list can enter it: no need for a longer shortlist.
    wanted = settings.k if settings.treatment.idle and len(users) > 1 else CANDIDATES
    every = model.score(histories)
    items, scores = top_k(every, max(wanted, settings.k), exclude=seen)
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
    final = treat(candidates, settings.k, settings.treatment, facts, audience, seen)
    filler = is_filler(final)
    if filler.any():
        # The model has an opinion on them as well; it only did not choose them.
        known = np.take_along_axis(every, np.maximum(final.items, 0), axis=1)
        final = replace(final, scores=np.where(filler, known, final.scores))
    return Lists(candidates, final, filler)


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
