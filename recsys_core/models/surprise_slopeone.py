"""Surprise's SlopeOne: how much better or worse one product is usually rated than another."""

from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys_core.models import messages as m
from recsys_core.models.histories import likes
from recsys_core.models.readiness import first_refusal, limit_products
from recsys_core.models.state import load_matrix, save_matrix
from recsys_core.models.surprise_rating import RatingModel, row_means
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say

MOST_PRODUCTS = 15_000
BLOCK = 512


class SurpriseSlopeOneConfig(ModelConfig):
    """SlopeOne has nothing to set."""


class SurpriseSlopeOne(RatingModel):
    """score(u, i) = mean of u's ratings + mean over j in R_i(u) of dev(i, j).

    dev(i, j) is the mean of r_vi - r_vj over the customers v who rated both, and R_i(u) the
    products of u's history that share a customer with i. Without any the score is the mean of u's
    ratings; a product without ratings and an empty history get the mean of all, as in Surprise. A
    function of the history alone, equal to Surprise's prediction for a customer trained with it;
    Surprise cuts ratings down to whole numbers before it compares them, which is not done here.
    Unit: ratings, not clipped. Holds one float32 and one boolean matrix of n_items^2.

    Source: Lemire and Maclachlan, "Slope One Predictors for Online Rating-Based Collaborative
    Filtering", SDM 2005; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-slopeone",
        title="Rating differences (SlopeOne)",
        family="rating",
        summary="Learns how much better one product is usually rated than another, and adds that "
        "to what the customer gives on average.",
        trust_when="You have star ratings and want a rating model without any setting that can be "
        "explained in one sentence.",
        careful_when="You want the best list of products to show: it is fitted to ratings, and a "
        "product that few rated, all of them highly, comes out on top.",
        hue="yellow",
        shade=0.4,
        drawing="differences",
    )
    Config = SurpriseSlopeOneConfig
    config: SurpriseSlopeOneConfig

    differences: FloatArray = np.empty((0, 0), dtype=np.float32)
    """(n_items, n_items), entry [j, i] is dev(i, j)."""
    shared: NDArray[np.bool_] = np.empty((0, 0), dtype=bool)
    """(n_items, n_items) whether two products share a customer."""

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(limit_products(data, MOST_PRODUCTS), super().readiness(data))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.PREPARING_RATINGS))
        rows = self._take(data)
        n_items = data.n_items
        ones = sp.csr_matrix((np.ones(rows.nnz), rows.indices, rows.indptr), shape=rows.shape)
        ones_by_item, rows_by_item = ones.T.tocsr(), rows.T.tocsr()
        self.differences = np.empty((n_items, n_items), dtype=np.float32)
        self.shared = np.empty((n_items, n_items), dtype=bool)
        for start in range(0, n_items, BLOCK):
            report(0.02 + 0.96 * start / n_items, say(m.COMPARING_PRODUCTS, n=start, all=n_items))
            part = slice(start, start + BLOCK)
            counts = (ones_by_item[part] @ ones).toarray()
            gains = (ones_by_item[part] @ rows).toarray() - (rows_by_item[part] @ ones).toarray()
            self.differences[part] = gains / np.maximum(counts, 1)
            self.shared[part] = counts > 0
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        liked = likes(rows)
        totals: FloatArray = liked @ self.differences
        counts = np.empty_like(totals)
        for start in range(0, counts.shape[1], BLOCK):
            part = slice(start, start + BLOCK)
            counts[:, part] = liked @ self.shared[:, part].astype(np.float32)
        scores = totals / np.maximum(counts, 1)
        scores += row_means(rows, self.mean)[:, None].astype(np.float32)
        scores[:, ~self.rated] = self.mean
        return np.asarray(scores, dtype=np.float32)

    def save(self, folder: Path) -> None:
        save_matrix(folder, "differences", self.differences)
        np.save(folder / "shared.npy", self.shared, allow_pickle=False)
        super().save(folder)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = super().load(folder, config)
        model.differences = load_matrix(folder, "differences")
        model.shared = np.load(folder / "shared.npy", mmap_mode="r", allow_pickle=False)
        return model
