"""Candidates -> named steps, with a record of every step."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from recsys_core.reranking.tracing import record
from recsys_core.schema.config import BaseConfig
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.vectors import ItemVectors


class Stage(Protocol):
    """A `schema.contracts.Reranker` that may be called without item vectors."""

    def __call__(
        self,
        candidates: Recommendations,
        k: int,
        vectors: ItemVectors | None,
        config: BaseConfig,
    ) -> Recommendations: ...


@dataclass(frozen=True)
class Step:
    """One stage with its settings; `name` is for the record, `label` for the screen."""

    name: str
    label: str
    stage: Stage
    config: BaseConfig = field(default_factory=BaseConfig)


def apply(
    candidates: Recommendations,
    steps: Sequence[Step],
    k: int,
    vectors: ItemVectors | None = None,
    traced: bool = False,
) -> Recommendations:
    """What is left after all steps, in the order given; with `traced`, the record goes on from
    that of the candidates.
    """
    current = candidates
    for step in steps:
        after = step.stage(current, k, vectors, step.config)
        current = advance(current, after, step.name, step.label, traced)
    return current


def advance(
    before: Recommendations, after: Recommendations, name: str, label: str, traced: bool
) -> Recommendations:
    """`after` with the record of `before` and, where `traced`, one more step."""
    return replace(after, trace=record(before, after, name, label) if traced else before.trace)
