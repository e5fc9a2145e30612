"""Settings that several models of Surprise have, under Surprise's own names."""

from typing import Any

from recsys_core.schema.config import ModelConfig, setting


def factors_field(default: int, most: int = 500) -> Any:
    return setting(
        default,
        "Number of factors",
        "How many hidden tastes a customer is described by.",
        ge=1,
        le=most,
    )


def passes_field(default: int) -> Any:
    return setting(
        default,
        "Number of passes",
        "How often training goes through all ratings. Too many learn the past by heart.",
        ge=1,
        le=500,
    )


def rate_field(
    default: float | None, title: str = "Learning rate", *, advanced: bool = True
) -> Any:
    """A learning rate; without a default that of all."""
    return setting(
        default,
        title,
        "Empty: the learning rate above." if default is None else None,
        gt=0,
        le=1,
        advanced=advanced,
    )


def pull_field(
    default: float | None,
    title: str = "Regularization",
    *,
    most: int = 10,
    advanced: bool = True,
) -> Any:
    """A regularization; without a default that of all."""
    return setting(
        default,
        title,
        "Empty: the regularization above." if default is None else None,
        ge=0,
        le=most,
        advanced=advanced,
    )


class FactorConfig(ModelConfig):
    """Of models that describe customers and products by factors."""

    n_factors: int = factors_field(20)
    n_epochs: int = passes_field(20)


class DescentConfig(FactorConfig):
    """Of those fitted by gradient descent from random numbers around a mean."""

    lr_all: float = rate_field(0.007, advanced=False)
    """How far each rating moves what has been learned."""
    reg_all: float = pull_field(0.02, advanced=False)
    """How strongly everything is pulled towards the average; more for less data."""
    init_mean: float = setting(0.0, "Mean of the starting values", ge=-1, le=1, advanced=True)
    """Factors start as random numbers around this."""
    init_std_dev: float = setting(0.1, "Spread of the starting values", ge=0, le=1, advanced=True)
    """Standard deviation of the random numbers that factors start as."""
