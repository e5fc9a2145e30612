"""Surprise's SVD: ratings as products of customer and product factors."""

from pathlib import Path
from typing import Self

import numpy as np
from pydantic import Field

from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.surprise_data import build_trainset, watch_epochs
from recsys_core.models.surprise_fold import EVERY, ridge_rows, ridge_without_each, with_levels
from recsys_core.models.surprise_rating import RatingModel, with_values
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray


class SurpriseSvdConfig(ModelConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = Field(
        default=100,
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
    biased: bool = Field(
        default=True,
        title="Allow for generous customers and popular products",
        description="Learns first how high each customer rates and how well each product is rated.",
    )
    lr_all: float = Field(
        default=0.005,
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
    lr_bu: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of customer levels",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_bi: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of product levels",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_pu: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of customer factors",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_qi: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of product factors",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    reg_bu: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of customer levels",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_bi: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of product levels",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_pu: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of customer factors",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_qi: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of product factors",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )


class SurpriseSvd(RatingModel):
    """score(u, i) = mean + b_u + b_i + q_i . p_u, without the mean and b when not `biased`.

    Fitted by Surprise's stochastic gradient descent to the ratings, or to
    min(5, 1 + log2(quantity)) where there are none. Scores are expected ratings, not clipped, so
    that they rank; `predict_ratings` clips them. A product without a rating gets mean + b_u (the
    mean when not `biased`), as in Surprise.

    A history equal to the one a customer was trained with uses that customer's fitted b_u and p_u
    (should two customers share one history, the first one's). Any other is folded in: the exact
    minimiser of Surprise's own loss over b_u and p_u with the products held fixed, a ridge
    regression with reg * (number of ratings) on the diagonal. An empty history gets mean + b_i.

    Source: Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems",
    IEEE Computer 2009; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-svd",
        title="SVD (expected ratings)",
        family="rating",
        summary="Describes customers and products by hidden tastes and predicts the rating a "
        "customer would give.",
        trust_when="You have star ratings and want to know how much somebody would like something.",
        careful_when="You want the best list of products to show: it is fitted to ratings, not to "
        "what people choose, and usually ranks worse than the bestsellers.",
        hue="orange",
        drawing="rated tastes",
        quick={"n_epochs": 8, "n_factors": 10},
    )
    Config = SurpriseSvdConfig
    config: SurpriseSvdConfig

    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    pu: FloatArray = np.empty((0, 0))
    qi: FloatArray = np.empty((0, 0))
    trained_rows: TrainedRows

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        from surprise import SVD

        report(0.0, "Preparing the ratings")
        trainset = build_trainset(self._take(data), self.scale)
        settings = self.config.model_dump(exclude={"seed"})
        algorithm = SVD(**settings, random_state=self.config.seed, verbose=True)
        epochs = self.config.n_epochs

        def on_epoch(epoch: int) -> None:
            report(0.05 + 0.9 * epoch / epochs, f"Pass {epoch + 1} of {epochs}")

        with watch_epochs(on_epoch):
            algorithm.fit(trainset)
        report(0.95, "Tidying up")
        self.bu, self.bi, self.pu, self.qi = algorithm.bu, algorithm.bi, algorithm.pu, algorithm.qi
        # Factors of products without a rating are the random numbers they started as.
        self.qi[~self.rated] = 0.0
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        unseen = np.flatnonzero(codes < 0)
        bu, pu = self.bu[codes], self.pu[codes]
        bu[unseen], pu[unseen] = self._fold(self._rows(histories[unseen]))
        return self._estimate(bu, pu)

    def fold_in(self, histories: CSR) -> FloatArray:
        return self._estimate(*self._fold(self._rows(histories)))

    def fold_in_without(self, history: CSR, tried: IntArray, items: IntArray) -> FloatArray:
        rows, regs = self._rows(history), self._regs()
        if rows.nnz < history.nnz or not rows.nnz or min(regs) <= 0:
            return super().fold_in_without(history, tried, items)
        design, target = self.qi[rows.indices], rows.data
        penalty = np.full(design.shape[1] + self.config.biased, regs[0])
        if self.config.biased:
            design = np.column_stack([design, np.ones(len(design))])
            target = target - self.mean - self.bi[rows.indices]
            penalty[-1] = regs[1]
        shifts = np.zeros((1 + len(tried), len(penalty)))
        found = ridge_without_each(design, target, penalty, shifts, tried)
        factors = self.qi.shape[1]
        levels = found[:, -1] if self.config.biased else np.zeros(len(found))
        return self._estimate(levels, found[:, :factors], items)

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            bu=self.bu,
            bi=self.bi,
            pu=self.pu,
            qi=self.qi,
            **self._common_state(),
            **self.trained_rows.parts(),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model._restore(state)
        model.bu, model.bi, model.pu, model.qi = (state[name] for name in ("bu", "bi", "pu", "qi"))
        model.trained_rows = TrainedRows.join(state)
        return model

    def _estimate(
        self, bu: FloatArray, pu: FloatArray, items: IntArray | slice = EVERY
    ) -> FloatArray:
        """(n, len(items)) float32 from (n,) levels and (n, n_factors) factors."""
        if self.config.biased:
            return with_levels(pu, bu + self.mean, self.qi[items], self.bi[items])
        estimates = pu @ self.qi[items].T
        estimates[:, ~self.rated[items]] = self.mean
        return estimates.astype(np.float32)

    def _regs(self) -> tuple[float, float]:
        """The regularization of a customer's factors and of the level."""
        config = self.config
        return (
            config.reg_all if config.reg_pu is None else config.reg_pu,
            config.reg_all if config.reg_bu is None else config.reg_bu,
        )

    def _fold(self, rows: CSR) -> tuple[FloatArray, FloatArray]:
        """(n,) levels and (n, n_factors) factors of histories, the products held fixed."""
        reg_pu, reg_bu = self._regs()
        if not self.config.biased:
            return ridge_rows(rows, self.qi, reg_pu, None)
        targets = rows.data - self.mean - self.bi[rows.indices]
        return ridge_rows(with_values(rows, targets), self.qi, reg_pu, reg_bu)
