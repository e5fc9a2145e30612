"""The record of what a step did, read off the lists before and after it."""

from recsys_core.schema.recommendations import EMPTY, Recommendations, TraceStep
from recsys_core.schema.types import IntArray


def describe(before: IntArray, after: IntArray, name: str, label: str) -> TraceStep:
    """What happened to one list between `before` and `after`, both (width,) item codes.

    Dropped are the items of the first `len(after)` slots that are gone: for a filter, which keeps
    the width, everything it took out; for a re-ranker that cuts 200 candidates to 10, only what it
    pushed off the list. Filled are items that were no candidates at all.
    """
    rank_before = {int(item): slot + 1 for slot, item in enumerate(before) if item != EMPTY}
    rank_after = {int(item): slot + 1 for slot, item in enumerate(after) if item != EMPTY}
    return TraceStep(
        name=name,
        label=label,
        kept=len(rank_after),
        dropped=tuple(
            item
            for item, rank in rank_before.items()
            if rank <= len(after) and item not in rank_after
        ),
        filled=tuple(item for item in rank_after if item not in rank_before),
        moved=tuple(
            (item, rank_before[item], rank)
            for item, rank in rank_after.items()
            if item in rank_before and rank_before[item] != rank
        ),
    )


def record(
    before: Recommendations, after: Recommendations, name: str, label: str
) -> tuple[tuple[TraceStep, ...], ...]:
    """The traces of `before`, each with one more step that leads to `after`."""
    earlier = before.trace or ((),) * len(before)
    return tuple(
        (*steps, describe(was, now, name, label))
        for steps, was, now in zip(earlier, before.items, after.items, strict=True)
    )
