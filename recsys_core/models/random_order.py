"""Products in random order: what any model must beat."""

from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width, row_digests
from recsys_core.models.readiness import first_refusal, need_purchases
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say


class RandomConfig(ModelConfig):
    """Settings of the random order: the seed alone."""


class RandomOrder(Recommender):
    """score(u, i) ~ Uniform(0, 1), drawn from a generator seeded with the seed and the history.

    A reference line of the evaluation, not a model to train: the same history always gets the
    same scores, in whatever block it is asked for. Unit: none. An empty history is a history.
    """

    card = ModelCard(
        name="random",
        title="Random order",
        family="baseline",
        summary="Shuffles the catalogue. A model that does not beat it has learned nothing.",
        trust_when="Never: it is the floor the others are compared with.",
        careful_when="Always.",
        hue="grey",
        shade=0.45,
        may_vote=False,
    )
    Config = RandomConfig
    config: RandomConfig

    n_items: int = 0

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1))

    def fit(self, data: Dataset, report: Progress) -> None:
        self.n_items = data.n_items
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, self.n_items)
        out = np.empty(rows.shape, dtype=np.float32)
        for row, digest in enumerate(row_digests(rows)):
            seed = [self.config.seed, *np.frombuffer(digest, dtype=np.uint32).tolist()]
            out[row] = np.random.default_rng(seed).random(self.n_items, dtype=np.float32)
        return out

    def save(self, folder: Path) -> None:
        save_arrays(folder, n_items=np.array(self.n_items))

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model.n_items = int(load_arrays(folder)["n_items"])
        return model
