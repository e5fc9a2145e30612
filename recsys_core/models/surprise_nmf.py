"""Surprise's NMF: ratings as sums of tastes that only ever add."""

import numpy as np

from recsys_core.models.histories import with_values
from recsys_core.models.surprise_data import build_trainset
from recsys_core.models.surprise_factors import FactorModel
from recsys_core.models.surprise_fields import (
    FactorConfig,
    factors_field,
    passes_field,
    pull_field,
    rate_field,
)
from recsys_core.schema.config import setting
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.types import CSR, FloatArray

LEAST_PENALTY = 1e-9
"""Keeps the equations solvable without regularization, where several solutions fit as well."""


class SurpriseNmfConfig(FactorConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = factors_field(15, most=200)
    n_epochs: int = passes_field(50)
    biased: bool = setting(False, "Allow for generous customers and popular products")
    """Learns first how high each customer rates and how well each product is rated; learns the past
    by heart sooner."""
    reg_pu: float = pull_field(0.06, "Regularization of customer factors", advanced=False)
    """How strongly a customer's tastes are pulled towards nothing."""
    reg_qi: float = pull_field(0.06, "Regularization of product factors", advanced=False)
    """How strongly a product's tastes are pulled towards nothing."""
    reg_bu: float = pull_field(0.02, "Regularization of customer levels")
    """How strongly a customer's level is pulled to the average."""
    reg_bi: float = pull_field(0.02, "Regularization of product levels")
    """How strongly a product's level is pulled to the average."""
    lr_bu: float = rate_field(0.005, "Learning rate of customer levels")
    """How far each rating moves a customer's level."""
    lr_bi: float = rate_field(0.005, "Learning rate of product levels")
    """How far each rating moves a product's level."""
    init_low: float = setting(0.0, "Lowest starting value", ge=0, le=10, advanced=True)
    """Factors start as random numbers from here on."""
    init_high: float = setting(1.0, "Highest starting value", gt=0, le=10, advanced=True)
    """Factors start as random numbers up to here."""


class SurpriseNmf(FactorModel):
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

    def _learn(self, rows: CSR, report: Progress) -> None:
        from surprise import NMF

        # Surprise divides by zero where a product has no rating, so it does not get to see those.
        customers, products = np.flatnonzero(np.diff(rows.indptr)), np.flatnonzero(self.rated)
        trained = self._train(NMF, build_trainset(rows[customers][:, products], self.scale), report)
        (n_users, n_items), f = rows.shape, self.config.n_factors
        self.bu, self.pu = np.zeros(n_users), np.zeros((n_users, f))
        self.bi, self.qi = np.zeros(n_items), np.zeros((n_items, f))
        self.bu[customers], self.pu[customers] = trained.bu, trained.pu
        self.bi[products], self.qi[products] = trained.bi, trained.qi

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
    from scipy.linalg import cholesky, solve_triangular
    from scipy.optimize import nnls

    half = cholesky(design.T @ design + np.diag(penalty), lower=True)
    right = solve_triangular(half, design.T @ target, lower=True)
    return np.asarray(nnls(half.T, right)[0])
