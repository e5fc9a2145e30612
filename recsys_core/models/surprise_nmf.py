"""Surprise's NMF: ratings as sums of tastes that only ever add."""

from pathlib import Path
from typing import Self

import numpy as np
from pydantic import Field
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls

from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.surprise_data import build_trainset, watch_epochs
from recsys_core.models.surprise_rating import RatingModel, with_values
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray

LEAST_PENALTY = 1e-9
"""Keeps the equations solvable without regularization, where several solutions fit as well."""


class SurpriseNmfConfig(ModelConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = Field(
        default=15,
        ge=1,
        le=200,
        title="Number of factors",
        description="How many hidden tastes a customer is described by.",
    )
    n_epochs: int = Field(
        default=50,
        ge=1,
        le=500,
        title="Number of passes",
        description="How often training goes through all ratings. Too many learn the past by "
        "heart.",
    )
    biased: bool = Field(
        default=False,
        title="Allow for generous customers and popular products",
        description="Learns first how high each customer rates and how well each product is "
        "rated; learns the past by heart sooner.",
    )
    reg_pu: float = Field(
        default=0.06,
        ge=0,
        le=10,
        title="Regularization of customer factors",
        description="How strongly a customer's tastes are pulled towards nothing.",
    )
    reg_qi: float = Field(
        default=0.06,
        ge=0,
        le=10,
        title="Regularization of product factors",
        description="How strongly a product's tastes are pulled towards nothing.",
    )
    reg_bu: float = Field(
        default=0.02,
        ge=0,
        le=10,
        title="Regularization of customer levels",
        description="How strongly a customer's level is pulled to the average.",
        json_schema_extra={"advanced": True},
    )
    reg_bi: float = Field(
        default=0.02,
        ge=0,
        le=10,
        title="Regularization of product levels",
        description="How strongly a product's level is pulled to the average.",
        json_schema_extra={"advanced": True},
    )
    lr_bu: float = Field(
        default=0.005,
        gt=0,
        le=1,
        title="Learning rate of customer levels",
        description="How far each rating moves a customer's level.",
        json_schema_extra={"advanced": True},
    )
    lr_bi: float = Field(
        default=0.005,
        gt=0,
        le=1,
        title="Learning rate of product levels",
        description="How far each rating moves a product's level.",
        json_schema_extra={"advanced": True},
    )
    init_low: float = Field(
        default=0.0,
        ge=0,
        le=10,
        title="Lowest starting value",
        description="Factors start as random numbers from here on.",
        json_schema_extra={"advanced": True},
    )
    init_high: float = Field(
        default=1.0,
        gt=0,
        le=10,
        title="Highest starting value",
        description="Factors start as random numbers up to here.",
        json_schema_extra={"advanced": True},
    )


class SurpriseNmf(RatingModel):
    """score(u, i) = q_i . p_u with p, q >= 0; plus mean + b_u + b_i when `biased`.

    Fitted by Surprise. A known history uses the fitted p_u (and b_u); any other the exact minimiser
    of  sum (r - score)^2 + n (reg_pu |p|^2 + reg_bu b^2)  over p >= 0 with the products held fixed,
    of which Surprise's own update is one step (non-negative least squares). A product without
    ratings and an empty history get the mean of all ratings, plus what is known of b when
    `biased`, as in Surprise. Unit: ratings, not clipped.

    Source: Luo et al., "An Efficient Non-Negative Matrix-Factorization-Based Approach to
    Collaborative Filtering", 2014; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-nmf",
        title="NMF (expected ratings)",
        family="rating",
        summary="Describes customers and products by tastes that only add up, never cancel, and "
        "predicts the rating a customer would give.",
        trust_when="You have star ratings and want tastes that can be read as groups of products.",
        careful_when="You want the best list of products to show: it is fitted to ratings, and "
        "ranks far behind the bestsellers.",
        hue="orange",
        shade=0.35,
        drawing="rated tastes",
        quick={"n_epochs": 8},
    )
    Config = SurpriseNmfConfig
    config: SurpriseNmfConfig

    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    pu: FloatArray = np.empty((0, 0))
    qi: FloatArray = np.empty((0, 0))
    trained_rows: TrainedRows

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        from surprise import NMF

        report(0.0, "Preparing the ratings")
        rows = self._take(data)
        # Surprise divides by zero where a product has no rating, so it does not get to see those.
        customers, products = np.flatnonzero(np.diff(rows.indptr)), np.flatnonzero(self.rated)
        trainset = build_trainset(rows[customers][:, products], self.scale)
        settings = self.config.model_dump(exclude={"seed"})
        algorithm = NMF(**settings, random_state=self.config.seed, verbose=True)
        epochs = self.config.n_epochs

        def on_epoch(epoch: int) -> None:
            report(0.05 + 0.9 * epoch / epochs, f"Pass {epoch + 1} of {epochs}")

        with watch_epochs(on_epoch):
            algorithm.fit(trainset)
        report(0.97, "Tidying up")
        f = self.config.n_factors
        self.bu, self.pu = np.zeros(data.n_users), np.zeros((data.n_users, f))
        self.bi, self.qi = np.zeros(data.n_items), np.zeros((data.n_items, f))
        self.bu[customers], self.pu[customers] = algorithm.bu, algorithm.pu
        self.bi[products], self.qi[products] = algorithm.bi, algorithm.qi
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        rows = self._rows(histories)
        bu, pu = self.bu[codes], self.pu[codes]
        unseen = np.flatnonzero(codes < 0)
        bu[unseen], pu[unseen] = self._fold(rows[unseen])
        return self._estimate(rows, bu, pu)

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        return self._estimate(rows, *self._fold(rows))

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

    def _estimate(self, rows: CSR, bu: FloatArray, pu: FloatArray) -> FloatArray:
        estimates = pu @ self.qi.T
        if self.config.biased:
            estimates += bu[:, None]
            estimates += self.bi + self.mean
        else:
            estimates[:, ~self.rated] = self.mean
            estimates[np.diff(rows.indptr) == 0] = self.mean
        return estimates.astype(np.float32)

    def _fold(self, rows: CSR) -> tuple[FloatArray, FloatArray]:
        """(n,) levels and (n, n_factors) factors of histories, the products held fixed."""
        config, f = self.config, self.qi.shape[1]
        bu, pu = np.zeros(rows.shape[0]), np.zeros((rows.shape[0], f))
        penalty = np.full(f, max(config.reg_pu, LEAST_PENALTY))
        if config.biased:
            rows = with_values(rows, rows.data - self.mean - self.bi[rows.indices])
            # A level may fall below 0: it is the difference of two that may not.
            penalty = np.append(penalty, np.full(2, max(config.reg_bu, LEAST_PENALTY)))
        for row in range(rows.shape[0]):
            part = slice(rows.indptr[row], rows.indptr[row + 1])
            size = part.stop - part.start
            if not size:
                continue
            design = self.qi[rows.indices[part]]
            if config.biased:
                design = np.column_stack([design, np.ones(size), -np.ones(size)])
            solution = _non_negative(design, rows.data[part], penalty * size)
            pu[row] = solution[:f]
            if config.biased:
                bu[row] = solution[f] - solution[f + 1]
        return bu, pu


def _non_negative(design: FloatArray, target: FloatArray, penalty: FloatArray) -> FloatArray:
    """The x >= 0 that minimises |target - design x|^2 + sum(penalty * x^2)."""
    half = cholesky(design.T @ design + np.diag(penalty), lower=True)
    right = solve_triangular(half, design.T @ target, lower=True)
    return np.asarray(nnls(half.T, right)[0])
