"""Working out how a text file is written: delimiter, quotation mark, width and header."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.bombs import refuse_bombs
from recsys_core.ingestion.cells import column_types, kind
from recsys_core.ingestion.describe import Reading, described
from recsys_core.ingestion.dialect_types import (
    DELIMITER_NAMES,
    SPACES,
    Dialect,
    Grammar,
    ReadOptions,
)
from recsys_core.ingestion.quoting import quoting
from recsys_core.ingestion.records import Cutter, Record, lines_of, sheet_records
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

SAMPLE_LINES = 1_000
SAMPLE_CHARS = 1_000_000
JUDGED_LINES = 160
"""Lines on which the delimiters compete."""

DELIMITERS = (
    *(",", ";", "\t", "|", "::", ", ", "; ", SPACES),
    *(" ", ":", "^", "~", "#", "\x01", "\x1f"),
)
PREFERENCE = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "::": 1.0, ", ": 1.0, "; ": 1.0}


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
    refuse_bombs(path, lines, name or path.name)
    reading = _best_reading(texts, lines, options)
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
) -> Reading:
    if options.delimiter is not None:
        name = options.delimiter
        delimiters: Sequence[str] = [DELIMITER_NAMES.get(name.lower(), name)]
        if not delimiters[0]:
            raise InputError(say(m.EMPTY_DELIMITER))
    else:
        delimiters = _in_names([d for d in DELIMITERS if _occurs(d, texts)], texts)
    readings = []
    texts, lines = texts[:JUDGED_LINES], lines[:JUDGED_LINES]
    for delimiter in delimiters:
        grammar = quoting(delimiter, texts, lines, options)
        reading = _read(grammar, lines)
        if reading is not None:
            readings.append(reading)
    if not readings:
        only = delimiters[0] if options.delimiter is not None else ","
        return Reading(quoting(only, texts, lines, options), 1, 0.0)
    best = max(readings, key=lambda r: r.score)
    if options.delimiter is None and best.score < 0.25:
        return Reading(quoting(",", texts, lines, options), 1, 0.0)
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


def _in_names(delimiters: Sequence[str], texts: Sequence[str]) -> Sequence[str]:
    """The delimiters without the blank, where it parts the words of the cells: the first line has
    none, and another one stands on every line.
    """
    others = [d for d in delimiters if d not in (" ", SPACES)]
    everywhere = any(all(d in text for text in texts if text) for d in others)
    return others if everywhere and " " not in texts[0].strip() else delimiters


def _refined(best: Reading, readings: Sequence[Reading]) -> Reading:
    """Prefer the comma with a space to the bare one when the space always follows."""
    if best.grammar.delimiter in (",", ";"):
        for other in readings:
            longer = other.grammar.delimiter == best.grammar.delimiter + " "
            if longer and other.width == best.width and other.score >= best.score * 0.98:
                return other
    return best


def _read(grammar: Grammar, lines: Sequence[tuple[int, str, str]]) -> Reading | None:
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
    return Reading(grammar, width, score)


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
    reading: Reading,
    lines: Sequence[tuple[int, str, str]],
    encoding: str,
    newline: str,
    options: ReadOptions,
) -> Dialect:
    loose = list(Cutter(reading.grammar, reading.width).records(lines))
    body = [record.cells for record in loose if len(record.cells) == reading.width]
    types = column_types(body, reading.width)
    records = list(Cutter(reading.grammar, reading.width, types).records(lines))
    end = lines[-1][0] if lines else 0
    return described(reading, records, end, encoding, newline, options)


def sniff_sheet(path: Path, options: ReadOptions) -> Dialect:
    """The dialect of a sheet that was written as CSV: only its header is in question."""
    grammar = Grammar(",")
    records = list(islice(sheet_records(path), SAMPLE_LINES))
    width = max((len(record.cells) for record in records), default=0)
    if width == 0:
        return replace(_empty("", "\n"), kind="sheet")
    reading = Reading(grammar, width, 1.0)
    last = records[-1].line if records else 0
    return replace(described(reading, records, last, "", "\n", options), kind="sheet")
