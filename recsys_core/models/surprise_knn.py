"""Surprise's item-based nearest neighbours."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import Field

from recsys_core.models.histories import PSEUDO_SCALE, ratings, require_width
from recsys_core.models.readiness import first_refusal, limit_products, need_customers
from recsys_core.models.state import load_arrays, load_matrix, save_arrays, save_matrix
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_similarities import SimilarityName, item_similarities
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

MOST_PRODUCTS = 15_000


class SurpriseKnnItemConfig(ModelConfig):
    """Surprise's own parameters under their own names (`name` of sim_options is `similarity`)."""

    k: int = Field(
        default=40,
        ge=1,
        le=1000,
        title="Neighbours",
        description="How many of the customer's most similar products count for a product.",
    )
    min_k: int = Field(
        default=1,
        ge=1,
        le=100,
        title="Fewest neighbours",
        description="With fewer, the average is used instead.",
    )
    variant: Literal["basic", "means", "baseline"] = Field(
        default="baseline",
        title="Starting point",
        description="basic: average the ratings of similar products. means: add how far they are "
        "from each product's average. baseline: also allow for generous customers.",
    )
    similarity: SimilarityName = Field(
        default="pearson_baseline",
        title="Similarity",
        description="How two products are compared over the customers they share. "
        "pearson_baseline is the most careful, msd and cosine the simplest.",
    )
    min_support: int = Field(
        default=1,
        ge=1,
        le=1000,
        title="Fewest shared customers",
        description="Products that share fewer customers do not count as similar.",
    )
    shrinkage: float = Field(
        default=100.0,
        ge=0,
        le=10_000,
        title="Caution about few shared customers",
        description="For pearson_baseline: how many shared customers it takes to believe half of "
        "a similarity.",
        json_schema_extra={"advanced": True},
    )
    reg_u: float = Field(
        default=15.0,
        ge=0,
        le=1000,
        title="Caution about customer levels",
        description="How strongly a customer's level is pulled to the average.",
        json_schema_extra={"advanced": True},
    )
    reg_i: float = Field(
        default=10.0,
        ge=0,
        le=1000,
        title="Caution about product levels",
        description="How strongly a product's level is pulled to the average.",
        json_schema_extra={"advanced": True},
    )
    n_epochs: int = Field(
        default=10,
        ge=1,
        le=100,
        title="Passes for the levels",
        description="How often the levels of customers and products are adjusted to each other.",
        json_schema_extra={"advanced": True},
    )


class SurpriseKnnItem(Recommender):
    """score(u, i) = a_ui + sum_j s_ij (r_uj - a_uj) / sum_j s_ij over the neighbours j of i.

    Neighbours are the `k` products of u's history most similar to i, those with similarity above 0.
    a is 0 for `basic` (Surprise's KNNBasic), the product's mean rating for `means` (KNNWithMeans),
    mean + b_u + b_i for `baseline` (KNNBaseline, whose b are Surprise's alternating least squares).
    With fewer than `min_k` neighbours the score is a_ui, for `basic` the mean of all ratings.
    Unit: ratings, not clipped (`predict_ratings` clips). Quantities become ratings as
    min(5, 1 + log2(quantity)).

    A function of the history alone, equal to Surprise's prediction for a customer trained with it:
    b_u = sum(r - mean - b_i) / (reg_u + n) is what the last step of Surprise's own fit computes.
    What Surprise does not know (a product without ratings, an empty history) gets what Surprise
    gives it: the mean of all ratings, plus what is known of b for `baseline`.

    Source: Koren, "Factor in the Neighbors", TKDD 2010; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-knn-item",
        title="Nearest products (expected ratings)",
        family="rating",
        summary="Predicts the rating of a product from the customer's ratings of the products most "
        "like it.",
        trust_when="You have star ratings and many customers who rated the same products.",
        careful_when="You want the best list of products to show: it is fitted to ratings, and a "
        "rare product with one enthusiastic neighbour can come out on top.",
    )
    Config = SurpriseKnnItemConfig
    predicts_ratings = True
    config: SurpriseKnnItemConfig

    kind: Literal["explicit", "implicit"] = "explicit"
    scale: tuple[float, float] = (1.0, 5.0)
    mean: float = 0.0
    levels: FloatArray = np.empty(0)
    """(n_items,) the product's part of a: b_i, its mean rating, or 0."""
    rated: BoolArray = np.empty(0, dtype=bool)
    similarities: FloatArray = np.empty((0, 0), dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(limit_products(data, MOST_PRODUCTS), need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        config = self.config
        report(0.0, "Preparing the ratings")
        self.kind = data.kind
        self.scale = data.rating_scale if data.kind == "explicit" else PSEUDO_SCALE
        rows = ratings(data.matrix, data.kind)
        self.mean = float(rows.data.mean()) if rows.nnz else 0.0
        self.rated = data.item_counts > 0
        baselines = None
        self.levels = np.zeros(data.n_items)
        if config.variant == "means":
            totals = np.asarray(rows.sum(axis=0)).ravel()
            self.levels = totals / np.maximum(data.item_counts, 1)
        if config.variant == "baseline" or config.similarity == "pearson_baseline":
            report(0.03, "Finding the levels of customers and products")
            bu, bi = self._surprise_baselines(rows)
            entries_per_user = np.diff(rows.indptr)
            baselines = self.mean + np.repeat(bu, entries_per_user) + bi[rows.indices]
            if config.variant == "baseline":
                self.levels = bi

        def part(fraction: float, message: str = "") -> None:
            report(0.1 + 0.88 * fraction, message)

        self.similarities = item_similarities(
            rows, config.similarity, config.min_support, part, baselines, config.shrinkage
        )
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        rows = ratings(require_width(histories, len(self.rated)), self.kind)
        out = np.empty(rows.shape, dtype=np.float32)
        for row in range(rows.shape[0]):
            part = slice(rows.indptr[row], rows.indptr[row + 1])
            known = self.rated[rows.indices[part]]
            out[row] = self._score_one(rows.indices[part][known], rows.data[part][known])
        return out

    def predict_ratings(self, histories: CSR) -> FloatArray:
        scores = self.score(histories)
        return np.clip(scores, *self.scale, out=scores)

    def save(self, folder: Path) -> None:
        save_matrix(folder, "similarities", self.similarities)
        save_arrays(
            folder,
            explicit=np.array(self.kind == "explicit"),
            scale=np.array(self.scale),
            mean=np.array(self.mean),
            levels=self.levels,
            rated=self.rated,
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.similarities = load_matrix(folder, "similarities")
        model.kind = "explicit" if state["explicit"] else "implicit"
        model.scale = (float(state["scale"][0]), float(state["scale"][1]))
        model.mean, model.levels = float(state["mean"]), state["levels"]
        model.rated = state["rated"]
        return model

    def _surprise_baselines(self, rows: CSR) -> tuple[FloatArray, FloatArray]:
        from surprise import AlgoBase

        config = self.config
        options = {"method": "als", "reg_u": config.reg_u, "reg_i": config.reg_i}
        algorithm = AlgoBase(bsl_options={**options, "n_epochs": config.n_epochs})
        algorithm.fit(build_trainset(rows, self.scale))
        bu, bi = algorithm.compute_baselines()
        return bu, bi

    def _score_one(self, items: IntArray, values: FloatArray) -> FloatArray:
        """(n_items,) scores of one history, given as rated products and their ratings."""
        config = self.config
        if config.variant == "baseline":
            level = (values - self.mean - self.levels[items]).sum() / (config.reg_u + len(items))
            start = self.mean + (level if len(items) else 0.0) + self.levels
        elif config.variant == "means" and len(items):
            start = np.where(self.rated, self.levels, self.mean)
        else:
            start = np.full(len(self.rated), self.mean)
        if not len(items):
            return start
        apart = values if config.variant == "basic" else values - start[items]
        weights = _nearest(np.asarray(self.similarities[items]), config.k)
        total = weights.sum(axis=1, dtype=np.float64)
        enough = (np.count_nonzero(weights, axis=1) >= config.min_k) & self.rated
        moved = np.divide(weights @ apart, total, out=np.zeros_like(total), where=total > 0)
        if config.variant == "basic":
            return np.where(enough, moved, start)
        return np.where(enough, start + moved, start)


def _nearest(similarities: FloatArray, k: int) -> FloatArray:
    """(n_items, m) from (m, n_items): each product's similarities to the m products of a history
    with all but the `k` largest, and those not above 0, set to 0.

    Of equal similarities the earlier products stay, as in Surprise.
    """
    nearest = np.maximum(similarities.T, 0, order="C")
    m = nearest.shape[1]
    if m > k:
        smallest = np.partition(nearest, m - k, axis=1)[:, [m - k]]
        spare = k - np.count_nonzero(nearest > smallest, axis=1)
        ties = nearest == smallest
        crowded = (np.count_nonzero(ties, axis=1) > spare) & (smallest[:, 0] > 0)
        nearest[nearest < smallest] = 0
        late = np.cumsum(ties[crowded], axis=1) > spare[crowded, None]
        kept = nearest[crowded]
        kept[ties[crowded] & late] = 0
        nearest[crowded] = kept
    return nearest
