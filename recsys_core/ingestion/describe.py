"""The dialect of a table whose delimiter is known: its column names, and what stands above them."""

from dataclasses import dataclass

from recsys_core.ingestion import header as headers
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.cells import column_types
from recsys_core.ingestion.dialect_types import Dialect, Flag, Grammar, ReadOptions
from recsys_core.ingestion.records import Record
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Reading:
    """How well a grammar explains the sample."""

    grammar: Grammar
    width: int
    score: float


def described(
    reading: Reading,
    records: list[Record],
    end: int,
    encoding: str,
    newline: str,
    options: ReadOptions,
) -> Dialect:
    """The dialect, once the delimiter is certain. end: number of the last line looked at."""
    found = _chosen_header(records, reading.width, options)
    data = [record.cells for record in records[found.body :]]
    rows = [cells for cells in data if len(cells) == reading.width]
    if len(rows) < len(data) / 2:
        rows = [cells for cells in data if reading.width / 2 <= len(cells) <= reading.width]
    types = column_types(rows, reading.width)
    # A cell merged over several lines of a workbook repeats its name in each; text does not merge.
    names, notes = _names(found, reading, merged=not encoding)
    if records[found.body :]:
        first_line = records[found.body].line
    else:
        first_line = (end + 1) if found.rows or found.preamble else 1
    notes = [*(_above(record) for record in found.preamble), *notes]
    warnings = []
    if not found.rows:
        warnings.append(say(m.COLUMNS_NUMBERED))
    if reading.width == 1:
        warnings.append(say(m.SINGLE_COLUMN))
    return Dialect(
        kind="text",
        encoding=encoding,
        grammar=reading.grammar,
        header_line=found.rows[0].line if found.rows else None,
        header_rows=len(found.rows),
        first_line=first_line,
        names=names,
        types=types,
        newline=newline,
        notes=tuple(notes),
        warnings=tuple(warnings),
    )


def _above(record: Record) -> Flag:
    return Flag(record.line, say(m.ABOVE_THE_TABLE), record.raw)


def _chosen_header(records: list[Record], width: int, options: ReadOptions) -> headers.Header:
    if options.header_line is None:
        return headers.find(records, width)
    if options.header_line <= 0:
        return headers.Header((), (), 0)
    for at, record in enumerate(records):
        if record.line >= options.header_line:
            if record.line > options.header_line:
                break
            return headers.Header(tuple(records[:at]), (record,), at + 1)
    raise InputError(say(m.NO_NAMES_IN_LINE, line=str(options.header_line)))


def _names(
    found: headers.Header, reading: Reading, merged: bool
) -> tuple[tuple[str, ...], list[Flag]]:
    """One name per column, and what was wrong with the lines that hold the names."""
    width, notes = reading.width, []
    if not found.rows:
        return ("",) * width, []
    parts: list[list[str]] = [[] for _ in range(width)]
    for record in found.rows:
        cells = list(record.cells)
        reason = record.problem
        while len(cells) > width and any(not cell.strip() for cell in cells):
            cells.pop(next(i for i, cell in enumerate(cells) if not cell.strip()))
        if reason or len(cells) != width:
            reason = reason or say(m.OTHER_NUMBER, names=str(len(cells)), columns=str(width))
            notes.append(
                Flag(record.line, say(m.COLUMN_NAMES, problem=reason), record.raw, kept=True)
            )
        for column in range(width):
            if column < len(cells):
                parts[column].append(cells[column])
    names = tuple(
        " ".join(p for p in (dict.fromkeys(column) if merged else column) if p)
        if len(column) > 1
        else "".join(column)
        for column in parts
    )
    if len(found.rows) > 1:
        for record in found.rows[1:]:
            notes.append(Flag(record.line, say(m.MORE_NAMES), record.raw, kept=True))
    return names, notes
