"""What the values of a column show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.event_words import EVENT_WORDS
from recsys_core.ingestion.order_status import is_status


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
    examples: list[str] = field(default_factory=list)

    def share(self, *kinds: str) -> float:
        total = sum(self.kinds.values())
        return sum(self.kinds[k] for k in kinds) / total if total else 0.0

    @property
    def numeric(self) -> float:
        return self.share("number", "money", "percent")

    @property
    def repeats(self) -> bool:
        return self.distinct < self.filled


def look_at(values: Sequence[str]) -> ColumnLook:
    """Sum up a sample of a column."""
    filled = [v for v in values if v and v.strip()]
    kinds = Counter(kind(v) for v in filled)
    kinds.pop("", None)
    numbers = []
    for value in filled:
        try:
            numbers.append(float(value.replace(",", "").strip("$€£¥% ")))
        except ValueError:
            continue
    whole = sum(n == int(n) for n in numbers if abs(n) < 1e15) / len(numbers) if numbers else 0.0
    words = sum(v.strip().lower() in EVENT_WORDS for v in filled)
    return ColumnLook(
        filled=len(filled),
        distinct=len(set(filled)),
        kinds=kinds,
        whole=whole,
        low=min(numbers, default=0.0),
        high=max(numbers, default=0.0),
        longest=sum(map(len, filled)) / len(filled) if filled else 0.0,
        events=words / len(filled) if filled else 0.0,
        statuses=sum(is_status(v) for v in filled) / len(filled) if filled else 0.0,
        examples=list(dict.fromkeys(filled))[:3],
    )


def epoch_like(look: ColumnLook) -> bool:
    """Whether numbers may be moments: counted since 1970, or days like 20240131."""
    seconds = look.low >= 1e8 and look.high <= 4.2e9
    return look.numeric > 0.95 and (
        seconds
        or (look.low >= 1e11 and look.high <= 4.2e15)
        or (look.low >= 19_000_000 and look.high <= 21_000_000)
    )
