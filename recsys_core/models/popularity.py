"""Bestsellers: the same list for everybody."""

from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal, need_purchases
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say


class PopularityConfig(ModelConfig):
    """Settings of the bestseller list."""

    half_life_days: float | None = setting(None, "Half-life in days", ge=0, le=3650)
    """A customer whose last purchase of a product is this many days older than the newest event
    counts half. Empty or 0: every customer counts fully, however long ago."""


class PopularityModel(Recommender):
    """score(i) = sum over customers u who have i of 0.5 ** (age of their last event with i / h).

    Age is counted in days from the newest event of the data set, h is the half-life. Without a
    half-life, or when events carry no dates, it is the number of customers. Unit: customers.
    Not personal: `base` carries the whole score, and an empty history gets the same list.
    """

    card = ModelCard(
        name="popularity",
        title="Bestsellers",
        family="baseline",
        summary="Counts how many customers bought each product and ranks them alike for everybody.",
        trust_when="You need a safe default, or know nothing about the customer yet.",
        careful_when="You want every customer to see something of their own: nobody does here.",
        hue="grey",
        drawing="bestsellers",
        same_for_all=True,
        counted=True,
    )
    Config = PopularityConfig
    config: PopularityConfig

    weights: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.COUNTING_CUSTOMERS))
        half_life = self.config.half_life_days
        if half_life and data.dated:
            # Events are sorted by (user, time): the last one of each pair is its newest.
            pair = data.user.astype(np.int64) * data.n_items + data.item
            _, first_of_reversed = np.unique(pair[::-1], return_index=True)
            last = len(pair) - 1 - first_of_reversed
            age = (data.ts.max() - data.ts[last]) / SECONDS_PER_DAY
            worth = 0.5 ** (age / half_life)
            counts = np.bincount(data.item[last], weights=worth, minlength=data.n_items)
            self.weights = counts.astype(np.float32)
        else:
            self.weights = data.item_counts.astype(np.float32)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.weights))
        return np.tile(self.weights, (rows.shape[0], 1))

    def contributions(self, history: CSR, item: int) -> FloatArray:
        return np.zeros(history.nnz)

    def base(self, item: int) -> float:
        return float(self.weights[item])

    def save(self, folder: Path) -> None:
        save_arrays(folder, weights=self.weights)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model.weights = load_arrays(folder)["weights"]
        return model
