"""Who is in a segment, and what it adds up to."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments.bought import Bought
from recsys_core.schema.segments.definition import combine
from recsys_core.schema.segments.facts import Words
from recsys_core.schema.segments.feedback import GaveFeedback
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments.workspace_facts import WorkspaceFacts, facts_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segment_queries

EXAMPLES = 5
EXAMPLE_COLUMNS = [Columns.User, C.Label, C.Visits, C.Spend, C.Last, Columns.Segment, C.Status]


@dataclass(frozen=True)
class SegmentCount:
    """A segment in figures. of: all customers. share, spend_share: of all customers and of all
    they spent; None where no spend is known.  alone: how many each condition holds of; after: how
    many are in once it and those before it are looked at.  examples: at most five of its
    customers, evenly spread from the most to the least active.  sentence: what it says.
    """

    n: int
    of: int
    share: float
    spend_share: float | None
    alone: tuple[int, ...]
    after: tuple[int, ...]
    examples: pd.DataFrame
    sentence: str


@needs(Role.VIEWER)
def members(ws: Workspace, segment: SegmentDefinition | str, patient: bool = True) -> BoolArray:
    """(n,) who is in a segment, given by its definition or by the name it is saved by; over the
    rows of `customer_overview`.

    `InputError` with one sentence where the data cannot answer a condition or a segment refers to
    itself. patient: see `WorkspaceFacts`.
    """
    facts = facts_of(ws, patient)
    return facts.members(segment) if isinstance(segment, str) else facts.mask(segment)


@needs(Role.VIEWER)
def count(ws: Workspace, segment: SegmentDefinition, patient: bool = True) -> SegmentCount:
    """A segment in figures, before it is saved; raises as `members` does."""
    facts = facts_of(ws, patient)
    masks = [facts.holds(one) for one in segment.conditions]
    after = [combine(segment.match, masks[: at + 1]) for at in range(len(masks))]
    frame, found = facts.state.overview, np.flatnonzero(after[-1])
    shown = np.unique(np.linspace(0, len(found) - 1, EXAMPLES).round().astype(int))
    return SegmentCount(
        n=len(found),
        of=facts.n,
        share=len(found) / facts.n,
        spend_share=spend_share(facts, after[-1]),
        alone=tuple(int(one.sum()) for one in masks),
        after=tuple(int(one.sum()) for one in after),
        examples=frame.iloc[found[shown] if len(found) else []][EXAMPLE_COLUMNS],
        sentence=segment_sentence(ws, segment),
    )


def spend_share(facts: WorkspaceFacts, who: BoolArray) -> float | None:
    """What they spent as a share of what everybody did; None where that is not known."""
    spend = np.nan_to_num(facts.state.overview[C.Spend].to_numpy(dtype=float))
    total = float(spend.sum())
    return float(spend[who].sum()) / total if total > 0 else None


@needs(Role.VIEWER)
def segment_sentence(ws: Workspace, segment: SegmentDefinition) -> str:
    """What a segment says, with products named by their titles."""
    products: set[str] = set()
    for one in segment.each():
        if isinstance(one, Bought) and one.by == "product":
            products.update(one.values)
        elif isinstance(one, GaveFeedback):
            products.update(one.products)
    with ws.db.read() as cursor:
        titles = segment_queries.titles_of(cursor, tuple(products)) if products else {}
    return segment.sentence(Words(facts_of(ws).state.activity.kind, titles))
