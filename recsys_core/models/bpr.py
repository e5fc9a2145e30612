"""Bayesian personalised ranking: what a customer has should rank above what they have not."""

from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from threadpoolctl import threadpool_limits

from recsys_core.models import messages as m
from recsys_core.models.histories import likes, require_width
from recsys_core.models.learning_curve import LearningCurve
from recsys_core.models.readiness import first_refusal, need_customers, need_products
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say

LIKELY_TRAVEL, MOST_PASSES = 2.5, 1_000
"""Passes * learning rate * sqrt(products per customer) of the automatic number of passes, and its
limit; see docs/adr/0014."""
FOLD_IN_CAUTION = 10.0
"""Regularization of the fold-in; see docs/adr/0014."""
BLOCK = 512


class BprConfig(ModelConfig):
    """The library's own parameters under their own names; `seed` is its `random_state`."""

    factors: int = setting(64, "Number of factors", ge=1, le=512)
    """How many hidden tastes a customer is described by."""
    learning_rate: float = setting(0.004, "Learning rate", gt=0, le=1)
    """How far each comparison moves what has been learned."""
    regularization: float = setting(0.0005, "Regularization", ge=0, le=10)
    """How strongly everything is pulled towards nothing; more for less data."""
    iterations: int | None = setting(None, "Number of passes", ge=1, le=5_000)
    """How often training goes through all purchases. Too many learn the past by heart. Empty: the
    fewer, the more products customers have."""
    verify_negative_samples: bool = setting(
        True, "Compare with products not bought only", advanced=True
    )
    """On: a product drawn for comparison is passed over when the customer has it."""


class Bpr(Recommender):
    """score(u, i) = p_u . q_i + b_i.

    The library `implicit` draws a product i that u has and a product j at random, and moves p, q
    and b so that score(u, i) - score(u, j) grows: stochastic ascent of  sum log sigmoid of that
    difference. Quantities and ratings are not used, only what was bought.
    Unit: log odds of i coming before an average product.

    A history equal to the one a customer was trained with uses that customer's fitted p_u. Any
    other is folded in approximately: with products held fixed, p minimises the squared loss
    sum over bought i and all j of (1 - p . (q_i - q_j) - (b_i - b_j))^2 / n_items + 10 |p|^2,
    a stand-in for the logistic one with a closed form. An empty history gets b, the bestsellers.
    Not linear in the history. Fitted in one thread, without which no two fits are alike.

    Source: Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009.
    """

    card = ModelCard(
        name="bpr",
        title="Pairwise tastes (BPR)",
        family="implicit",
        summary="Learns hidden tastes by comparing pairs: what a customer bought should come "
        "before what they did not.",
        trust_when="You care about the order at the top only, and have many customers with many "
        "purchases.",
        careful_when="You have few purchases or little time: it trains longer than the others and "
        "seldom ranks better.",
        hue="sky",
        shade=-0.35,
        drawing="tastes",
    )
    Config = BprConfig
    config: BprConfig

    item_factors: FloatArray = np.empty((0, 1), dtype=np.float32)
    """(n_items, factors + 1), the last column b."""
    user_factors: FloatArray = np.empty((0, 1), dtype=np.float32)
    """(training customers, factors + 1), the last column 1."""
    trained_rows: TrainedRows
    learning_curve: LearningCurve

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2), need_products(data, 3))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.PREPARING_COMPARISONS))
        self.learning_curve = _curve()
        passes = self.config.iterations or self._likely_passes(data.matrix)

        def on_pass(iteration: int, seconds: float, right: int, skipped: int) -> None:
            compared = max(data.matrix.nnz - skipped, 1)
            self.learning_curve.add(iteration + 1, right / compared)
            report(0.02 + 0.95 * (iteration + 1) / passes, say(m.PASS, n=iteration + 1, all=passes))

        with threadpool_limits(1, user_api="blas"):
            from implicit.cpu.bpr import BayesianPersonalizedRanking

            algorithm = BayesianPersonalizedRanking(
                factors=self.config.factors,
                learning_rate=self.config.learning_rate,
                regularization=self.config.regularization,
                iterations=passes,
                verify_negative_samples=self.config.verify_negative_samples,
                num_threads=1,
                random_state=self.config.seed,
            )
            algorithm.fit(likes(data.matrix), show_progress=False, callback=on_pass)
        self.item_factors, self.user_factors = algorithm.item_factors, algorithm.user_factors
        # Factors of products nobody bought are the random numbers they started as.
        self.item_factors[data.item_counts == 0] = 0.0
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.item_factors))
        codes = self.trained_rows.codes(rows)
        tastes = self.user_factors[codes]
        unseen = np.flatnonzero((codes < 0) | (np.diff(rows.indptr) == 0))
        if len(unseen):
            tastes[unseen] = self._fold(rows[unseen])
        return np.asarray(tastes @ self._table)

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.item_factors))
        return np.asarray(self._fold(rows) @ self._table)

    def _likely_passes(self, matrix: CSR) -> int:
        """A customer of many products is moved as often per pass, and has learned sooner."""
        customers = max(int(np.count_nonzero(np.diff(matrix.indptr))), 1)
        each = max(matrix.nnz / customers, 1.0)
        passes = LIKELY_TRAVEL / (self.config.learning_rate * float(np.sqrt(each)))
        return int(np.clip(round(passes), 1, MOST_PASSES))

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            item_factors=self.item_factors,
            user_factors=self.user_factors,
            **self.trained_rows.parts(),
            **self.learning_curve.parts(),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.item_factors, model.user_factors = state["item_factors"], state["user_factors"]
        model.trained_rows = TrainedRows.join(state)
        model.learning_curve = _curve().join(state)
        return model

    @cached_property
    def _table(self) -> FloatArray:
        """(factors + 1, n_items) float32, laid out for the product with tastes."""
        return np.ascontiguousarray(self.item_factors.T)

    @cached_property
    def _centred(self) -> tuple[FloatArray, FloatArray]:
        """(n_items, factors) q and (n_items,) b in double precision, less their means."""
        table = self.item_factors.astype(np.float64)
        table -= table.mean(axis=0)
        return table[:, :-1], table[:, -1]

    def _fold(self, rows: CSR) -> FloatArray:
        """(n, factors + 1) float32 minimiser of the squared pairwise loss for each row."""
        q, b = self._centred
        n_items, factors = q.shape
        spread, pull = q.T @ q / n_items, q.T @ b / n_items
        n = rows.shape[0]
        out = np.ones((n, factors + 1), dtype=np.float32)
        for start in range(0, n, BLOCK):
            stop = min(start + BLOCK, n)
            left = np.empty((stop - start, factors, factors))
            right = np.empty((stop - start, factors))
            for row in range(start, stop):
                items = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
                bought, size = q[items], len(items)
                left[row - start] = bought.T @ bought + size * spread
                right[row - start] = bought.T @ (1 - b[items]) - size * pull
            left += FOLD_IN_CAUTION * np.eye(factors)
            out[start:stop, :-1] = np.linalg.solve(left, right[:, :, None])[:, :, 0]
        return out


def _curve() -> LearningCurve:
    return LearningCurve(say(m.ORDER_CURVE), higher_is_better=True)
