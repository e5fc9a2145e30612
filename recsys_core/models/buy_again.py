"""Buy again: which of their products a customer is about to run out of."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.dated import dated_rows
from recsys_core.models.histories import popularity_prior, sums_of
from recsys_core.models.readiness import first_refusal, need_purchases, need_repeats
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import Moments, moments_of, rows_of
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

LEAST_REPEATS = 20
FEW = 20.0
"""How many customers of a product weigh as much as what holds for all products."""
FORGETTING = 1.5
LEAST_DUE = 0.3


class BuyAgainConfig(ModelConfig):
    """Settings of the replenishment list."""

    horizon_days: int = setting(28, "Days ahead", ge=1, le=365)
    """The score is the number of purchases expected within so many days."""
    half_life_days: float | None = setting(None, "Forgetting, in days", gt=0, le=3650)
    """A product that was last bought so many days ago counts half. Empty: one and a half times the
    usual time between two purchases."""
    prior_purchases: float = setting(
        3.0, "Weight of the other customers", gt=0, le=100, advanced=True
    )
    """How many own purchases the rhythm of all the product's customers weighs as much as. Higher
    trusts a customer's own rhythm later."""


class BuyAgain(Recommender):
    """score(u, i) = h / D * (n - 1 + q_i) * 0.5 ** (s / f) * due for what u has bought.

    h: days ahead, D: days of the data.  n: how often u bought i, s: days since the last time.
    q_i: the share of the product's customers who came back for it, so that a single purchase counts
    as much as it leads to another.  f: the half-life.  due = 0.3 + 0.7 min(1, (s + h) / g_ui): less
    while it will not run out within the days ahead, by u's own interval  g_ui = (w + a g_i) /
    (n - 1 + a)  with w = days from u's first to last purchase of i, g_i = the product's usual
    interval and a = its weight.  Shares and intervals of products with few customers lean on those
    of all products. Unit: purchases within h days. Today is the newest event of the training data,
    or the customer's own last one where that is later. Rows without dates: h / D * quantity.
    Products never bought get a hair of popularity, so an empty history gets the bestsellers.

    Exact evidence: the purchases of a product are all that speaks for it.

    Source: the quantities of Bhagat, Muralidharan, Lobzhanidze and Vishwanath, "Buy It Again:
    Modeling Repeat Purchase Recommendations", KDD 2018; their rate is replaced by forgetting, which
    ranks better (docs/adr/0015).
    """

    card = ModelCard(
        name="buy-again",
        title="Buy again",
        family="baseline",
        summary="Learns how often each customer buys each of their products and shows those that "
        "are about due.",
        trust_when="Customers come back for the same things: groceries, cosmetics, pet food, "
        "supplies. Good for reminders and refill offers.",
        careful_when="You want to show something new: it only knows what the customer had, and "
        "keeps it on the list even when bought products are left out elsewhere. Measured over new "
        "products alone it is no better than the bestsellers.",
        hue="grey",
        shade=-0.6,
        drawing="rhythm",
        counted=True,
    )
    Config = BuyAgainConfig
    config: BuyAgainConfig
    recommends_bought: ClassVar[bool] = True

    interval: FloatArray = np.empty(0)
    again: FloatArray = np.empty(0)
    usual: float = 1.0
    prior: FloatArray = np.empty(0, dtype=np.float32)
    span: tuple[int, int] = (0, 0)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1), need_repeats(data, LEAST_REPEATS))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.MEASURING_REPURCHASE))
        histories = data.histories()
        self.prior = popularity_prior(data.matrix)
        self.span = data.span or (0, 0)
        moments = moments_of(histories)
        items, n_items = histories.indices, data.n_items
        customers = np.bincount(items, minlength=n_items)
        repeats: FloatArray = np.zeros(n_items)
        gaps: FloatArray = np.zeros(n_items)
        waits: FloatArray = np.zeros(n_items)
        if moments is not None:
            width = (moments.last - moments.first) / SECONDS_PER_DAY
            back = width > 0
            repeats = sums_of(items[back], np.ones(int(back.sum())), n_items)
            gaps = sums_of(items[back], moments.times[back] - 1.0, n_items)
            waits = sums_of(items[back], width[back], n_items)
        self.usual = float(waits.sum() / gaps.sum()) if gaps.any() else 1.0
        self.interval = (waits + FEW * self.usual) / (gaps + FEW)
        share = repeats.sum() / max(customers.sum(), 1)
        self.again = (repeats + FEW * share) / (customers + FEW)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows, moments = dated_rows(histories, len(self.prior))
        scores = np.tile(self.prior, (rows.shape[0], 1))
        scores[rows_of(rows), rows.indices] += self._expected(rows, moments)
        return scores

    def contributions(self, history: CSR, item: int) -> FloatArray:
        rows, moments = dated_rows(history, len(self.prior))
        return np.where(rows.indices == item, self._expected(rows, moments), 0.0)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            interval=self.interval,
            again=self.again,
            usual=np.array(self.usual),
            prior=self.prior,
            span=np.array(self.span),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.interval, model.again = state["interval"], state["again"]
        model.usual, model.prior = float(state["usual"]), state["prior"]
        model.span = (int(state["span"][0]), int(state["span"][1]))
        return model

    def _expected(self, rows: CSR, moments: Moments | None) -> FloatArray:
        """(nnz,) float64 purchases expected within the days ahead, of each stored product."""
        ahead = self.config.horizon_days
        days = max((self.span[1] - self.span[0]) / SECONDS_PER_DAY, 1.0)
        if moments is None:
            return np.asarray(ahead / days * np.maximum(rows.data.astype(np.float64), 0.0))
        row = rows_of(rows)
        today = np.full(rows.shape[0], self.span[1])
        np.maximum.at(today, row, moments.last)
        since = (today[row] - moments.last) / SECONDS_PER_DAY
        width = (moments.last - moments.first) / SECONDS_PER_DAY
        weight, more = self.config.prior_purchases, moments.times - 1.0
        own = (width + weight * self.interval[rows.indices]) / (more + weight)
        due = LEAST_DUE + (1 - LEAST_DUE) * np.minimum(1.0, (since + ahead) / own)
        half_life = self.config.half_life_days or FORGETTING * self.usual
        worth = (more + self.again[rows.indices]) * 0.5 ** (since / half_life)
        return np.asarray(ahead / days * worth * due, dtype=np.float64)
