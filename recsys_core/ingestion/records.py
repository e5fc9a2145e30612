"""Turning physical lines into records, whatever has happened to them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.cells import fits, kind
from recsys_core.ingestion.cutting import delimiter_text, split_freely, split_strict
from recsys_core.ingestion.dialect_types import Grammar
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

LOOK_INTO = 50
"""Lines inside one cell that are checked for being rows of their own."""

MOST_WORK = limits.MAX_FIELD
"""Characters cut in vain in search of the end of one cell before only likely ends are tried."""

MOST_BEHIND = 100_000
"""Lines read and done with that are kept before they are let go."""

OTHER_DELIMITERS = (" ", "\t", ";", "|", ",")


@dataclass(frozen=True)
class Record:
    """One row of the file. line: where it starts. raw: its text without the last line end.
    problem: why it is not well-formed, "" if it is.
    """

    line: int
    cells: list[str]
    raw: str
    problem: str = ""


def lines_of(stream: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """(number, text, line end) of each physical line of a stream opened with newline=""."""
    for number, line in enumerate(stream, start=1):
        if len(line) > limits.MAX_LINE:
            raise InputError(say(m.LINE_TOO_LONG, line=number))
        text = line.rstrip("\r\n")
        yield number, text, line[len(text) :]


def sheet_records(path: Path) -> Iterator[Record]:
    """The rows of a sheet written as CSV, numbered as in the workbook; empty ones left out."""
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for number, cells in enumerate(csv.reader(stream), start=1):
            if cells:
                yield Record(number, cells, csv_line(cells))


def csv_line(cells: list[str]) -> str:
    """Cells as one record of CSV."""
    together = "".join(cells)
    if not any(special in together for special in '",\r\n'):
        return ",".join(cells)
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


class _Ahead:
    """An iterator of lines that can be looked into without losing a line."""

    def __init__(self, lines: Iterator[tuple[int, str, str]]) -> None:
        self._lines = lines
        self._waiting: list[tuple[int, str, str]] = []
        self._at = 0

    def next(self) -> tuple[int, str, str] | None:
        line = self.peek(0)
        if line is not None:
            self.skip(1)
        return line

    def peek(self, distance: int) -> tuple[int, str, str] | None:
        """The line so many lines ahead; the distance grows by one from call to call."""
        if self._at + distance == len(self._waiting):
            line = next(self._lines, None)
            if line is None:
                return None
            self._waiting.append(line)
        return self._waiting[self._at + distance]

    def skip(self, count: int) -> None:
        self._at += count
        if self._at == len(self._waiting) or self._at > MOST_BEHIND:
            del self._waiting[: self._at]
            self._at = 0


class Cutter:
    """Turns physical lines into records of `width` cells.

    types: what the columns hold, used to tell a cell that runs over several lines from a stray
    quotation mark that swallows its neighbours.
    """

    def __init__(self, grammar: Grammar, width: int | None, types: tuple[str, ...] = ()) -> None:
        self.grammar = grammar
        self.width = width
        self.types = types
        self.at_top = True

    def records(self, lines: Iterable[tuple[int, str, str]]) -> Iterator[Record]:
        """The records in order; blank lines are left out."""
        ahead = _Ahead(iter(lines))
        while (line := ahead.next()) is not None:
            number, text, _ = line
            if not (text if self.width == 1 else text.strip(" ")):
                continue
            strict = split_strict(text, self.grammar)
            if isinstance(strict, list) and self.width in (None, len(strict)):
                record = Record(number, strict, text)
            elif strict is True:
                record, used = self._spanning(line, ahead)
                ahead.skip(used)
            else:
                record = self._odd(number, text, strict if isinstance(strict, list) else None)
            yield record
            self.at_top = self.at_top and len(record.cells) != self.width

    def _spanning(self, line: tuple[int, str, str], ahead: "_Ahead") -> tuple[Record, int]:
        """A record whose first line ends inside a quoted cell. Looks ahead, and says how many of
        the following lines belong to the record.
        """
        number, text, end = line
        whole, used, suspicious = text + end, 0, False
        closed: Record | None = None
        marks, work = self._marks(text), 0
        while True:
            if len(whole) > limits.MAX_FIELD:
                raise InputError(say(m.MARK_OPENS_IN_LINE, line=number))
            following = ahead.peek(used)
            if following is None:
                break
            _, more, more_end = following
            if not suspicious and used < LOOK_INTO:
                suspicious = self._stands_alone(more)
            used += 1
            marks += self._marks(more)
            # A cell with very many escaped marks is cut only where their number lets it end.
            likely = marks % 2 == 0 or work < MOST_WORK
            if likely and self.grammar.quote in more:
                work += len(whole)
                strict = split_strict(whole + more, self.grammar)
                if strict is False:
                    break
                if isinstance(strict, list):
                    right = self.width in (None, len(strict))
                    problem = "" if right else self._count_problem(strict)
                    closed = Record(number, strict, whole + more, problem)
                    if right and not suspicious:
                        return closed, used
                    break
            whole += more + more_end
        alone = self._odd(number, text, None)
        if closed is not None and len(alone.cells) != self.width:
            return replace(closed, problem=closed.problem or say(m.CELL_OVER_LINES)), used
        return alone, 0

    def _marks(self, text: str) -> int:
        """Quotation marks that are not behind a backslash where that is the escape."""
        marks = text.count(self.grammar.quote)
        if self.grammar.escape != self.grammar.quote:
            marks -= text.count(self.grammar.escape + self.grammar.quote)
        return marks

    def _stands_alone(self, text: str) -> bool:
        """Whether a line inside a cell is so much like a row that it surely is one."""
        if self.width is None or self.width < 2 or not text:
            return False
        cells = split_strict(text, self.grammar)
        if not isinstance(cells, list) or len(cells) != self.width:
            return False
        return fits(cells, self.types) if any(self.types) else self.width >= 4

    def _odd(self, number: int, text: str, strict: list[str] | None) -> Record:
        """One line that breaks the rules, read as well as it can be."""
        if self.width is None:
            free = split_freely(text, self.grammar, None)
            cells = strict or (free[0] if free else text.split(delimiter_text(self.grammar)))
            return Record(number, cells, text, "" if strict else say(m.MARK_OUT_OF_PLACE))
        if strict is None:
            free = split_freely(text, self.grammar, self.width)
            if free is not None:
                problem = say(m.MARK_OUT_OF_PLACE) if free[1] else ""
                return Record(number, free[0], text, problem)
            free = split_freely(text, self.grammar, None)
            strict = free[0] if free else text.split(delimiter_text(self.grammar))
        elif len(strict) < self.width and self._joins_cells(text, strict):
            free = split_freely(text, self.grammar, self.width)
            if free is not None:
                return Record(number, free[0], text, say(m.MARK_OUT_OF_PLACE))
        if len(strict) < self.width:
            other = self._other_delimiter(text)
            if other is not None:
                return Record(number, other, text, say(m.OTHER_CHARACTER))
        return Record(number, strict, text, self._count_problem(strict))

    def _joins_cells(self, text: str, cells: list[str]) -> bool:
        """Whether quotation marks of a short row may hold several cells together; those around an
        amount such as 2,064.00 belong to it.
        """
        if not self.grammar.quote or self.grammar.quote not in text:
            return False
        quoted = [cell for cell in cells if delimiter_text(self.grammar) in cell]
        return not quoted or any(kind(cell) not in ("number", "money") for cell in quoted)

    def _count_problem(self, cells: list[str]) -> str:
        return say(m.CELLS_EXPECTED, n=len(cells), expected=self.width)

    def _other_delimiter(self, text: str) -> list[str] | None:
        """The line cut at another delimiter, if that gives exactly the expected cells."""
        for delimiter in OTHER_DELIMITERS:
            if delimiter in self.grammar.delimiter or delimiter not in text:
                continue
            grammar = Grammar(delimiter, self.grammar.quote, self.grammar.escape)
            cells = self._cells(text, grammar)
            if cells is not None and self._plausible(cells):
                return cells
        return None

    def _cells(self, text: str, grammar: Grammar) -> list[str] | None:
        """The line cut into exactly the expected number of cells, None if that cannot be."""
        strict = split_strict(text, grammar)
        if isinstance(strict, list):
            return strict if len(strict) == self.width else None
        free = split_freely(text, grammar, self.width)
        return free[0] if free else None

    def _plausible(self, cells: list[str]) -> bool:
        """Whether cells cut at another character are a row or column names, not a sentence."""
        if fits(cells, self.types):
            return True
        wordy = all(kind(cell) in ("", "text", "code") for cell in cells)
        return self.at_top and wordy and len(set(cells)) == len(cells)
