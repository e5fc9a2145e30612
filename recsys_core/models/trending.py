"""Trending: products that sell better now than before."""

from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal, need_days, need_purchases
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

LEAST_DAYS = 7
LARGEST_SHARE = 1 / 3
"""Of the data's days, how many may count as recent: the rest is what they are compared with."""


class TrendingConfig(ModelConfig):
    """Settings of the trending list."""

    recent_days: int = setting(28, "Recent days", ge=1, le=365)
    """The last days that count as now. Data that reaches back less than three times as far counts
    its last third."""
    earlier_days: int = setting(112, "Days to compare with", ge=1, le=3650)
    """How many days before the recent ones are the comparison; fewer where the data begins
    later."""
    smoothing: float = setting(10.0, "Caution", gt=0, le=10_000)
    """So many customers are added on both sides, so that a product that went from one customer to
    three is not called a trend. Higher favours products that many buy."""


class Trending(Recommender):
    """score(i) = log2((r_i + s) / (e_i + s)), the growth in doublings, s the smoothing.

    r_i: customers who had an event with i in the recent days.  e_i: customers who had one in the
    days compared with, scaled to as many days as are recent. 1 means sold twice as well as before,
    -1 half as well, 0 as ever (and never sold). Time ends at the newest event of the data. Not
    personal: `base` carries the whole score, and an empty history gets the same list.

    Source: additive (Laplace) smoothing of a ratio of rates.
    """

    card = ModelCard(
        name="trending",
        title="Trending",
        family="baseline",
        summary="Compares what sold in the last weeks with the months before and shows everybody "
        "the products that gain most.",
        trust_when="Seasons, news and campaigns move your sales, and the data is fresh.",
        careful_when="You want what sells most: a product can grow fast and still sell little. "
        "After a season it may point to the one that has just ended.",
        hue="grey",
        shade=-0.35,
        drawing="trend",
        same_for_all=True,
        counted=True,
    )
    Config = TrendingConfig
    config: TrendingConfig

    growth: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1), need_days(data, LEAST_DAYS))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.COMPARING_SALES))
        begin, end = data.span or (0, 0)
        days = max((end - begin) / SECONDS_PER_DAY, 1.0)
        recent = min(self.config.recent_days, days * LARGEST_SHARE)
        earlier = min(self.config.earlier_days, days - recent)
        age = (end - data.ts) / SECONDS_PER_DAY
        now = _customers(data, age < recent)
        before = _customers(data, (age >= recent) & (age < recent + earlier)) * (recent / earlier)
        ratio = (now + self.config.smoothing) / (before + self.config.smoothing)
        self.growth = np.log2(ratio).astype(np.float32)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.growth))
        return np.tile(self.growth, (rows.shape[0], 1))

    def contributions(self, history: CSR, item: int) -> FloatArray:
        return np.zeros(history.nnz)

    def base(self, item: int) -> float:
        return float(self.growth[item])

    def save(self, folder: Path) -> None:
        save_arrays(folder, growth=self.growth)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model.growth = load_arrays(folder)["growth"]
        return model


def _customers(data: Dataset, mask: np.ndarray) -> FloatArray:
    """(n_items,) customers with an event of each product where `mask` holds."""
    pairs = np.unique(data.user[mask].astype(np.int64) * data.n_items + data.item[mask])
    return np.bincount(pairs % max(data.n_items, 1), minlength=data.n_items).astype(np.float64)
