"""Settings that several models of Surprise have, under Surprise's own names."""

from typing import Any

from pydantic import Field

from recsys_core.models import messages as m
from recsys_core.schema.config import ModelConfig


def factors_field(default: int, most: int = 500) -> Any:
    return Field(
        default=default,
        ge=1,
        le=most,
        title="Number of factors",
        description="How many hidden tastes a customer is described by.",
    )


def passes_field(default: int) -> Any:
    return Field(
        default=default,
        ge=1,
        le=500,
        title="Number of passes",
        description="How often training goes through all ratings. Too many learn the past by "
        "heart.",
    )


def rate_field(
    default: float | None,
    title: str = "Learning rate",
    description: str = m.RATE_ABOVE,
    *,
    advanced: bool = True,
) -> Any:
    """A learning rate; without a default that of all."""
    extra: Any = {"advanced": True} if advanced else None
    return Field(
        default=default, gt=0, le=1, title=title, description=description, json_schema_extra=extra
    )


def pull_field(
    default: float | None,
    title: str = "Regularization",
    description: str = m.PULL_ABOVE,
    *,
    most: int = 10,
    advanced: bool = True,
) -> Any:
    """A regularization; without a default that of all."""
    extra: Any = {"advanced": True} if advanced else None
    return Field(
        default=default,
        ge=0,
        le=most,
        title=title,
        description=description,
        json_schema_extra=extra,
    )


class FactorConfig(ModelConfig):
    """Of models that describe customers and products by factors."""

    n_factors: int = factors_field(20)
    n_epochs: int = passes_field(20)


class DescentConfig(FactorConfig):
    """Of those fitted by gradient descent from random numbers around a mean."""

    lr_all: float = rate_field(
        0.007, description="How far each rating moves what has been learned.", advanced=False
    )
    reg_all: float = pull_field(
        0.02,
        description="How strongly everything is pulled towards the average; more for less data.",
        advanced=False,
    )
    init_mean: float = Field(
        default=0.0,
        ge=-1,
        le=1,
        title="Mean of the starting values",
        description="Factors start as random numbers around this.",
        json_schema_extra={"advanced": True},
    )
    init_std_dev: float = Field(
        default=0.1,
        ge=0,
        le=1,
        title="Spread of the starting values",
        description="Standard deviation of the random numbers that factors start as.",
        json_schema_extra={"advanced": True},
    )
