"""Candidates -> named steps -> the list to show, with a record of every step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from recsys_core.reranking import already_bought, filler, mmr
from recsys_core.reranking.tracing import record
from recsys_core.schema.config import BaseConfig
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.recommendations import Recommendations, TraceStep
from recsys_core.schema.types import CSR, IntArray
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
    config: BaseConfig


def apply(
    candidates: Recommendations,
    steps: Sequence[Step],
    k: int,
    vectors: ItemVectors | None = None,
    trace: bool | None = None,
) -> Recommendations:
    """The first `k` slots after all steps, in the order given.

    Put filters first (they keep the width of the candidates), then what re-orders and cuts to `k`,
    then the filler. The trace goes on from that of the candidates, or starts with them, and ends
    with the list; `trace` None records only a list of one customer, which keeps large blocks fast.
    """
    traced = trace if trace is not None else len(candidates) == 1
    current = replace(candidates, trace=())
    traces: tuple[tuple[TraceStep, ...], ...] = ()
    if traced and candidates.trace:
        traces = candidates.trace
    elif traced:
        traces = record(current, current, "candidates", f"Candidates from {candidates.source}")
    for step in steps:
        after = replace(step.stage(current, k, vectors, step.config), trace=())
        if traced:
            traces = record(replace(current, trace=traces), after, step.name, step.label)
        current = after
    final = current.top(k)
    if traced:
        traces = record(replace(current, trace=traces), final, "list", "List shown")
    return replace(final, trace=traces)


def already_bought_step(histories: CSR) -> Step:
    """Leaves out what is in `histories` (n, n_items), row by row."""
    return Step(
        already_bought.NAME,
        already_bought.LABEL,
        already_bought.AlreadyBought(histories),
        BaseConfig(),
    )


def diversity_step(config: mmr.MMRConfig) -> Step:
    """Maximal marginal relevance; needs item vectors unless the diversity is 0."""
    return Step(mmr.NAME, mmr.LABEL, _diversity, config)


def filler_step(order: IntArray, exclude: CSR | None = None) -> Step:
    """Fills empty slots from `order`; the last step."""
    return Step(filler.NAME, filler.LABEL, filler.Filler(order, exclude), BaseConfig())


def _diversity(
    candidates: Recommendations, k: int, vectors: ItemVectors | None, config: BaseConfig
) -> Recommendations:
    settings = mmr.MMRConfig.model_validate(config.model_dump())
    if vectors is None and settings.diversity == 0:
        return candidates.top(k)
    if vectors is None:
        raise NotReadyError(
            "The diversity slider needs to know which products are alike; "
            "train the content model first, or set diversity to 0."
        )
    return mmr.rerank_mmr(candidates, k, vectors, settings, trace=False)
