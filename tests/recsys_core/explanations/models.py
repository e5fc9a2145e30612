"""Two recommenders small enough to be explained by hand."""

from pathlib import Path

import numpy as np

from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray

CARD = ModelCard("by-hand", "By hand", "implicit", "", "", "")


class Linear(Recommender):
    """score(i) = own(i) + sum over past j of x[j] * weights[j, i]; splits exactly."""

    card = CARD
    Config = ModelConfig

    def __init__(self, weights: FloatArray, own: FloatArray | None = None) -> None:
        super().__init__(ModelConfig())
        self.weights = weights
        self.own = np.zeros(weights.shape[1]) if own is None else own
        self.calls = 0

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return Readiness(True, "Ready.")

    def fit(self, data: Dataset, report: Progress) -> None:
        report(1.0)

    def score(self, histories: CSR) -> FloatArray:
        self.calls += 1
        return np.asarray(histories @ self.weights + self.own)

    def contributions(self, history: CSR, item: int) -> FloatArray | None:
        return history.data * self.weights[history.indices, item]

    def base(self, item: int) -> float:
        return float(self.own[item])

    def save(self, folder: Path) -> None:
        np.save(folder / "weights.npy", self.weights)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> "Linear":
        return cls(np.load(folder / "weights.npy"))


class Saturating(Linear):
    """The tanh of the above: not linear, so it can only be explained by occlusion.

    `score` is shifted by one to tell whether `fold_in` is what occlusion compares.
    """

    def fold_in(self, histories: CSR) -> FloatArray:
        self.calls += 1
        return np.tanh(histories @ self.weights + self.own)

    def score(self, histories: CSR) -> FloatArray:
        return np.tanh(histories @ self.weights + self.own) + 1.0

    def contributions(self, history: CSR, item: int) -> FloatArray | None:
        return None
