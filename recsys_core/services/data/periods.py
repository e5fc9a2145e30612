"""Figures of a chosen period, beside those of the same length before it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data import messages as m
from recsys_core.services.data.health.checkup import health
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import counts
from recsys_core.wording.dates import full_day
from recsys_core.wording.messages import say

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - self.days * DAY, self.first - DAY)

    def in_words(self) -> str:
        return say(m.PERIOD, first=full_day(self.first), last=full_day(self.last))


@dataclass(frozen=True)
class PeriodFigures:
    """Purchases (or ratings), customers with one, those whose first one it was, different products,
    and spend net of returns; None where nothing carries an amount.
    """

    purchases: int
    customers: int
    new_customers: int
    products: int
    spend: float | None

    @property
    def spend_each(self) -> float | None:
        """Spend per customer."""
        return None if self.spend is None or not self.customers else self.spend / self.customers


@dataclass(frozen=True)
class PeriodComparison:
    """A period and the one before. then: None where the data does not cover it wholly."""

    period: Period
    now: PeriodFigures
    then: PeriodFigures | None
    sentence: str

    def change(self, name: str) -> float | None:
        """Of a figure, as a share of what it was before; None where that is not known."""
        now, then = getattr(self.now, name), getattr(self.then, name, None)
        return None if now is None or not then else float(now / then - 1)

    def to_json(self) -> dict[str, Any]:
        """Days are ISO dates."""
        before = self.period.before()
        return {
            "first": self.period.first.isoformat(),
            "last": self.period.last.isoformat(),
            "figures": asdict(self.now),
            "before": {
                "first": before.first.isoformat(),
                "last": before.last.isoformat(),
                "figures": self.then and asdict(self.then),
            },
            "sentence": self.sentence,
        }


@needs(Role.VIEWER)
def whole(ws: Workspace) -> Period | None:
    """From the first to the last day of the data; None without dates."""
    found = health(ws)
    if found.first_ts is None or found.last_ts is None:
        return None
    return Period(found.first_ts.date(), found.last_ts.date())


@needs(Role.VIEWER)
def compare(ws: Workspace, first: date, last: date) -> PeriodComparison:
    """The figures of a period beside those of the one before. Raises `InputError` where it ends
    before it begins, or has no day in common with the data.
    """
    period, data = Period(first, last), whole(ws)
    if last < first:
        raise InputError(say(m.ENDS_BEFORE, first=full_day(first), last=full_day(last)))
    if data is None or last < data.first or first > data.last:
        reach = "" if data is None else data.in_words()
        raise InputError(say(m.OUTSIDE_DATA if reach else m.NO_DAYS, data=reach))
    before = period.before()
    covered = before.first >= data.first
    fields = {"period": period.in_words(), "before": before.in_words()}
    message = m.AGAINST if covered else m.NOT_COVERED
    sentence = say(message, **fields, since=full_day(data.first))
    if last > data.last:
        sentence = say(m.ENDS_EARLIER, sentence=sentence, until=full_day(data.last))
    then = _figures(ws, before) if covered else None
    return PeriodComparison(period, _figures(ws, period), then, sentence)


def _figures(ws: Workspace, period: Period) -> PeriodFigures:
    start = datetime.combine(period.first, datetime.min.time())
    with ws.db.read() as cursor:
        return PeriodFigures(*counts.within(cursor, start, start + period.days * DAY))
