"""What customers bought, or never did, and when."""

from datetime import date
from typing import ClassVar, Literal

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition, quoted
from recsys_core.schema.segments.facts import Buying, By, CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.dates import full_day
from recsys_core.wording.messages import say


class Bought(Condition):
    """Purchases of a product, a category (any level of the path) or a brand; one that was brought
    back later was a purchase too. Where the data has ratings or clicks only, those count.
    """

    title: ClassVar[str] = m.BOUGHT_KIND
    kind: Literal["bought"] = "bought"
    never: bool = setting(False, "Never")
    """Nothing of it, within the days if some are given."""
    by: By = setting("category", "Which products", words=m.BY)
    """All products, or those of some numbers, categories or brands."""
    values: tuple[str, ...] = setting((), "Any of")
    """Any of these."""
    at_least: int = setting(1, "At least … times", ge=1, le=10_000)
    """On so many visits: orders, else days, else lines of the file."""
    days: int | None = setting(None, "In the last … days", ge=1, le=36_500)
    """Counted back from the newest day of the data. Empty: at any time."""
    start: date | None = setting(None, "From this day")
    """Empty: from the beginning."""
    end: date | None = setting(None, "Up to this day")
    """Empty: to the end. The day itself counts."""

    def problem(self) -> str:
        if self.by != "all" and not self.values:
            return say(m.NO_PRODUCTS)
        if self.days and (self.start or self.end):
            return say(m.TWO_TIMES)
        return say(m.DAYS_CROSSED) if self.start and self.end and self.end < self.start else ""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        least = 1 if self.never else self.at_least
        values = () if self.by == "all" else self.values
        asked = Buying(self.by, values, self.days, self.start, self.end, least)
        found: BoolArray = facts.times(asked) >= least
        return ~found if self.never else found

    def clause(self, words: Words) -> str:
        values = [words.titles.get(one) or one for one in self.values]
        what = say(m.PRODUCTS_BY[self.by], names=quoted(values))
        if self.never:
            timed = self.days or self.start or self.end
            done = say((m.DID_NOT if timed else m.NEVER)[words.activity], what=what)
        elif self.at_least > 1:
            done = say(m.DID_TIMES[words.activity], what=what, times=self.at_least)
        else:
            done = say(m.DID[words.activity], what=what)
        return self._dated(done)

    def _dated(self, done: str) -> str:
        if self.days:
            return say(m.IN_LAST, done=done, n=self.days)
        if self.start and self.end:
            return say(m.BETWEEN, done=done, start=full_day(self.start), end=full_day(self.end))
        if self.start:
            return say(m.SINCE, done=done, start=full_day(self.start))
        return say(m.UNTIL, done=done, end=full_day(self.end)) if self.end else done
