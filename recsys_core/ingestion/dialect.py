"""Working out how a text file is written: delimiter, quotation mark, width and header."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from recsys_core.ingestion import header as headers
from recsys_core.ingestion import limits
from recsys_core.ingestion.cells import column_types, kind
from recsys_core.ingestion.dialect_types import (
    DELIMITER_NAMES,
    SPACES,
    Dialect,
    Flag,
    Grammar,
    ReadOptions,
)
from recsys_core.ingestion.quoting import quoting
from recsys_core.ingestion.records import Cutter, Record, lines_of
from recsys_core.schema.errors import InputError

SAMPLE_LINES = 1_000
SAMPLE_CHARS = 1_000_000
JUDGED_LINES = 160
"""Lines on which the delimiters compete."""

DELIMITERS = (
    *(",", ";", "\t", "|", "::", ", ", "; ", SPACES),
    *(" ", ":", "^", "~", "#", "\x01", "\x1f"),
)
PREFERENCE = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "::": 1.0, ", ": 1.0, "; ": 1.0}


@dataclass(frozen=True)
class _Reading:
    """How well a grammar explains the sample."""

    grammar: Grammar
    width: int
    score: float


def sniff(path: Path, encoding: str, options: ReadOptions | None = None, name: str = "") -> Dialect:
    """The dialect of a UTF-8 text file; what `options` say is taken as given.

    encoding: what the file was written in originally, for the record. Raises InputError for
    lines without end and tables of far too many columns.
    """
    options = options or ReadOptions()
    lines, newline = _sample(path)
    texts = [text for _, text, _ in lines if text.strip()]
    if not texts:
        return _empty(encoding, newline)
    reading = _best_reading(texts, lines, options)
    if reading.width > limits.MAX_COLUMNS:
        raise InputError(
            f"{name or path.name} has more than {limits.MAX_COLUMNS:,} columns. Choose the columns "
            "that matter before exporting it."
        )
    return _with_header(reading, lines, encoding, newline, options)


def _sample(path: Path) -> tuple[list[tuple[int, str, str]], str]:
    """The first lines of the file, and how they end."""
    lines: list[tuple[int, str, str]] = []
    size = 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        bounded = iter(lambda: stream.readline(limits.MAX_LINE + 2), "")
        for line in islice(lines_of(bounded), SAMPLE_LINES):
            lines.append(line)
            size += len(line[1])
            if size > SAMPLE_CHARS:
                break
    ends = Counter(end for _, _, end in lines if end)
    return lines, ends.most_common(1)[0][0] if ends else "\n"


def _empty(encoding: str, newline: str) -> Dialect:
    return Dialect("text", encoding, Grammar(","), None, 0, 1, (), (), newline)


def _best_reading(
    texts: Sequence[str], lines: Sequence[tuple[int, str, str]], options: ReadOptions
) -> _Reading:
    if options.delimiter is not None:
        name = options.delimiter
        delimiters: Sequence[str] = [DELIMITER_NAMES.get(name.lower(), name)]
        if not delimiters[0]:
            raise InputError("The delimiter is empty. Give one, such as a comma or the word tab.")
    else:
        delimiters = [d for d in DELIMITERS if _occurs(d, texts)]
    readings = []
    texts, lines = texts[:JUDGED_LINES], lines[:JUDGED_LINES]
    for delimiter in delimiters:
        grammar = quoting(delimiter, texts, lines, options)
        reading = _read(grammar, lines)
        if reading is not None:
            readings.append(reading)
    if not readings:
        only = delimiters[0] if options.delimiter is not None else ","
        return _Reading(quoting(only, texts, lines, options), 1, 0.0)
    best = max(readings, key=lambda r: r.score)
    if options.delimiter is None and best.score < 0.25:
        return _Reading(quoting(",", texts, lines, options), 1, 0.0)
    return _refined(best, readings)


def _occurs(delimiter: str, texts: Sequence[str]) -> bool:
    token = " " if delimiter == SPACES else delimiter
    if token == " ":
        aligned = sum("  " in text.strip() or text.startswith(" ") for text in texts)
        if (aligned >= 0.3 * len(texts)) != (delimiter == SPACES):
            return False
    if token == ":" and any("::" in text for text in texts):
        return False
    return sum(token in text for text in texts) >= max(1, 0.2 * len(texts))


def _refined(best: _Reading, readings: Sequence[_Reading]) -> _Reading:
    """Prefer the comma with a space to the bare one when the space always follows."""
    if best.grammar.delimiter in (",", ";"):
        for other in readings:
            longer = other.grammar.delimiter == best.grammar.delimiter + " "
            if longer and other.width == best.width and other.score >= best.score * 0.98:
                return other
    return best


def _read(grammar: Grammar, lines: Sequence[tuple[int, str, str]]) -> _Reading | None:
    """Cut the sample and judge the result; None when the delimiter makes no table of it."""
    records = list(_patient(Cutter(grammar, None), lines))
    if not records:
        return None
    width = _width(records)
    if width < 2:
        return None
    right = [record for record in records if len(record.cells) == width]
    share = len(right) / len(records)
    clean = sum(not record.problem for record in right) / len(right)
    known = total = 0.0
    for record in right[:200]:
        for cell in record.cells:
            what = kind(cell)
            total += 1
            if what not in ("", "text"):
                known += 1.0
            elif what == "":
                known += 0.6 if cell.strip() or grammar.delimiter not in (SPACES, " ") else 0.1
            else:
                known += 0.6 if len(cell) <= 60 else 0.5
                if cell[0] == " " or cell[-1] == " ":
                    known -= 0.2
    score = (0.15 + 0.85 * share) * (0.4 + 0.6 * clean) * (known / total) * (1 - 0.5 / width)
    score *= PREFERENCE.get(grammar.delimiter, 0.8)
    return _Reading(grammar, width, score)


def _patient(cutter: Cutter, lines: Sequence[tuple[int, str, str]]) -> list[Record]:
    """The records of a sample; a quotation mark that never closes only disqualifies a reading."""
    out: list[Record] = []
    try:
        out.extend(cutter.records(lines))
    except InputError:
        return out
    return out


def _width(records: Sequence[Record]) -> int:
    """How many columns the table has: the most frequent cell count; where a second table of
    about the same length follows, the first one's.
    """
    counts = Counter(len(record.cells) for record in records)
    top = counts.most_common(1)[0][1]
    rivals = {count for count, n in counts.items() if n >= 0.5 * top and n >= 3}
    run_of, run = 0, 0
    for record in records:
        size = len(record.cells)
        run = run + 1 if size == run_of else 1
        run_of = size
        if run >= 3 and size in rivals:
            return size
    first = len(records[0].cells)
    if first in rivals and first > 1:
        return first
    mode = counts.most_common(1)[0][0]
    return first if _wider_names(records[0].cells, mode) else mode


def _wider_names(cells: Sequence[str], mode: int) -> bool:
    """Whether the first line names a few columns more than most rows fill: rows whose last cells
    are empty often end early. A delimiter too many would leave a name empty.
    """
    names = [cell.strip() for cell in cells]
    distinct = len(set(names)) == len(names) and all(names)
    wordy = all(kind(name) in ("text", "code") and len(name) <= 40 for name in names)
    return 1 < mode < len(names) <= mode + 3 and distinct and wordy


def _with_header(
    reading: _Reading,
    lines: Sequence[tuple[int, str, str]],
    encoding: str,
    newline: str,
    options: ReadOptions,
) -> Dialect:
    loose = list(Cutter(reading.grammar, reading.width).records(lines))
    body = [record.cells for record in loose if len(record.cells) == reading.width]
    types = column_types(body, reading.width)
    records = list(Cutter(reading.grammar, reading.width, types).records(lines))
    found = _chosen_header(records, reading.width, options)
    data = [record.cells for record in records[found.body :]]
    rows = [cells for cells in data if len(cells) == reading.width]
    if len(rows) < len(data) / 2:
        rows = [cells for cells in data if reading.width / 2 <= len(cells) <= reading.width]
    types = column_types(rows, reading.width)
    names, notes = _names(found, reading)
    if records[found.body :]:
        first_line = records[found.body].line
    else:
        first_line = (lines[-1][0] + 1) if found.rows or found.preamble else 1
    notes = [*(_above(record) for record in found.preamble), *notes]
    warnings = []
    if not found.rows:
        warnings.append(
            "No line with column names was found, so the columns were numbered. If there is one, "
            "say in which line it stands."
        )
    if reading.width == 1:
        warnings.append(
            "The file was read as a single column. If it has more, say which character divides "
            "them."
        )
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
    return Flag(record.line, "Stands above the table", record.raw)


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
    raise InputError(
        f"Line {options.header_line} holds no column names. Choose the line they stand in."
    )


def _names(found: headers.Header, reading: _Reading) -> tuple[tuple[str, ...], list[Flag]]:
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
            reason = reason or f"{len(cells)} column names for {width} columns"
            notes.append(Flag(record.line, f"Column names: {reason}", record.raw, kept=True))
        for column in range(width):
            if column < len(cells):
                parts[column].append(cells[column])
    names = tuple(
        " ".join(p for p in column if p) if len(column) > 1 else "".join(column) for column in parts
    )
    if len(found.rows) > 1:
        for record in found.rows[1:]:
            notes.append(
                Flag(record.line, "Read as a further line of column names", record.raw, kept=True)
            )
    return names, notes
