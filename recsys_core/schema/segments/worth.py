"""What customers are expected to bring."""

from collections.abc import Callable
from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.between import Between
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given, money, share

WRITTEN: dict[str, Callable[[float], str]] = {"value": money, "orders": given, "alive": share}


class WorthBetween(Between):
    """Value, orders or the probability to order again, as told by the model of customers' value."""

    title: ClassVar[str] = m.WORTH_KIND
    kind: Literal["worth"] = "worth"
    figure: Literal["value", "orders", "alive"] = setting("value", "Figure", words=m.WORTHS)
    """Money or orders expected, or the probability to order again (0 to 1)."""
    days: int = setting(365, "Within … days", ge=1, le=1825)
    """How far ahead; the probability to order again knows no end."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return self.within(facts.worth(self.figure, self.days))

    def clause(self, words: Words) -> str:
        between = self.range_words(WRITTEN[self.figure])
        if self.figure == "alive":
            return say(m.ALIVE, range=between)
        return say(m.EXPECTED[self.figure], range=between, n=self.days)
