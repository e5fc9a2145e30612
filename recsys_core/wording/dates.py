"""Days, moments and spans of time in words."""

from datetime import date, datetime

from recsys_core.wording.messages import UNKNOWN_TIME
from recsys_core.wording.numbers import UNKNOWN, plural

SECONDS_PER_DAY = 86_400
MONTHS = "January February March April May June July August September October November December"


def day(value: datetime | None) -> str:
    """`12 May 2017`."""
    if value is None or value != value:
        return UNKNOWN
    return f"{value.day} {value:%b %Y}"


def full_day(value: date) -> str:
    """`3 May 2026`, `12 September 2026`, whatever the computer's language."""
    return f"{value.day} {MONTHS.split()[value.month - 1]} {value.year}"


def moment(when: datetime, today: datetime) -> str:
    """`today at 14:02`, `12 May at 14:02`, `12 May 2025`."""
    clock = f"at {when:%H:%M}"
    if when.date() == today.date():
        return f"today {clock}"
    if when.year == today.year:
        return f"{when.day} {when:%b} {clock}"
    return f"{when.day} {when:%b %Y}"


def period(first: datetime | None, last: datetime | None) -> str:
    """How long from first to last, in the unit a person would use: `12 months`, `5 days`."""
    if first is None or last is None or first != first or last != last:
        return UNKNOWN_TIME
    days = max((last - first).days + 1, 1)
    if days < 28:
        return plural(days, "day")
    months = round(days / 30.44)
    if months < 36:
        return plural(max(months, 1), "month")
    return plural(round(days / 365.25), "year")
