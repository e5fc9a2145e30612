"""What was said about products for customers."""

from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition, quoted
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class GaveFeedback(Condition):
    """A verdict: up, down or never this."""

    title: ClassVar[str] = m.FEEDBACK_KIND
    steady: ClassVar[bool] = False
    kind: Literal["feedback"] = "feedback"
    verdict: Literal["up", "down", "never"] = setting("up", "Verdict", words=m.VERDICTS)
    """Thumbs up, thumbs down, or never to be shown."""
    products: tuple[str, ...] = setting((), "Any of")
    """Numbers of products. Empty: all of them."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return facts.judged(self.verdict, self.products)

    def clause(self, words: Words) -> str:
        if not self.products:
            return say(m.JUDGED_ANY[self.verdict])
        names = quoted(words.titles.get(one) or one for one in self.products)
        return say(m.JUDGED[self.verdict], names=names)
