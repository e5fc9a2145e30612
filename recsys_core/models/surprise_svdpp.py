"""Surprise's SVD++: SVD that also asks what somebody rated at all."""

from pathlib import Path
from typing import Self

import numpy as np
from pydantic import Field

from recsys_core.models.histories import likes, require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.surprise_data import build_trainset, watch_epochs
from recsys_core.models.surprise_fold import ridge_rows, ridge_without_each, with_levels
from recsys_core.models.surprise_rating import RatingModel, with_values
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray


class SurpriseSvdppConfig(ModelConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = Field(
        default=20,
        ge=1,
        le=500,
        title="Number of factors",
        description="How many hidden tastes a customer is described by.",
    )
    n_epochs: int = Field(
        default=20,
        ge=1,
        le=500,
        title="Number of passes",
        description="How often training goes through all ratings. Too many learn the past by "
        "heart.",
    )
    lr_all: float = Field(
        default=0.007,
        gt=0,
        le=1,
        title="Learning rate",
        description="How far each rating moves what has been learned.",
    )
    reg_all: float = Field(
        default=0.02,
        ge=0,
        le=10,
        title="Regularization",
        description="How strongly everything is pulled towards the average; more for less data.",
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


class SurpriseSvdpp(RatingModel):
    """score(u, i) = mean + b_u + b_i + q_i . (p_u + sum over j in u's history of y_j / sqrt(n_u)).

    Fitted by Surprise's stochastic gradient descent. The y belong to products, so that their part
    needs no fitted customer. A known history uses the fitted b_u and p_u; any other the exact
    minimiser of Surprise's loss over both with the products held fixed (a ridge regression). An
    empty history gets mean + b_i, a product without ratings mean + b_u. Unit: ratings, not clipped.
    The time grows with the square of what customers rated: minutes where SVD takes seconds.

    Source: Koren, "Factorization Meets the Neighborhood", KDD 2008; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-svdpp",
        title="SVD++ (expected ratings)",
        family="rating",
        summary="Predicts the rating from hidden tastes, and reads from what a customer rated at "
        "all, high or low.",
        trust_when="You have star ratings and want the most exact expected rating of this family.",
        careful_when="You want the best list of products to show: it is fitted to ratings, and "
        "ranks far behind the bestsellers. It trains many times longer than SVD.",
        hue="orange",
        shade=-0.3,
        drawing="rated tastes",
        quick={"n_epochs": 4, "n_factors": 6},
    )
    Config = SurpriseSvdppConfig
    config: SurpriseSvdppConfig

    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    pu: FloatArray = np.empty((0, 0))
    qi: FloatArray = np.empty((0, 0))
    yj: FloatArray = np.empty((0, 0))
    trained_rows: TrainedRows

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        from surprise import SVDpp

        report(0.0, "Preparing the ratings")
        trainset = build_trainset(self._take(data), self.scale)
        settings = self.config.model_dump(exclude={"seed"})
        algorithm = SVDpp(
            **settings, random_state=self.config.seed, verbose=True, cache_ratings=True
        )
        epochs = self.config.n_epochs

        def on_epoch(epoch: int) -> None:
            report(0.05 + 0.9 * epoch / epochs, f"Pass {epoch + 1} of {epochs}")

        with watch_epochs(on_epoch):
            algorithm.fit(trainset)
        report(0.97, "Tidying up")
        self.bu, self.bi, self.pu = algorithm.bu, algorithm.bi, algorithm.pu
        self.qi, self.yj = algorithm.qi, algorithm.yj
        # Factors of whoever has no rating are the random numbers they started as.
        self.qi[~self.rated], self.yj[~self.rated] = 0.0, 0.0
        self.pu[np.diff(data.matrix.indptr) == 0] = 0.0
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        rows = self._rows(histories)
        implied = self._implied(rows)
        bu, pu = self.bu[codes], self.pu[codes]
        unseen = np.flatnonzero(codes < 0)
        bu[unseen], pu[unseen] = self._fold(rows[unseen], implied[unseen])
        return self._estimate(bu, pu + implied)

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        implied = self._implied(rows)
        bu, pu = self._fold(rows, implied)
        return self._estimate(bu, pu + implied)

    def fold_in_without(self, history: CSR, tried: IntArray, items: IntArray) -> FloatArray:
        rows, reg = self._rows(history), self.config.reg_all
        if rows.nnz < history.nnz or not rows.nnz or reg <= 0:
            return super().fold_in_without(history, tried, items)
        n, implied = rows.nnz, self.yj[rows.indices]
        said = np.vstack([implied.sum(axis=0), implied.sum(axis=0) - implied[tried]])
        said /= np.sqrt(np.maximum([n, *[n - 1] * len(tried)], 1))[:, None]
        design = np.column_stack([self.qi[rows.indices], np.ones(n)])
        target = rows.data - self.mean - self.bi[rows.indices]
        shifts = np.column_stack([said, np.zeros(len(said))])
        penalty = np.full(design.shape[1], reg)
        found = ridge_without_each(design, target, penalty, shifts, tried)
        return with_levels(found[:, :-1], found[:, -1] + self.mean, self.qi[items], self.bi[items])

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            bu=self.bu,
            bi=self.bi,
            pu=self.pu,
            qi=self.qi,
            yj=self.yj,
            **self._common_state(),
            **self.trained_rows.parts(),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model._restore(state)
        model.bu, model.bi, model.pu = state["bu"], state["bi"], state["pu"]
        model.qi, model.yj = state["qi"], state["yj"]
        model.trained_rows = TrainedRows.join(state)
        return model

    def _implied(self, rows: CSR) -> FloatArray:
        """(n, n_factors) what having rated these products says, whatever the ratings."""
        sizes = np.maximum(np.diff(rows.indptr), 1)
        return np.asarray((likes(rows) @ self.yj) / np.sqrt(sizes)[:, None])

    def _fold(self, rows: CSR, implied: FloatArray) -> tuple[FloatArray, FloatArray]:
        explained = np.einsum("ij,ij->i", self.qi[rows.indices], implied[rows_of(rows)])
        targets = rows.data - self.mean - self.bi[rows.indices] - explained
        reg = self.config.reg_all
        return ridge_rows(with_values(rows, targets), self.qi, reg, reg)

    def _estimate(self, bu: FloatArray, tastes: FloatArray) -> FloatArray:
        return with_levels(tastes, bu + self.mean, self.qi, self.bi)
