"""Another segment."""

from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class InSegment(Condition):
    """Members of a saved segment, dynamic or fixed."""

    title: ClassVar[str] = m.SEGMENT_KIND
    steady: ClassVar[bool] = False
    kind: Literal["segment"] = "segment"
    segment: str = setting("", "Segment")
    """The name it is saved by."""

    def problem(self) -> str:
        return "" if self.segment else say(m.NO_SEGMENT)

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return facts.members(self.segment)

    def clause(self, words: Words) -> str:
        return say(m.IN_SEGMENT, name=self.segment)
