"""Surprise's item-based nearest neighbours."""

from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.readiness import first_refusal, limit_products
from recsys_core.models.state import load_matrix, save_matrix
from recsys_core.models.surprise_data import surprise_baselines
from recsys_core.models.surprise_knn_config import SurpriseKnnConfig
from recsys_core.models.surprise_rating import RatingModel, row_means, row_spreads
from recsys_core.models.surprise_similarities import item_similarities
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

MOST_PRODUCTS = 15_000


class SurpriseKnnItemConfig(SurpriseKnnConfig):
    """Surprise's own parameters under their own names (`name` of sim_options is `similarity`)."""


class SurpriseKnnItem(RatingModel):
    """score(u, i) = a_ui + sum_j s_ij (r_uj - a_uj) / sum_j s_ij over the neighbours j of i.

    Neighbours are the `k` products of u's history most similar to i, those with similarity above 0.
    a is 0 for `basic` (Surprise's KNNBasic), the product's mean rating for `means` (KNNWithMeans),
    mean + b_u + b_i for `baseline` (KNNBaseline, whose b are Surprise's alternating least squares).
    For `zscore` (KNNWithZScore) a is the product's mean, every difference is divided by the spread
    of its product's ratings and the result multiplied by that of i's.
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
        hue="yellow",
        drawing="rated products",
    )
    Config = SurpriseKnnItemConfig
    config: SurpriseKnnItemConfig

    arrays = ("levels", "spreads")
    levels: FloatArray = np.empty(0)
    """(n_items,) the product's part of a: b_i, its mean rating, or 0."""
    spreads: FloatArray = np.empty(0)
    """(n_items,) standard deviation of the product's ratings for `zscore`, else 1."""
    similarities: FloatArray = np.empty((0, 0), dtype=np.float32)
    """(n_items, n_items), those below 0, which never count, as 0."""

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(limit_products(data, MOST_PRODUCTS), super().readiness(data))

    def fit(self, data: Dataset, report: Progress) -> None:
        config = self.config
        report(0.0, say(m.PREPARING_RATINGS))
        rows = self._take(data)
        baselines = None
        self.levels, self.spreads = np.zeros(data.n_items), np.ones(data.n_items)
        if config.variant in ("means", "zscore"):
            by_item = rows.T.tocsr()
            self.levels = row_means(by_item, 0.0)
            if config.variant == "zscore":
                overall = float(rows.data.std()) if rows.nnz else 1.0
                self.spreads = row_spreads(by_item, self.levels, overall or 1.0)
        if config.variant == "baseline" or config.similarity == "pearson_baseline":
            report(0.03, say(m.FINDING_LEVELS))
            options: dict[str, object] = {"reg_u": config.reg_u, "reg_i": config.reg_i}
            options["n_epochs"] = config.n_epochs
            bu, bi = surprise_baselines(rows, self.scale, options)
            baselines = self.mean + bu[rows_of(rows)] + bi[rows.indices]
            if config.variant == "baseline":
                self.levels = bi

        def part(fraction: float, message: str = "") -> None:
            report(0.1 + 0.88 * fraction, message)

        self.similarities = item_similarities(
            rows, config.similarity, config.min_support, part, baselines, config.shrinkage
        )
        np.maximum(self.similarities, 0, out=self.similarities)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        out = np.empty(rows.shape, dtype=np.float32)
        for row in range(rows.shape[0]):
            part = slice(rows.indptr[row], rows.indptr[row + 1])
            out[row] = self._score_one(rows.indices[part], rows.data[part])
        return out

    def save(self, folder: Path) -> None:
        save_matrix(folder, "similarities", self.similarities)
        super().save(folder)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = super().load(folder, config)
        model.similarities = load_matrix(folder, "similarities")
        return model

    def _score_one(self, items: IntArray, values: FloatArray) -> FloatArray:
        """(n_items,) scores of one history, given as rated products and their ratings."""
        config = self.config
        if config.variant == "baseline":
            level = (values - self.mean - self.levels[items]).sum() / (config.reg_u + len(items))
            start = self.mean + (level if len(items) else 0.0) + self.levels
        elif config.variant in ("means", "zscore") and len(items):
            start = np.where(self.rated, self.levels, self.mean)
        else:
            start = np.full(len(self.rated), self.mean)
        if not len(items):
            return start
        apart = values if config.variant == "basic" else values - start[items]
        apart = apart / self.spreads[items]
        totals, moved, counts = _weighted(self.similarities[items], apart, config.k)
        np.divide(moved, totals, out=moved, where=totals > 0)
        enough = (counts >= config.min_k) & self.rated
        if config.variant == "basic":
            return np.where(enough & (totals > 0), moved, start)
        return np.where(enough, start + self.spreads * moved, start)


def _weighted(
    similarities: FloatArray, apart: FloatArray, k: int
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Sum of the similarities of each product's neighbours in a history, the same with `apart`
    for weight, and how many neighbours there are.

    similarities: (m, n_items), none below 0.  Returns three arrays of (n_items,).
    """
    if len(similarities) <= k:
        weights = np.vstack([np.ones_like(apart), apart])
        totals, moved = weights @ similarities.astype(np.float64)
        return totals, moved, np.count_nonzero(similarities, axis=0)
    nearest = _nearest(similarities, k)
    totals = nearest.sum(axis=1, dtype=np.float64)
    return totals, nearest @ apart, np.count_nonzero(nearest, axis=1)


def _nearest(similarities: FloatArray, k: int) -> FloatArray:
    """(n_items, m) from (m, n_items): each product's similarities to the m products of a history
    with all but the `k` largest set to 0.

    Of equal similarities the earlier products stay, as in Surprise.
    """
    nearest = np.ascontiguousarray(similarities.T)
    m = nearest.shape[1]
    smallest = np.partition(nearest, m - k, axis=1)[:, [m - k]]
    late = nearest < smallest
    crowded = np.flatnonzero((m - np.count_nonzero(late, axis=1) > k) & (smallest[:, 0] > 0))
    if len(crowded):
        ties = nearest[crowded] == smallest[crowded]
        spare = k - np.count_nonzero(nearest[crowded] > smallest[crowded], axis=1)
        late[crowded] |= ties & (np.cumsum(ties, axis=1) > spare[:, None])
    nearest[late] = 0
    return nearest
