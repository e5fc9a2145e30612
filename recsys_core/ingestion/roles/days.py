"""Of several columns of dates, the one that says when an order was made."""

import re
from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.date_words import MONTH_NAME, month_number
from recsys_core.ingestion.roles.amount_roles import PAID
from recsys_core.ingestion.roles.column_look import ColumnLook, epoch_like
from recsys_core.ingestion.roles.names import fold, name_tokens
from recsys_core.ingestion.roles.rows_look import (
    FEW_ROWS,
    MOSTLY,
    Cells,
    decides,
    place_of,
    places_of,
)
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Day = tuple[int, ...]
_MONTH = re.compile(rf"(?<![^\W\d_])({MONTH_NAME})")
_PM = re.compile(r"\bp\.? ?m\b|下午|午後|오후|μμ")
MOMENTS = frozenset(
    ("date", "time", "timestamp", "ts", "at", "on", "created", "updated", "modified")
)
"""Words of a name whose numbers are seconds."""
EARLIER = 0.95
"""The share of rows on which a date must not lie behind another one."""
FARTHEST = 1000
"""Days between an order and what else may be earlier in its row; a birthday lies farther back."""


def choose_day(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Take the earliest date of a row for the order's: payment, dispatch and deadlines follow it.
    Dates of a customer or a product (birth, entry, release) are none of an order.
    """
    time = place_of(chosen, "time")
    dated = [at for at, look in enumerate(looks) if look.share("date") > 0.8]
    if time not in dated or len(dated) < 2 or looks[time].filled < FEW_ROWS:
        return []
    days = {at: _days(cells[at]) for at in dated}
    owners = places_of(chosen, "user", "item")
    best = time
    for at in dated:
        own = any(decides(cells, looks, by, at) for by in owners)
        if at not in chosen and not own and looks[at].distinct > 1:
            best = at if _precedes(days[at], days[best]) else best
    others = [
        columns[at] for at in dated if (at != best and at not in chosen) or at == time != best
    ]
    if best != time:
        del chosen[time]
        chosen[best] = "time"
        return [say(m.EARLIEST_DAY, column=columns[best], others=and_list(others))]
    differ = [name for name in others if days[columns.index(name)] != days[time]]
    if not differ:
        return []
    return [say(m.DAYS_BESIDE, column=columns[time], others=and_list(differ), n=len(differ))]


def fill_day(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """A date that many rows lack (the day begun) gives way to a moment on all of them."""
    time = place_of(chosen, "time")
    rows = len(cells[0]) if cells else 0
    if time is None or looks[time].filled >= MOSTLY * rows:
        return []
    for at, look in enumerate(looks):
        named = not MOMENTS.isdisjoint(name_tokens(columns[at]))
        moments = look.share("date") > MOSTLY or (named and epoch_like(look))
        if at not in chosen and look.filled == rows and look.distinct > 1 and moments:
            del chosen[time]
            chosen[at] = "time"
            fields = {"column": columns[time], "better": columns[at]}
            return [say(m.DAY_ON_EVERY_ROW, filled=looks[time].filled, rows=rows, **fields)]
    return []


def leave_loans(
    columns: Sequence[str], cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> list[str]:
    """Where nothing was paid, a day of return beside the day when it was due ends a loan."""
    back = place_of(chosen, "return_status")
    if back is None or looks[back].share("date") < MOSTLY:
        return []
    if not PAID.isdisjoint(chosen.values()):
        return []
    days = _days(cells[back])
    for at, look in enumerate(looks):
        if at in chosen or look.share("date") < MOSTLY or look.filled < MOSTLY * len(days):
            continue
        both = [_alike(a, b) for a, b in zip(days, _days(cells[at]), strict=True) if a and b]
        if both and 2 * sum(a < b for a, b in both) > len(both):
            del chosen[back]
            return [say(m.IS_A_LOAN, column=columns[back], due=columns[at])]
    return []


def _precedes(days: Sequence[Day | None], others: Sequence[Day | None]) -> bool:
    """Whether a date is filled as well as another one, lies before it and never behind it."""
    both = [_alike(a, b) for a, b in zip(days, others, strict=True) if a and b]
    if len(both) < MOSTLY * sum(b is not None for b in others) or len(both) < FEW_ROWS:
        return False
    before = sum(a < b for a, b in both)
    gaps = sorted(_count(b) - _count(a) for a, b in both)
    ordered = sum(a <= b for a, b in both) >= EARLIER * len(both)
    return ordered and before > len(both) / 10 and gaps[len(gaps) // 2] < FARTHEST


def _alike(one: Day, other: Day) -> tuple[Day, Day]:
    """Both to the day where one of them has no time of day."""
    clocks = all(len(each) > 3 and any(each[3:]) for each in (one, other))
    return (one, other) if clocks else (one[:3], other[:3])


def _count(day: Day) -> int:
    return day[0] * 365 + day[1] * 30 + day[2]


def _days(values: Sequence[str]) -> list[Day | None]:
    """Dates as (year, month, day, hour, minute …); None for what is none of a known form."""
    numbers = [[int(n) for n in re.findall(r"\d+", value)] for value in values]
    month_first = any(len(n) > 2 and n[0] <= 12 < n[1] <= 31 and n[2] > 31 for n in numbers)
    return [_day(n, value, month_first) for n, value in zip(numbers, values, strict=True)]


def _day(numbers: list[int], text: str, month_first: bool) -> Day | None:
    plain = fold(text)
    named = _MONTH.search(plain)
    if named and len(numbers) >= 2:
        numbers = [numbers[0], month_number(named[1]), *numbers[1:]]
        month_first = False
    if len(numbers) < 3 or not any(numbers):
        return None
    first, second, third, *clock = numbers
    if first <= 31 < third or (third < 100 and first <= 31):
        year = third if third > 99 else 2000 + third
        first, second, third = (year, first, second) if month_first else (year, second, first)
    if clock and clock[0] < 12 and _PM.search(plain):
        clock[0] += 12
    return (first, second, third, *clock[:3])
