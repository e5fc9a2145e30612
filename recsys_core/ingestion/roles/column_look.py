"""What the values of a column show."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import isfinite

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.event_words import event_of
from recsys_core.ingestion.expressions import NO, YES
from recsys_core.ingestion.message_words import share_told
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.order_status import is_status, meaning_of
from recsys_core.ingestion.tails import bare

_DECIMAL_COMMA = re.compile(r",(\d{1,2}|\d{4,})$")
_THOUSANDS = re.compile(r"[.,]\d{3}$")
_NO_FIGURE = re.compile(r"[^\d.,-]|\.(?!\d)")
FIXED, HALF = 8, 0.5
"""Letters of an ID that is as long on every row, and is a code on most."""
MOST_STATES = 200
"""A column of more different values holds no states."""


@dataclass(frozen=True)
class ColumnLook:
    """What a sample of a column's values shows."""

    filled: int
    distinct: int
    kinds: Counter[str]
    whole: float
    low: float
    high: float
    longest: float
    events: float
    statuses: float = 0.0
    undone: float = 0.0
    state_words: float = 0.0
    """The share of the different values that say what became of an order."""
    switches: float = 0.0
    messages: float = 0.0
    """The share of the rows whose word tells what became of a message (message_words.py)."""
    grouped: bool = False
    """A number may have thousands; what 1.200 is, only all columns of numbers tell together."""
    examples: list[str] = field(default_factory=list)

    def share(self, *kinds: str) -> float:
        total = sum(self.kinds.values())
        return sum(self.kinds[k] for k in kinds) / total if total else 0.0

    @property
    def numeric(self) -> float:
        return self.share("number", "money", "percent")

    @property
    def counts(self) -> bool:
        """Whether most values are no fractions: IDs of a few digits among codes are none."""
        return self.whole in (0.0, 1.0) or self.numeric < HALF

    @property
    def repeats(self) -> bool:
        return self.distinct < self.filled


def look_at(values: Sequence[str]) -> ColumnLook:
    """Sum up a sample of a column."""
    # Each different value is looked at once, however often it comes.
    counted = Counter(v for v in values if v and not is_no_value(v))
    alone: Counter[str] = Counter()
    for value, times in zip(bare(list(counted)), counted.values(), strict=True):
        alone[value] += times
    counted = alone
    filled = counted.total()
    coded = _of_one_length(list(counted))
    kinds: Counter[str] = Counter()
    numbers: dict[float, int] = {}
    for value, times in counted.items():
        of = "code" if coded else kind(value)
        kinds[of] += times
        number = None if coded else number_of(value, of)
        if number is not None:
            numbers[number] = numbers.get(number, 0) + times
    kinds.pop("", None)
    whole = sum(times for n, times in numbers.items() if abs(n) < 1e15 and n == int(n))

    def share(holds: Callable[[str], bool]) -> float:
        return sum(n for v, n in counted.items() if holds(v)) / filled if filled else 0.0

    few = len(counted) <= MOST_STATES
    return ColumnLook(
        filled=filled,
        distinct=len(counted),
        kinds=kinds,
        whole=whole / sum(numbers.values()) if numbers else 0.0,
        low=min(numbers, default=0.0),
        high=max(numbers, default=0.0),
        longest=sum(len(v) * n for v, n in counted.items()) / filled if filled else 0.0,
        events=share(lambda v: event_of(v) is not None) if few else 0.0,
        statuses=share(is_status) if few else 0.0,
        state_words=sum(map(is_status, counted)) / max(1, len(counted)) if few else 0.0,
        undone=share(lambda v: meaning_of(v) in ("undone", "unpaid")) if few else 0.0,
        switches=share(lambda v: v.strip().lower() in (*YES, *NO)) if few else 0.0,
        messages=share_told(counted) if filled and few else 0.0,
        grouped=any(map(_THOUSANDS.search, counted)),
        examples=list(counted)[:3],
    )


def _of_one_length(values: Sequence[str]) -> bool:
    """Whether values are IDs of one width, of which some look like numbers: 12e4567890123450."""
    if len({*map(len, values)}) != 1 or len(values[0]) < FIXED:
        return False
    found = Counter(map(kind, values))
    return found.keys() <= {"code", "number"} and found["code"] > HALF * len(values)


def number_of(text: str, of: str = "") -> float | None:
    """The number in a cell: a comma is decimal but before three last digits (12,00). of: its kind,
    where that is known.
    """
    bare = _NO_FIGURE.sub("", text) if (of or kind(text)) == "money" else text.strip("% ")
    if _DECIMAL_COMMA.search(bare):
        bare = bare.replace(".", "").replace(",", ".")
    with suppress(ValueError):
        number = float(bare.replace(",", ""))
        return number if isfinite(number) else None
    return None


def epoch_like(look: ColumnLook) -> bool:
    """Whether numbers may be moments: counted since 1970, or days like 20240131."""
    seconds = look.low >= 1e8 and look.high <= 4.2e9
    return look.numeric > 0.95 and (
        seconds
        or (look.low >= 1e11 and look.high <= 4.2e15)
        or (look.low >= 19_000_000 and look.high <= 21_000_000)
    )


def serial_like(look: ColumnLook) -> bool:
    """Whether numbers may be days, as spreadsheets count them since 1900 or others since 1970."""
    return look.numeric > 0.95 and look.low >= 10_000 and look.high <= 60_000


def days_with_time(look: ColumnLook) -> bool:
    """Whether numbers are days of a few years with a time of day, as spreadsheets count them: no
    amounts lie so near one another and have cents on every row.
    """
    near = look.low >= 30_000 and look.high - look.low < 4_000
    return serial_like(look) and near and look.whole < 0.05 and look.filled >= 20
