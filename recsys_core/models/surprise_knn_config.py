"""The settings that both neighbour models of Surprise share."""

from typing import Literal, TypeAlias

from pydantic import Field

from recsys_core.models.surprise_fields import pull_field
from recsys_core.models.surprise_similarities import SimilarityName
from recsys_core.schema.config import ModelConfig

KnnVariant: TypeAlias = Literal["basic", "means", "zscore", "baseline"]


class SurpriseKnnConfig(ModelConfig):
    """Surprise's own parameters under their own names (`name` of sim_options is `similarity`)."""

    k: int = Field(
        default=40,
        ge=1,
        le=1000,
        title="Neighbours",
        description="How many of the most similar products (or customers) count for a prediction.",
    )
    min_k: int = Field(
        default=1,
        ge=1,
        le=100,
        title="Fewest neighbours",
        description="With fewer, the average is used instead.",
    )
    variant: KnnVariant = Field(
        default="baseline",
        title="Starting point",
        description="basic: average the ratings of the neighbours. means: add how far they are "
        "from each one's average. zscore: the same in units of how much each one's ratings vary. "
        "baseline: from levels of customers and products found together.",
    )
    similarity: SimilarityName = Field(
        default="pearson_baseline",
        title="Similarity",
        description="How two products are compared over the customers they share, or two customers "
        "over their products. pearson_baseline is the most careful, msd and cosine the simplest.",
    )
    min_support: int = Field(
        default=1,
        ge=1,
        le=1000,
        title="Fewest in common",
        description="Neighbours with fewer customers (or products) in common do not count.",
    )
    shrinkage: float = Field(
        default=100.0,
        ge=0,
        le=10_000,
        title="Caution about few in common",
        description="For pearson_baseline: how many in common it takes to believe half of a "
        "similarity.",
        json_schema_extra={"advanced": True},
    )
    reg_u: float = pull_field(
        15.0,
        "Caution about customer levels",
        "How strongly a customer's level is pulled to the average.",
        most=1000,
    )
    reg_i: float = pull_field(
        10.0,
        "Caution about product levels",
        "How strongly a product's level is pulled to the average.",
        most=1000,
    )
    n_epochs: int = Field(
        default=10,
        ge=1,
        le=100,
        title="Passes for the levels",
        description="How often the levels of customers and products are adjusted to each other.",
        json_schema_extra={"advanced": True},
    )
