"""EASE: which products speak for which others, in one closed formula."""

from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from pydantic import Field
from scipy.linalg import lapack
from threadpoolctl import threadpool_limits

from recsys_core.models.histories import likes, popularity_prior, require_width
from recsys_core.models.readiness import first_refusal, limit_products, need_customers
from recsys_core.models.state import load_arrays, load_matrix, save_arrays, save_matrix
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR, FloatArray

MOST_PRODUCTS = 15_000
LIKELY_SHARE = 0.45
"""The automatic regularization as a share of the number of customers; see docs/adr/0004."""
BLOCK = 1024


class EaseConfig(ModelConfig):
    """Settings of EASE."""

    regularization: float | None = Field(
        default=None,
        gt=0,
        le=1_000_000,
        title="Caution",
        description="How many shared customers it takes before one product speaks for another "
        "(the paper's lambda). Higher is calmer and closer to the bestsellers. Empty: 0.45 times "
        "the number of customers.",
    )


class Ease(Recommender):
    """score(u, i) = sum over products j in u's history of B[j, i], plus a hair of popularity.

    B is the solution of  min |X - X B|^2 + lambda |B|^2  with diag(B) = 0  for the 0/1 matrix X of
    customers and products:  P = (X'X + lambda I)^-1,  B[j, i] = -P[j, i] / P[i, i],  B[i, i] = 0.
    Scores are shares: about 1 for a product the history makes certain, 0 for one it says nothing
    about. Quantities and ratings are not used, only what was bought. Linear, so contributions are
    exact. An empty history gets the bestsellers (`popularity_prior`). One float32 matrix of
    n_items^2 is held, and inverted in place.

    Source: Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019.
    """

    card = ModelCard(
        name="ease",
        title="EASE (products that go together)",
        family="implicit",
        summary="Learns from all customers at once which products speak for which others, and adds "
        "up what a customer's purchases say about every product.",
        trust_when="You have hundreds of customers with several products each; it is fast, hard to "
        "beat, and every score splits exactly into the purchases behind it.",
        careful_when="Most customers bought one thing only, or products are new: a product nobody "
        "bought cannot be recommended.",
    )
    Config = EaseConfig
    config: EaseConfig

    weights: FloatArray = np.empty((0, 0), dtype=np.float32)
    prior: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(limit_products(data, MOST_PRODUCTS), need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, "Counting which products share customers")
        matrix = likes(data.matrix)
        regularization = self.config.regularization or max(LIKELY_SHARE * data.n_users, 1.0)
        weights = _shared_customers(matrix, report)
        weights[np.diag_indices_from(weights)] += np.float32(regularization)
        report(0.3, f"Weighing {data.n_items:,} products against one another")
        with threadpool_limits(2, user_api="blas"):
            _invert(weights, report)
        report(0.9, "Tidying up")
        scale = -weights.diagonal().copy()
        for start in range(0, data.n_items, BLOCK):
            weights[start : start + BLOCK] /= scale
        np.fill_diagonal(weights, 0.0)
        self.weights = weights
        self.prior = popularity_prior(matrix)
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        rows = likes(require_width(histories, len(self.prior)))
        scores: FloatArray = rows @ self.weights
        scores += self.prior
        return scores

    def contributions(self, history: CSR, item: int) -> FloatArray:
        shares = self.weights[history.indices, item]
        return np.asarray(shares, dtype=np.float64)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        save_matrix(folder, "weights", self.weights)
        save_arrays(folder, prior=self.prior)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model.weights = load_matrix(folder, "weights")
        model.prior = load_arrays(folder)["prior"]
        return model


def _shared_customers(matrix: CSR, report: Progress) -> FloatArray:
    """(n_items, n_items) float32 X'X, C order, made in blocks of rows to keep the sparse part
    small.
    """
    n_items = matrix.shape[1]
    by_item = sp.csr_matrix(matrix.T)
    out = np.empty((n_items, n_items), dtype=np.float32)
    for start in range(0, n_items, BLOCK):
        report(0.3 * start / n_items, "Counting which products share customers")
        (by_item[start : start + BLOCK] @ matrix).toarray(out=out[start : start + BLOCK])
    return out


def _invert(matrix: FloatArray, report: Progress) -> None:
    """Replace a symmetric positive definite float32 matrix (C order) by its inverse, in place.

    LAPACK wants columns first; the transposed view of a symmetric matrix is that same matrix, so
    nothing is copied. Its `lower` triangle is our upper one.
    """
    view = matrix.T
    _, failed = lapack.spotrf(view, lower=1, overwrite_a=1, clean=0)
    if failed:
        raise NotReadyError(
            "The products could not be weighed against one another with so little caution; "
            "raise it and train again."
        )
    report(0.5, "Weighing products, second half")
    lapack.spotri(view, lower=1, overwrite_c=1)
    n = len(matrix)
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        matrix[stop:, start:stop] = matrix[start:stop, stop:].T
        square = matrix[start:stop, start:stop]
        square[...] = np.triu(square) + np.triu(square, 1).T
