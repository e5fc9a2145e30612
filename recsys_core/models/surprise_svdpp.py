"""Surprise's SVD++: SVD that also asks what somebody rated at all."""

import numpy as np

from recsys_core.models.histories import likes, with_values
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_factors import FactorModel
from recsys_core.models.surprise_fields import DescentConfig
from recsys_core.models.surprise_fold import ridge_rows, ridge_without_each, with_levels
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray


class SurpriseSvdppConfig(DescentConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""


class SurpriseSvdpp(FactorModel):
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

    arrays = (*FactorModel.arrays, "yj")
    yj: FloatArray = np.empty((0, 0))

    def _learn(self, rows: CSR, report: Progress) -> None:
        from surprise import SVDpp

        trainset = build_trainset(rows, self.scale)
        trained = self._train(SVDpp, trainset, report, cache_ratings=True)
        self.bu, self.bi, self.pu = trained.bu, trained.bi, trained.pu
        self.qi, self.yj = trained.qi, trained.yj
        # Factors of whoever has no rating are the random numbers they started as.
        self.qi[~self.rated], self.yj[~self.rated] = 0.0, 0.0
        self.pu[np.diff(rows.indptr) == 0] = 0.0

    def fold_in_without(self, history: CSR, tried: IntArray, items: IntArray) -> FloatArray:
        rows, reg = self._rows(history), self.config.reg_all
        if rows.nnz < history.nnz or not rows.nnz or reg <= 0:
            return super().fold_in_without(history, tried, items)
        n, implied = rows.nnz, self.yj[rows.indices]
        implied_by = np.vstack([implied.sum(axis=0), implied.sum(axis=0) - implied[tried]])
        implied_by /= np.sqrt(np.maximum([n, *[n - 1] * len(tried)], 1))[:, None]
        design = np.column_stack([self.qi[rows.indices], np.ones(n)])
        target = rows.data - self.mean - self.bi[rows.indices]
        shifts = np.column_stack([implied_by, np.zeros(len(implied_by))])
        penalty = np.full(design.shape[1], reg)
        found = ridge_without_each(design, target, penalty, shifts, tried)
        return with_levels(found[:, :-1], found[:, -1] + self.mean, self.qi[items], self.bi[items])

    def _estimate(self, rows: CSR, bu: FloatArray, pu: FloatArray) -> FloatArray:
        return with_levels(pu + self._implied(rows), bu + self.mean, self.qi, self.bi)

    def _implied(self, rows: CSR) -> FloatArray:
        """(n, n_factors) what having rated these products says, whatever the ratings."""
        sizes = np.maximum(np.diff(rows.indptr), 1)
        return np.asarray((likes(rows) @ self.yj) / np.sqrt(sizes)[:, None])

    def _fold(self, rows: CSR) -> tuple[FloatArray, FloatArray]:
        implied = self._implied(rows)[rows_of(rows)]
        explained = np.einsum("ij,ij->i", self.qi[rows.indices], implied)
        targets = rows.data - self.mean - self.bi[rows.indices] - explained
        reg = self.config.reg_all
        return ridge_rows(with_values(rows, targets), self.qi, reg, reg)
