"""Bestsellers of the last days: a yardstick that a model of taste does not always beat."""

from typing import ClassVar

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.popularity import PopularityModel
from recsys_core.models.readiness import first_refusal, need_days, need_purchases
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

TIES = 1e-6


class LastWeek(PopularityModel):
    """score(i) = customers who had i within the last `days` of the data, plus a hair of all.

    A reference line of the evaluation, not a model to train. Unit: customers.
    """

    days: ClassVar[int] = 7
    card = ModelCard(
        name="bestsellers-7",
        title="Bestsellers of the last 7 days",
        family="baseline",
        summary="Shows everybody what most customers bought in the last 7 days of the data.",
        trust_when="You need a yardstick where seasons and news move your sales.",
        careful_when="Few customers bought in those days.",
        hue="grey",
        shade=0.15,
        drawing="bestsellers",
        same_for_all=True,
        may_vote=False,
    )

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1), need_days(data, cls.days + 1))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.COUNTING_CUSTOMERS))
        late = data.ts > data.ts.max(initial=0) - self.days * SECONDS_PER_DAY
        pairs = np.unique(data.user[late].astype(np.int64) * data.n_items + data.item[late])
        recent = np.bincount(pairs % data.n_items, minlength=data.n_items)
        self.weights = (recent + TIES * data.item_counts).astype(np.float32)
        report(1.0, say(m.DONE))


class LastFourWeeks(LastWeek):
    """The same over 28 days."""

    days = 28
    card = ModelCard(
        name="bestsellers-28",
        title="Bestsellers of the last 28 days",
        family="baseline",
        summary="Shows everybody what most customers bought in the last 28 days of the data.",
        trust_when="You need a yardstick where seasons move your sales.",
        careful_when="Few customers bought in those days.",
        hue="grey",
        shade=0.3,
        drawing="bestsellers",
        same_for_all=True,
        may_vote=False,
    )
