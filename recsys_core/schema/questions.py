"""What a file leaves open, or decided by its own figures: one question each, asked once."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.schema.errors import InputError


@dataclass(frozen=True)
class Figures:
    """What would be imported: money in the file's currency (None without any), pieces bought less
    pieces returned, and how many customers, orders and rows.
    """

    revenue: float | None
    units: float
    customers: int
    orders: int
    rows: int


@dataclass(frozen=True)
class Answer:
    """An answer to a question. name: as in `--answer KEY=NAME`; label: on screen; figures: what
    the import would come to with it, None where that was not worked out; rates: the currencies
    that would count too with a rate.
    """

    name: str
    label: str
    figures: Figures | None = None
    rates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What a column, or the file, may mean. sentence: the evidence, whole; chosen: the choice that
    the evidence or the analyst settled on, "" while it is open.
    """

    key: str
    sentence: str
    choices: tuple[Answer, ...]
    chosen: str = ""

    @property
    def open(self) -> bool:
        return not self.chosen


class UnansweredError(InputError):
    """Something must be answered before anything is stored. questions: with their figures."""

    def __init__(self, message: str, questions: Sequence[Question]) -> None:
        super().__init__(message)
        self.questions = list(questions)
