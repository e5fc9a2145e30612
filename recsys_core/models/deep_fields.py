"""Settings that both models with a network have."""

from typing import Any

from pydantic import Field


def most_passes_field(default: int, description: str) -> Any:
    return Field(default=default, ge=1, le=1000, title="Most passes", description=description)


def step_field(default: float) -> Any:
    return Field(
        default=default,
        gt=0,
        le=1,
        title="Learning rate",
        description="How far each step moves what has been learned.",
        json_schema_extra={"advanced": True},
    )


def compared_field() -> Any:
    return Field(
        default=15_000,
        ge=10,
        le=50_000,
        title="Products compared in a step",
        description="In a larger catalogue, a step compares what was bought with a sample of so "
        "many other products.",
        json_schema_extra={"advanced": True},
    )
