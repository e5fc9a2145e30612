"""The yardstick: a logistic regression on the logarithms of a few numbers."""

import numpy as np
from scipy.special import expit

from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import BoolArray, FloatArray

STRENGTH = 0.1
"""C of the regression: 0.1 lost less than 1 on the earlier campaigns of the sample."""


class LogisticResponse(ResponseModel):
    """log(p / (1 - p)) = a + b'z, z the numbers with mean 0 and standard deviation 1 (a number that
    never varies counts 0), b shrunk by a ridge of 1 / C.
    """

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        from sklearn.linear_model import LogisticRegression

        self.mean, spread = rows.numbers.mean(axis=0), rows.numbers.std(axis=0)
        self.scale = np.where(spread > 0, 1 / np.where(spread > 0, spread, 1.0), 0.0)
        z = self._standard(rows)
        model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(z, answered)
        self.weights = np.append(model.coef_[0], model.intercept_[0])
        p = expit(self._with_constant(z) @ self.weights)
        design = self._with_constant(z)
        ridge = np.append(np.full(z.shape[1], 1 / STRENGTH), 0.0)
        self.covariance = np.linalg.pinv(
            design.T @ (design * (p * (1 - p))[:, None]) + np.diag(ridge)
        )

    def chance(self, rows: ResponseRows) -> FloatArray:
        return kept_apart(expit(self.log_odds(rows)))

    def log_odds(self, rows: ResponseRows) -> FloatArray:
        """(n,) log(p / (1 - p))."""
        return np.asarray(self._with_constant(self._standard(rows)) @ self.weights)

    def doubt(self, rows: ResponseRows) -> FloatArray:
        """(n,) standard error of the log odds, from what was learned with (Laplace)."""
        design = self._with_constant(self._standard(rows))
        variance = np.einsum("ij,jk,ik->i", design, self.covariance, design, optimize=True)
        return np.asarray(np.sqrt(np.maximum(variance, 0.0)))

    def _standard(self, rows: ResponseRows) -> FloatArray:
        return np.asarray((rows.numbers - self.mean) * self.scale)

    @staticmethod
    def _with_constant(z: FloatArray) -> FloatArray:
        return np.column_stack([z, np.ones(len(z))])
