"""Every re-ranker a slider can set: add yours with one line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from recsys_core.reranking import mmr, pipeline
from recsys_core.schema.config import BaseConfig


@dataclass(frozen=True)
class RerankerEntry:
    """What the page says about a re-ranker, its settings, and the step made from them."""

    name: str
    title: str
    meaning: str
    Config: type[BaseConfig]
    step: Callable[[Any], pipeline.Step]


RERANKERS: dict[str, RerankerEntry] = {
    entry.name: entry
    for entry in [
        RerankerEntry(
            mmr.NAME,
            mmr.LABEL,
            "Fills each place with the best product that is unlike those already on the list.",
            mmr.MMRConfig,
            pipeline.diversity_step,
        ),
    ]
}
