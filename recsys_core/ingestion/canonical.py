"""The careful reading: line by line, every damaged line found, named and kept for correction."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.cells import fits, kind
from recsys_core.ingestion.dialect_types import Dialect, Flag
from recsys_core.ingestion.records import Cutter, Record, lines_of, sheet_records
from recsys_core.wording.messages import say

COMPARE = 20
"""Rows that must repeat before a second copy of a table is recognised."""

LAST = 4
"""How far from the end a total may stand."""

MAX_TAIL = 200
"""Lines below the table that may be notes."""

TOTALS = {
    "total", "totals", "grand total", "sum", "subtotal", "gesamt", "summe", "gesamtsumme", "合計",
    "total général", "total general", "totale", "totaal", "suma", "合计", "总计", "总和",
    "總計",
}  # fmt: skip


@dataclass
class WrittenRows:
    """How a file went: rows written, lines flagged, lines kept out of the table."""

    rows: int = 0
    flagged: int = 0
    lost: int = 0
    damaged: int = 0


@dataclass
class CanonicalWriter:
    """Writes the rows of a file as plain CSV (line, file, damaged, cells …) and its flags as
    another; DuckDB reads both back without any guess.
    """

    rows: IO[str]
    flags: IO[str]
    dialect: Dialect
    file: int = 0
    counts: WrittenRows = field(default_factory=WrittenRows)

    def __post_init__(self) -> None:
        self._rows = csv.writer(self.rows, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._flags = csv.writer(self.flags, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._header = [name.strip() for name in self.dialect.names]

    def flag(self, flag: Flag, lost: bool = False) -> None:
        """Report a line; `lost` when it is in the file but not in the table."""
        lost = lost and not flag.kept
        raw = flag.raw.replace("\0", "")
        self._flags.writerow([flag.line, self.file, flag.reason, raw, int(flag.kept), int(lost)])
        self.counts.flagged += 1
        self.counts.lost += lost

    def write(self, path: Path) -> None:
        """Read one UTF-8 file of this dialect to its end."""
        for note in self.dialect.notes:
            self.flag(note, lost=False)
        if self.dialect.kind == "sheet":
            rows = sheet_records(path)
            self._table(_Lookahead(r for r in rows if r.line >= self.dialect.first_line))
            return
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            cutter = Cutter(self.dialect.grammar, self.dialect.width, self.dialect.types)
            records = cutter.records(_from(lines_of(stream), self.dialect.first_line))
            self._table(_Lookahead(records))

    def _table(self, records: "_Lookahead") -> None:
        first_rows: list[list[str]] = []
        tail: deque[Record] = deque()
        while (record := records.next()) is not None:
            if self._is_second_table(record, records, first_rows):
                self._flush(tail)
                self._set_aside(record, records)
                return
            if self._repeats_header(record):
                self.flag(Flag(record.line, say(m.COLUMN_NAMES_AGAIN), record.raw, kept=True), True)
                continue
            if is_note(record, self.dialect):
                tail.append(record)
                if len(tail) > MAX_TAIL:
                    self._row(tail.popleft())
                continue
            self._flush(tail)
            if len(first_rows) < COMPARE:
                first_rows.append(record.cells)
            self._row(record, total=records.peek(LAST) is None and is_total(record))
        for record in tail:
            self.flag(Flag(record.line, say(m.BELOW_THE_TABLE), record.raw), lost=True)

    def _flush(self, tail: deque[Record]) -> None:
        while tail:
            self._row(tail.popleft())

    def _row(self, record: Record, total: bool = False) -> None:
        width = self.dialect.width
        cells, reason, kept = record.cells, record.problem, False
        if reason or total:
            cells, reason, kept = self._mended(record, total)
            self.flag(Flag(record.line, reason, record.raw, kept))
        damaged = bool(reason) and not kept
        self.counts.damaged += damaged
        row = [*cells[:width], *[""] * (width - len(cells))]
        if "\0" in record.raw:
            row = [cell.replace("\0", "") for cell in row]
        self._rows.writerow([record.line, self.file, int(damaged), *row])
        self.counts.rows += 1

    def _mended(self, record: Record, total: bool) -> tuple[list[str], str, bool]:
        """The cells of a damaged record as far as they can be told apart, why it is flagged, and
        whether they are certain enough to be used.
        """
        if total and not record.problem:
            return record.cells, say(m.TOTAL), False
        cells, width, types = record.cells, self.dialect.width, self.dialect.types
        if len(cells) == width:
            return cells, record.problem, fits(cells, types, proven=False)
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            certain = fits(cells[:width], types, whole=True)
            return cells[:width], say(m.EMPTY_ONES_LEFT_OUT, problem=record.problem), certain
        if width / 2 <= len(cells) < width and fits(cells, types, whole=True):
            whole = any(types[len(cells) - 1 : len(cells)]) or width - len(cells) == 1
            return cells, say(m.LAST_ONES_EMPTY, problem=record.problem), whole
        return cells, record.problem, False

    def _repeats_header(self, record: Record) -> bool:
        if not self.dialect.header_rows or len(record.cells) != len(self._header):
            return False
        return [cell.strip() for cell in record.cells] == self._header and any(self._header)

    def _is_second_table(
        self, record: Record, records: "_Lookahead", first_rows: list[list[str]]
    ) -> bool:
        """Another header, and below it either a table of another width or a copy of this one."""
        if not self.dialect.header_rows:
            return False
        if self._repeats_header(record):
            copy = [records.peek(at) for at in range(len(first_rows))]
            same = sum(
                other is not None and other.cells == row
                for other, row in zip(copy, first_rows, strict=True)
            )
            return bool(first_rows) and same >= 0.75 * len(first_rows)
        if len(record.cells) == self.dialect.width:
            return False
        following = [records.peek(at) for at in range(2)]
        alike = [r for r in following if r is not None and len(r.cells) == len(record.cells)]
        if not alike or len(record.cells) < 2:
            return False
        names = {name.lower() for name in self._header if name}
        shared = sum(cell.strip().lower() in names for cell in record.cells)
        wordy = all(kind(cell) in ("", "text", "code") for cell in record.cells)
        if shared >= 0.5 * len(record.cells):
            return True
        data = any(kind(cell) not in ("", "text", "code") for r in alike for cell in r.cells)
        distinct = len({c.strip() for c in record.cells}) == len(record.cells)
        return wordy and distinct and data and len(alike) == len(following) and all(record.cells)

    def _set_aside(self, record: Record, records: "_Lookahead") -> None:
        what: Record | None = record
        reason = say(m.SECOND_TABLE)
        if self._repeats_header(record):
            reason = say(m.SECOND_COPY)
        while what is not None:
            self.flag(Flag(what.line, reason, what.raw), lost=True)
            reason = say(m.OF_SECOND_TABLE)
            what = records.next()


def is_note(record: Record, dialect: Dialect) -> bool:
    """A line below a table: a source, a date, a remark, in one cell."""
    if dialect.width < 3:
        return False
    filled = [cell for cell in record.cells if cell.strip()]
    if not filled:
        return True
    if len(filled) > 1:
        return False
    if len(record.cells) == 1:
        words = zip(filled[0].split(), dialect.types, strict=False)
        return sum(bool(expected) and kind(word) == expected for word, expected in words) < 2
    if not record.cells[0].strip():
        return False
    return (kind(filled[0]) == "text" and dialect.types[0] != "") or len(filled[0]) > 30


def is_total(record: Record) -> bool:
    filled = [cell.strip().lower().rstrip(":") for cell in record.cells if cell.strip()]
    return bool(filled) and any(cell in TOTALS for cell in filled[:2])


def _from(lines: Iterable[tuple[int, str, str]], first: int) -> Iterator[tuple[int, str, str]]:
    return (line for line in lines if line[0] >= first)


class _Lookahead:
    """An iterator that can be looked into."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self._waiting: deque[Record] = deque()

    def next(self) -> Record | None:
        return self._waiting.popleft() if self._waiting else next(self._records, None)

    def peek(self, at: int) -> Record | None:
        while len(self._waiting) <= at:
            record = next(self._records, None)
            if record is None:
                return None
            self._waiting.append(record)
        return self._waiting[at]
