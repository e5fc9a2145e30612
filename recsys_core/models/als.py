"""Implicit ALS: hidden tastes behind what was bought, with every score explained."""

import os
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import numpy as np
from threadpoolctl import threadpool_limits

from recsys_core.models import messages as m
from recsys_core.models.histories import popularity_prior, require_width, strengths, with_values
from recsys_core.models.learning_curve import LearningCurve
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

MOST_THREADS = 2
BLOCK = 512
"""How many customers' equations are solved at a time."""


class AlsConfig(ModelConfig):
    """The library's own parameters under their own names; `seed` is its `random_state`."""

    factors: int = setting(32, "Number of factors", ge=1, le=512)
    """How many hidden tastes a customer is described by."""
    regularization: float | None = setting(None, "Regularization", ge=0, le=10_000)
    """How strongly everything is pulled towards nothing. Empty: as strongly as chance alone pulls
    the other way, judged by the size of the data."""
    alpha: float = setting(1.0, "Confidence in a purchase (alpha)", gt=0, le=1_000)
    """How much more a purchase counts than its absence: the weight below is multiplied by this."""
    iterations: int = setting(15, "Number of passes", ge=1, le=500)
    """How often the tastes of customers and products are adjusted to each other."""
    weights: Literal["log", "counts", "binary"] = setting("log", "Weight of a purchase")
    """log: the logarithm of one plus how often it was bought, so that the tenth time says less than
    the second. counts: how often it was bought. binary: only that it was. A rating counts by its
    place on the scale."""


class Als(Recommender):
    """score(u, i) = x_u . y_i, plus a hair of popularity.

    The library `implicit` finds the product factors y that minimise  sum over all pairs of
    c_ui (p_ui - x_u . y_i)^2 + lambda (|x|^2 + |y|^2)  with p = 1 and c = alpha * weight where u
    has i, p = 0 and c = 1 elsewhere. With these held fixed a customer's factors have a closed form,

        x_u = W_u sum_j c_uj y_j,   W_u = (Y'Y + Y'(C_u - I) Y + lambda I)^-1,

    which is used for everybody, the customers of the training among them: it is one half step
    beyond the library's own (its `recalculate_user`), and makes the score a function of the
    history alone. The score then splits exactly, y_i' W_u y_j c_uj belonging to past product j.
    Unit: about 1 for a sure purchase. An empty history gets the bestsellers (`popularity_prior`).

    Source: Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM
    2008, section 5 for the explanation; Takacs, Pilaszy and Tikk, RecSys 2011, for the solver;
    Gavish and Donoho, "Optimal Shrinkage of Singular Values", 2017, for the automatic lambda.
    """

    card = ModelCard(
        name="als",
        title="Hidden tastes (ALS)",
        family="implicit",
        summary="Describes customers and products by a few hidden tastes, so that two products can "
        "be alike although nobody bought both.",
        trust_when="You have thousands of customers and products that few of them share; how often "
        "something was bought should count.",
        careful_when="The catalogue is small or customers bought one thing only: the tastes then "
        "repeat the bestsellers.",
        hue="sky",
        drawing="tastes",
    )
    Config = AlsConfig
    config: AlsConfig

    item_factors: FloatArray = np.empty((0, 0), dtype=np.float32)
    user_factors: FloatArray = np.empty((0, 0), dtype=np.float32)
    """(training customers, factors) the closed form for each, kept because it is asked for most."""
    prior: FloatArray = np.empty(0, dtype=np.float32)
    regularization: float = 0.0
    kind: Literal["explicit", "implicit"] = "implicit"
    scale: tuple[float, float] = (1.0, 5.0)
    trained_rows: TrainedRows
    learning_curve: LearningCurve

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.WEIGHING_PURCHASES))
        self.kind, self.scale = data.kind, data.rating_scale
        self.prior = popularity_prior(data.matrix)
        self.learning_curve = _curve()
        histories = data.histories()
        strength = self._strengths(histories)
        self.regularization = self._regularization(strength, data.n_users, data.n_items)
        passes = self.config.iterations

        def on_pass(iteration: int, seconds: float, loss: float | None) -> None:
            if loss is not None:
                self.learning_curve.add(iteration + 1, loss)
            report(0.05 + 0.85 * (iteration + 1) / passes, say(m.PASS, n=iteration + 1, all=passes))

        # One thread for the linear algebra: the library brings its own, and the two get in each
        # other's way (its own advice).
        with threadpool_limits(1, user_api="blas"):
            from implicit.cpu.als import AlternatingLeastSquares

            algorithm = AlternatingLeastSquares(
                factors=self.config.factors,
                regularization=self.regularization,
                alpha=self.config.alpha,
                iterations=passes,
                calculate_training_loss=True,
                num_threads=min(MOST_THREADS, os.cpu_count() or 1),
                random_state=self.config.seed,
            )
            weighted = with_values(histories, strength.astype(np.float32))
            algorithm.fit(weighted, show_progress=False, callback=on_pass)
        self.item_factors = algorithm.item_factors
        report(0.92, say(m.FINDING_TASTES))
        self.user_factors = self._fold(histories)
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        codes = self.trained_rows.codes(require_width(histories, len(self.prior)))
        tastes = self.user_factors[codes]
        unseen = np.flatnonzero(codes < 0)
        if len(unseen):
            tastes[unseen] = self._fold(histories[unseen])
        return self._scores(tastes)

    def fold_in(self, histories: CSR) -> FloatArray:
        require_width(histories, len(self.prior))
        return self._scores(self._fold(histories))

    def contributions(self, history: CSR, item: int) -> FloatArray:
        strength = self.config.alpha * self._strengths(history)
        liked = self._items[history.indices]
        toward = np.linalg.solve(self._equations(liked, strength), self._items[item])
        return np.asarray(strength * (liked @ toward), dtype=np.float64)

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray:
        strength = self.config.alpha * self._strengths(history)
        liked = self._items[history.indices]
        toward = np.linalg.solve(self._equations(liked, strength), self._items[items].T)
        return np.asarray((strength[:, None] * (liked @ toward)).T, dtype=np.float64)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            item_factors=self.item_factors,
            user_factors=self.user_factors,
            prior=self.prior,
            regularization=np.array(self.regularization),
            explicit=np.array(self.kind == "explicit"),
            scale=np.array(self.scale),
            **self.trained_rows.parts(),
            **self.learning_curve.parts(),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.item_factors, model.user_factors = state["item_factors"], state["user_factors"]
        model.prior, model.regularization = state["prior"], float(state["regularization"])
        model.kind = "explicit" if state["explicit"] else "implicit"
        model.scale = (float(state["scale"][0]), float(state["scale"][1]))
        model.trained_rows = TrainedRows.join(state)
        model.learning_curve = _curve().join(state)
        return model

    @cached_property
    def _items(self) -> FloatArray:
        """(n_items, factors) float64: the equations are solved in double precision."""
        return self.item_factors.astype(np.float64)

    @cached_property
    def _all_pairs(self) -> FloatArray:
        """(factors, factors) Y'Y + lambda I. A trace of it is kept at lambda 0, where a product
        catalogue smaller than the number of factors leaves it singular.
        """
        gram = self._items.T @ self._items
        least = 1e-9 * max(float(np.trace(gram)), 1.0)
        return np.asarray(gram + max(self.regularization, least) * np.eye(len(gram)))

    @cached_property
    def _table(self) -> FloatArray:
        """(factors + 1, n_items) float32: the prior as one more factor saves a pass over all
        scores.
        """
        return np.ascontiguousarray(np.vstack([self.item_factors.T, self.prior]))

    def _scores(self, tastes: FloatArray) -> FloatArray:
        ones = np.ones((len(tastes), 1), dtype=np.float32)
        return np.asarray(np.hstack([tastes, ones]) @ self._table)

    def _regularization(self, strength: FloatArray, n_users: int, n_items: int) -> float:
        """The configured one, else the largest singular value that noise of this size would have.

        Lambda is what the minimum takes off each singular value of the matrix. Independent entries
        with root mean square s have none above s (sqrt(n_users) + sqrt(n_items)): what is left
        after taking that off is more than chance.
        """
        if self.config.regularization is not None:
            return self.config.regularization
        cells = max(n_users * n_items, 1)
        size = self.config.alpha * float(np.sqrt((strength**2).sum() / cells))
        return size * float(np.sqrt(n_users) + np.sqrt(n_items))

    def _strengths(self, histories: CSR) -> FloatArray:
        return strengths(histories, self.kind, self.scale, self.config.weights)

    def _equations(self, liked: FloatArray, strength: FloatArray) -> FloatArray:
        """(factors, factors) inverse of W for one history."""
        return np.asarray(self._all_pairs + (liked.T * (strength - 1)) @ liked)

    def _fold(self, histories: CSR) -> FloatArray:
        """(n, factors) float32 closed form for each row."""
        n, factors = histories.shape[0], self.item_factors.shape[1]
        strength = self.config.alpha * self._strengths(histories)
        right = with_values(histories, strength) @ self._items
        out = np.empty((n, factors), dtype=np.float32)
        for start in range(0, n, BLOCK):
            stop = min(start + BLOCK, n)
            left = np.empty((stop - start, factors, factors))
            for row in range(start, stop):
                part = slice(histories.indptr[row], histories.indptr[row + 1])
                liked = self._items[histories.indices[part]]
                left[row - start] = self._equations(liked, strength[part])
            out[start:stop] = np.linalg.solve(left, right[start:stop, :, None])[:, :, 0]
        return out


def _curve() -> LearningCurve:
    return LearningCurve(say(m.ERROR_CURVE), higher_is_better=False)
