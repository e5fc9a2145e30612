"""Candidates -> named steps, with a record of every step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from recsys_core.reranking.tracing import record
from recsys_core.schema.recommendations import Recommendations
from recsys_core.wording.messages import say

Stage = Callable[[Recommendations], Recommendations]
"""What changes a block of lists; what it needs beside them it was made with."""


@dataclass(frozen=True)
class RerankStep:
    """One stage; `name` is for the record, `label` for the screen."""

    name: str
    label: str
    stage: Stage


def apply(
    candidates: Recommendations, steps: Sequence[RerankStep], traced: bool = False
) -> Recommendations:
    """What is left after all steps, in the order given; with `traced`, the record goes on from
    that of the candidates.
    """
    current = candidates
    for step in steps:
        current = advance(current, step.stage(current), step.name, step.label, traced)
    return current


def advance(
    before: Recommendations, after: Recommendations, name: str, label: str, traced: bool
) -> Recommendations:
    """`after` with the record of `before` and, where `traced`, one more step."""
    return replace(after, trace=record(before, after, name, say(label)) if traced else before.trace)
