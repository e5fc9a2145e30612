"""Small real models, so that evaluation is tested without the models package."""

from pathlib import Path
from typing import ClassVar

import numpy as np

from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import (
    ModelCard,
    Progress,
    Readiness,
    Recommender,
    Resources,
)
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray


def card(name: str, title: str) -> ModelCard:
    return ModelCard(name, title, "baseline", "summary", "trust when", "careful when")


class StandIn(Recommender):
    """What the small models below do not need to say twice."""

    Config = ModelConfig

    def __init__(self, config: ModelConfig | None = None, resources: Resources | None = None):
        super().__init__(config or ModelConfig(), resources)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return Readiness(True, "Ready.")

    def fit(self, data: Dataset, report: Progress) -> None:
        self.data = data

    def save(self, folder: Path) -> None:
        raise AssertionError("not saved in these tests")

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> "StandIn":
        raise AssertionError("not loaded in these tests")


class Bestsellers(StandIn):
    card = card("popularity", "Bestsellers")

    def score(self, histories: CSR) -> FloatArray:
        return np.tile(self.data.item_counts.astype(np.float32), (histories.shape[0], 1))


class Chance(StandIn):
    """Scores by lot, different for every customer and call."""

    card = card("random", "Random order")

    def fit(self, data: Dataset, report: Progress) -> None:
        super().fit(data, report)
        self.rng = np.random.default_rng(self.config.seed)

    def score(self, histories: CSR) -> FloatArray:
        return self.rng.random(histories.shape, dtype=np.float32)


class Neighbours(StandIn):
    """Products bought together."""

    card = card("neighbours", "Neighbours")

    def fit(self, data: Dataset, report: Progress) -> None:
        super().fit(data, report)
        self.together = (data.binary.T @ data.binary).toarray().astype(np.float32)
        np.fill_diagonal(self.together, 0)

    def score(self, histories: CSR) -> FloatArray:
        return np.asarray(histories @ self.together)


class Average(StandIn):
    """Expects the average rating of each product; ranks by it."""

    card = card("average", "Average rating")
    predicts_ratings: ClassVar[bool] = True

    def fit(self, data: Dataset, report: Progress) -> None:
        super().fit(data, report)
        total = np.asarray(data.matrix.sum(axis=0)).ravel()
        self.mean = (total / np.maximum(data.item_counts, 1)).astype(np.float32)

    def score(self, histories: CSR) -> FloatArray:
        return np.tile(self.mean, (histories.shape[0], 1))

    def predict_ratings(self, histories: CSR) -> FloatArray | None:
        return self.score(histories)
