"""Where the column names are, and what stands above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.ingestion.cells import column_types, kind
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.records import Record

LOOK = 60
"""Records from the top among which the header is looked for."""

DATA_KINDS = ("number", "money", "percent", "date", "time", "url", "email")
NEVER_NAMES = ("url", "email", "money", "percent", "time")
"""Kinds of cells that only rows have; a number or a date may be a column's name."""


@dataclass(frozen=True)
class Header:
    """The records above the data. preamble: lines that are neither names nor data. rows: the
    records that hold the names, none when the file has no names.
    """

    preamble: tuple[Record, ...]
    rows: tuple[Record, ...]
    body: int
    """Index of the first record of data."""


def find(records: Sequence[Record], width: int) -> Header:
    """Tell preamble, column names and data apart in the first records of a file."""
    start = _skip_preamble(records, width)
    preamble = tuple(records[:start])
    if start >= len(records):
        return Header(preamble, (), start)
    first = records[start]
    body = [r.cells for r in records[start + 1 : start + 300] if len(r.cells) == width]
    types = column_types(body, width) if len(body) >= 3 else _loose_types(body, width)
    if not _names(first, body, types, width):
        return Header(preamble, (), start)
    end = start + 1
    while end < len(records) and end - start < 5 and _more_names(records, start, end, width):
        end += 1
    return Header(preamble, tuple(records[start:end]), end)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _skip_preamble(records: Sequence[Record], width: int) -> int:
    """Leading records with far fewer filled cells than the table has columns: titles, filters,
    export dates. A record broken by damage is not one, as it holds much more.
    """
    if width < 2:
        return 0
    for at, record in enumerate(records[:LOOK]):
        filled = _filled(record.cells)
        if len(record.cells) == width and filled >= max(2, width / 2):
            return at
        rest = records[at + 1 : at + 4]
        if _could_be_names(record, width) and not any(
            _could_be_names(r, width) and len(r.cells) == width and _wordy(r) for r in rest[:2]
        ):
            return at
    for at, record in enumerate(records[:LOOK]):
        if len(record.cells) == width:
            return at
    return 0


def _could_be_names(record: Record, width: int) -> bool:
    """Names that lost or gained a few delimiters are still names."""
    filled = _filled(record.cells)
    return filled >= max(2, 0.6 * width) and len(record.cells) <= width + 3


def _wordy(record: Record) -> bool:
    return all(kind(cell) in ("", "text", "code") for cell in record.cells)


def _loose_types(body: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """Types for one or two rows of data: whatever they show."""
    types = []
    for column in range(width):
        kinds = {kind(row[column]) for row in body} - {""}
        types.append(kinds.pop() if len(kinds) == 1 else "")
    return tuple("" if t == "text" else t for t in types)


def _names(
    first: Record, body: Sequence[Sequence[str]], types: tuple[str, ...], width: int
) -> bool:
    """Whether a record holds column names: words, different from one another and from what
    stands below them.
    """
    cells = [cell.strip() for cell in first.cells]
    filled = [cell for cell in cells if cell]
    kinds = [kind(cell) for cell in cells]
    if not filled or any(k in NEVER_NAMES for k in kinds):
        return False
    figures = sum(k in DATA_KINDS for k in kinds)
    if not body:
        return figures == 0
    if len(first.cells) == width:
        typed = [(k, t) for k, t in zip(kinds, types, strict=True) if t]
        # A code may look like any word, so a column of codes tells nothing unless of numbers.
        differs = sum(
            (t != "code" and k not in ("", t)) or (t == "number" and k == "code") for k, t in typed
        )
        same = sum(t != "code" and k == t for k, t in typed)
        if same > differs:
            # Years or item numbers as names: "customer, 2019, 2020, 2021".
            return differs > 0 and len(set(filled)) == len(filled) and _id_like_names(kinds, types)
        if differs:
            return True
    return not _row_like(filled, figures) and not _appears_below(cells, body)


def _row_like(filled: Sequence[str], figures: int) -> bool:
    """Where the types decide nothing: whether the cells are more like a row's than like names."""
    return (
        # "Week 1, 2, 3" names some columns by numbers; beyond a third, they are values.
        figures > len(filled) / 3
        or any(is_no_value(cell) for cell in filled)
        # A few names may be doubled; a row of flags or categories repeats most of its cells.
        or (len(set(filled)) < len(filled) and len(set(filled)) < max(2, len(filled) / 2))
        # No shop names a column by a paragraph.
        or any(len(cell) > 80 for cell in filled)
    )


def _id_like_names(kinds: Sequence[str], types: Sequence[str]) -> bool:
    return kinds[0] in ("text", "code", "") and types[0] in ("number", "code", "")


def _appears_below(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the cells occur as values of their own columns: then they are values too."""
    hits = 0
    for column, cell in enumerate(cells):
        below = [row[column].strip() for row in body if len(row) > column]
        hits += bool(cell) and cell in below
    whole = any([c.strip() for c in row] == list(cells) for row in body)
    return hits > 0 and not whole


def _more_names(records: Sequence[Record], start: int, at: int, width: int) -> bool:
    """Whether a record below the names continues them (units, a second level, or the names
    again): nothing in it is what its column holds further down.
    """
    record, above = records[at], records[start]
    if len(record.cells) != width:
        return False
    cells = [cell.strip() for cell in record.cells]
    if cells == [cell.strip() for cell in above.cells]:
        return True
    body = [r.cells for r in records[at + 1 : at + 300] if len(r.cells) == width]
    if len(body) < 3:
        return False
    types = column_types(body, width)
    typed = [(kind(cell), t, cell) for cell, t in zip(cells, types, strict=True) if t]
    proofs = sum(bool(cell) and k == "text" and t != "code" for k, t, cell in typed)
    data = sum(k == t for k, t, _ in typed)
    return data == 0 and proofs >= max(2, len(typed) / 2)
