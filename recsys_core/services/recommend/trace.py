"""How a list came about, step by step, in products' names: from every product to what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.schema.columns import Columns
from recsys_core.schema.recommendations import TraceStep
from recsys_core.schema.types import StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.recommend import RecommendResult
from recsys_core.services.workspace.runs import fitted
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

NAMED = 3
"""How many products a sentence names before it counts the others."""
NAMELESS = {"candidates", "already-bought", "shortlist", "bought-stay"}
"""Steps over the whole catalogue: naming a few of thousands says nothing."""


@dataclass(frozen=True)
class ListStep:
    """One step. before, kept: products left over before and after it.  sentence: what it did."""

    name: str
    label: str
    before: int
    kept: int
    dropped: int
    filled: int
    moved: int
    sentence: str


@needs(Role.VIEWER)
def list_steps(ws: Workspace, result: RecommendResult) -> tuple[ListStep, ...]:
    """The steps of one customer's list in their order; empty when nothing was recorded."""
    _, data = fitted(ws, result.trained)
    titles = data.item_texts[Columns.Title]
    steps: list[ListStep] = []
    for step in result.trace:
        before = steps[-1].kept if steps else step.kept
        steps.append(
            ListStep(
                step.name,
                step.label,
                before,
                step.kept,
                len(step.dropped),
                len(step.filled),
                len(step.moved),
                _sentence(step, before, titles),
            )
        )
    return tuple(steps)


@needs(Role.VIEWER)
def slot_story(ws: Workspace, result: RecommendResult, item_id: str) -> tuple[str, ...]:
    """What happened to one product on the way, a sentence for each step that touched it."""
    _, data = fitted(ws, result.trained)
    item = data.item_code(item_id)
    story = []
    for step in result.trace:
        if item in step.filled:
            story.append(say(m.BROUGHT_THIS_IN, step=say(step.label)))
        if step.name in NAMELESS | {"list"}:
            continue
        # Closing up behind what was taken off is no doing of the step's.
        story += [
            say(m.MOVED_THIS, step=say(step.label), before=before, after=after)
            for code, before, after in step.moved
            if code == item and not (step.dropped and _shift(step))
        ]
    return tuple(story)


def _sentence(step: TraceStep, before: int, titles: StrArray) -> str:
    if step.name in NAMELESS:
        return say(m.FEWER, n=before - step.kept) if step.kept < before else ""
    parts = []
    if step.dropped:
        parts.append(say(m.TOOK_OFF, products=_named(step.dropped, titles)))
    if step.filled:
        parts.append(say(m.BROUGHT_IN, products=_named(step.filled, titles)))
    if step.moved and not (step.dropped and len(step.moved) > len(step.dropped) and _shift(step)):
        parts.append(say(m.MOVED, n=len(step.moved)))
    return ", ".join(parts) or say(m.CHANGED_NOTHING)


def _shift(step: TraceStep) -> bool:
    """Whether all that moved only closed up behind what was taken off."""
    return all(after < before for _, before, after in step.moved)


def _named(codes: Sequence[int], titles: StrArray) -> str:
    names = [str(titles[code]) for code in codes[:NAMED]]
    others = len(codes) - len(names)
    if others:
        return say(m.AND_OTHERS, products=", ".join(names), n=others)
    return and_list(names)
