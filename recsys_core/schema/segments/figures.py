"""A figure of the customer lies between two ends."""

from collections.abc import Callable
from typing import ClassVar, Literal, NamedTuple

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.between import Between
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import Plural, say
from recsys_core.wording.numbers import given, money, share

Name = Literal[
    "visits",
    "spend",
    "spend_per_visit",
    "recency_days",
    "first_days",
    "interval_days",
    "products",
    "paid",
    "tier",
    "returned",
]


class KnownFigure(NamedTuple):
    """A figure: what it is called, how a sentence says it, and how it is written."""

    title: str
    clause: str | Plural
    written: Callable[[float], str] = given


FIGURES: dict[Name, KnownFigure] = {
    "visits": KnownFigure(m.VISITS, m.VISITED),
    "spend": KnownFigure(m.SPEND, m.SPENT, money),
    "spend_per_visit": KnownFigure(m.SPEND_A_VISIT, m.SPENT_A_VISIT, money),
    "recency_days": KnownFigure(m.RECENCY, m.LAST_SEEN),
    "first_days": KnownFigure(m.FIRST_DAYS, m.FIRST_SEEN),
    "interval_days": KnownFigure(m.INTERVAL, m.COME_EVERY),
    "products": KnownFigure(m.PRODUCTS, m.OF_PRODUCTS),
    "paid": KnownFigure(m.PAID, m.PAY, share),
    "tier": KnownFigure(m.TIER, m.OF_TIER),
    "returned": KnownFigure(m.RETURNED, m.BRING_BACK, share),
}
"""In the order in which they are offered."""


class FigureBetween(Between):
    """Visits, spend, days since the last visit and the like."""

    title: ClassVar[str] = m.FIGURE_KIND
    kind: Literal["figure"] = "figure"
    figure: Name = setting("visits", "Figure")
    """What is counted or measured."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return self.within(facts.figure(self.figure))

    def clause(self, words: Words) -> str:
        known = FIGURES[self.figure]
        return say(known.clause, range=self.range_words(known.written), n=self.last_end)
