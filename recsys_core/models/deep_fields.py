"""Settings that both models with a network have."""

from typing import Any

from recsys_core.schema.config import setting


def most_passes_field(default: int) -> Any:
    return setting(default, "Most passes", ge=1, le=1000)


def step_field(default: float) -> Any:
    return setting(
        default,
        "Learning rate",
        "How far each step moves what has been learned.",
        gt=0,
        le=1,
        advanced=True,
    )


def compared_field() -> Any:
    return setting(
        15_000,
        "Products compared in a step",
        "In a larger catalogue, a step compares what was bought with a sample of so many other "
        "products.",
        ge=10,
        le=50_000,
        advanced=True,
    )
