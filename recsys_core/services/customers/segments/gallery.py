"""Segments to begin with, their blanks filled in from the data."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.members import segment_sentence
from recsys_core.services.customers.segments.workspace_facts import WorkspaceFacts, facts_of
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segment_queries
from recsys_core.wording.messages import say

LATELY, LONG = 30, 90
BARGAINS, BARGAIN = "bargains", 0.9
"""Of the usual price of the same products."""

_kept: PerWorkspace[tuple[int, bool], "tuple[GalleryCard, ...]"] = PerWorkspace(
    "gallery of segments", most=1
)


class GalleryCard(NamedTuple):
    """A segment to begin with: what it is called, what it is good for, and how many are in it
    (None where counting takes seconds and nobody asked yet).
    """

    key: str
    title: str
    purpose: str
    definition: SegmentDefinition
    sentence: str
    size: int | None


@needs(Role.VIEWER)
def gallery(ws: Workspace) -> tuple[GalleryCard, ...]:
    """Those that the data can answer and somebody, but not everybody, is in."""
    facts = facts_of(ws, patient=False)
    key = (facts.state.version, facts.buying_is_known())
    return _kept.get(ws, key, lambda: tuple(_filled(facts)))


def _filled(facts: WorkspaceFacts) -> Iterator[GalleryCard]:
    for key, title, purpose, blanks in _CARDS:
        try:
            conditions = blanks(facts)
            if conditions is None:
                continue
            definition = SegmentDefinition.model_validate({"conditions": conditions})
            slow = key == BARGAINS and not facts.buying_is_known()
            size = None if slow else int(facts.mask(definition).sum())
        except TastelabError:
            continue
        if size is None or 0 < size < facts.n:
            sentence = segment_sentence(facts.ws, definition)
            yield GalleryCard(key, say(title), say(purpose), definition, sentence, size)


Blanks = list[dict[str, Any]] | None


def _figure(name: str, **ends: float) -> dict[str, Any]:
    return {"kind": "figure", "figure": name, **ends}


def _new(facts: WorkspaceFacts) -> Blanks:
    return [_figure("first_days", high=LATELY)]


def _once(facts: WorkspaceFacts) -> Blanks:
    return [_figure("visits", low=1, high=1)]


def _best_overdue(facts: WorkspaceFacts) -> Blanks:
    best = [{"kind": "score", "score": name, "low": 4} for name in ("f", "m")]
    return [*best, {"kind": "status", "values": ["overdue", "lost"]}]


def _lapsed(facts: WorkspaceFacts) -> Blanks:
    return [_figure("visits", low=3), _figure("recency_days", low=LONG)]


def _first_not_second(facts: WorkspaceFacts) -> Blanks:
    """The two most bought categories."""
    with facts.ws.db.read() as cursor:
        best = segment_queries.best_sellers(cursor, facts.state.activity)
    if len(best) < 2:
        return None
    first, second = best[0][0], best[1][0]
    bought = {"kind": "bought", "values": [first]}
    return [bought, {"kind": "bought", "never": True, "values": [second]}]


def _big_rarely(facts: WorkspaceFacts) -> Blanks:
    frame = facts.state.overview
    paid = facts.figure("spend_per_visit")
    often = float(np.floor(frame[C.Visits].median()))
    large = float(f"{np.nanquantile(paid, 0.75):.3g}")
    return [_figure("visits", high=often), _figure("spend_per_visit", low=large)]


def _bargains(facts: WorkspaceFacts) -> Blanks:
    return [_figure("paid", high=BARGAIN)] if facts.state.activity.spend else None


def _no_answer(facts: WorkspaceFacts) -> Blanks:
    return [{"kind": "campaign", "did": "silent"}]


def _champions(facts: WorkspaceFacts) -> Blanks:
    best = "Champions" if (facts.named(Columns.Segment) == "Champions").any() else "Frequent"
    return [{"kind": "rfm", "values": [best]}]


_CARDS: tuple[tuple[str, str, str, Callable[[WorkspaceFacts], Blanks]], ...] = (
    ("new", m.NEW_CARD, m.NEW_FOR, _new),
    ("once", m.ONCE_CARD, m.ONCE_FOR, _once),
    ("best-overdue", m.BEST_OVERDUE_CARD, m.BEST_OVERDUE_FOR, _best_overdue),
    ("cross", m.CROSS_CARD, m.CROSS_FOR, _first_not_second),
    ("big", m.BIG_CARD, m.BIG_FOR, _big_rarely),
    ("lapsed", m.LAPSED_CARD, m.LAPSED_FOR, _lapsed),
    (BARGAINS, m.BARGAIN_CARD, m.BARGAIN_FOR, _bargains),
    ("silent", m.SILENT_CARD, m.SILENT_FOR, _no_answer),
    ("best", m.BEST_CARD, m.BEST_FOR, _champions),
)
