"""A fifth of recency, frequency or spend."""

from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.between import Between
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given


class ScoreBetween(Between):
    """Scores are fifths of all customers: 5 the best, 1 the last; nobody unknown is in."""

    title: ClassVar[str] = m.SCORE_KIND
    kind: Literal["score"] = "score"
    score: Literal["r", "f", "m"] = setting("r", "Score", words=m.SCORES)
    """Recency, frequency or spend (different products where no spend is known)."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        scores = facts.figure(self.score)
        return self.within(scores) & (scores > 0)

    def clause(self, words: Words) -> str:
        return say(m.SCORED, score=say(m.SCORES[self.score]), range=self.range_words(given))
