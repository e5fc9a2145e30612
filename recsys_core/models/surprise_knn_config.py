"""The settings that both neighbour models of Surprise share."""

from typing import Literal, TypeAlias

from recsys_core.models.surprise_fields import pull_field
from recsys_core.models.surprise_similarities import SimilarityName
from recsys_core.schema.config import ModelConfig, setting

KnnVariant: TypeAlias = Literal["basic", "means", "zscore", "baseline"]


class SurpriseKnnConfig(ModelConfig):
    """Surprise's own parameters under their own names (`name` of sim_options is `similarity`)."""

    k: int = setting(40, "Neighbours", ge=1, le=1000)
    """How many of the most similar products (or customers) count for a prediction."""
    min_k: int = setting(1, "Fewest neighbours", ge=1, le=100)
    """With fewer, the average is used instead."""
    variant: KnnVariant = setting("baseline", "Starting point")
    """basic: average the ratings of the neighbours. means: add how far they are from each one's
    average. zscore: the same in units of how much each one's ratings vary. baseline: from levels of
    customers and products found together."""
    similarity: SimilarityName = setting("pearson_baseline", "Similarity")
    """How two products are compared over the customers they share, or two customers over their
    products. pearson_baseline is the most careful, msd and cosine the simplest."""
    min_support: int = setting(1, "Fewest in common", ge=1, le=1000)
    """Neighbours with fewer customers (or products) in common do not count."""
    shrinkage: float = setting(100.0, "Caution about few in common", ge=0, le=10_000, advanced=True)
    """For pearson_baseline: how many in common it takes to believe half of a similarity."""
    reg_u: float = pull_field(15.0, "Caution about customer levels", most=1000)
    """How strongly a customer's level is pulled to the average."""
    reg_i: float = pull_field(10.0, "Caution about product levels", most=1000)
    """How strongly a product's level is pulled to the average."""
    n_epochs: int = setting(10, "Passes for the levels", ge=1, le=100, advanced=True)
    """How often the levels of customers and products are adjusted to each other."""
