"""Surprise's SVD: ratings as products of customer and product factors."""

import numpy as np

from recsys_core.models.histories import with_values
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_factors import FactorModel
from recsys_core.models.surprise_fields import (
    DescentConfig,
    FactorConfig,
    factors_field,
    pull_field,
    rate_field,
)
from recsys_core.models.surprise_fold import EVERY, ridge_rows, ridge_without_each, with_levels
from recsys_core.schema.config import setting
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.types import CSR, FloatArray, IntArray


class BiasedConfig(FactorConfig):
    """The switch stands before the rates in the form."""

    biased: bool = setting(True, "Allow for generous customers and popular products")
    """Learns first how high each customer rates and how well each product is rated."""


class SurpriseSvdConfig(DescentConfig, BiasedConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = factors_field(100)
    lr_all: float = rate_field(0.005, advanced=False)
    """How far each rating moves what has been learned."""
    lr_bu: float | None = rate_field(None, "Learning rate of customer levels")
    lr_bi: float | None = rate_field(None, "Learning rate of product levels")
    lr_pu: float | None = rate_field(None, "Learning rate of customer factors")
    lr_qi: float | None = rate_field(None, "Learning rate of product factors")
    reg_bu: float | None = pull_field(None, "Regularization of customer levels")
    reg_bi: float | None = pull_field(None, "Regularization of product levels")
    reg_pu: float | None = pull_field(None, "Regularization of customer factors")
    reg_qi: float | None = pull_field(None, "Regularization of product factors")


class SurpriseSvd(FactorModel):
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

    def _learn(self, rows: CSR, report: Progress) -> None:
        from surprise import SVD

        trained = self._train(SVD, build_trainset(rows, self.scale), report)
        self.bu, self.bi, self.pu, self.qi = trained.bu, trained.bi, trained.pu, trained.qi
        # Factors of products without a rating are the random numbers they started as.
        self.qi[~self.rated] = 0.0

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
        return self._products(levels, found[:, :factors], items)

    def _estimate(self, rows: CSR, bu: FloatArray, pu: FloatArray) -> FloatArray:
        return self._products(bu, pu, EVERY)

    def _products(self, bu: FloatArray, pu: FloatArray, items: IntArray | slice) -> FloatArray:
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
