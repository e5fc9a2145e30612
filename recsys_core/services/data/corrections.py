"""Refused rows as a file to correct in a spreadsheet, and that file coming back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from recsys_core.ingestion.cutting import split_freely
from recsys_core.ingestion.dialect_types import Grammar, Staged
from recsys_core.ingestion.formula import neutralise, restore
from recsys_core.schema.csv_lines import csv_writer
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.sql import identifier
from recsys_core.storage import imports
from recsys_core.storage.imports import Recorded

NOTES = ("import_id", "file_name", "line", "column_name", "reason", "raw")
"""The columns a file of refused rows has behind its own. They are left out when it comes back."""


def write_refused(cursor: duckdb.DuckDBPyConnection, import_id: str, target: Path) -> int:
    """The refused rows of an import as CSV; returns how many. `target` is replaced."""
    count = 0
    with target.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv_writer(stream)
        for row in refused_table(cursor, import_id):
            writer.writerow([neutralise(cell) for cell in row])
            count += 1
    return max(count - 1, 0)


def refused_table(cursor: duckdb.DuckDBPyConnection, import_id: str) -> Iterator[list[str]]:
    """First the names, then every refused row: its own columns, and `NOTES`."""
    about = imports.recorded(cursor, import_id)
    yield [*about.labels, *NOTES]
    cursor.execute(
        "SELECT cells, import_id, file_name, line, column_name, reason, raw FROM quarantine "
        "WHERE import_id = ? ORDER BY file_name, line, rowid",
        [import_id],
    )
    while rows := cursor.fetchmany(5_000):
        for cells, *notes in rows:
            found = json.loads(cells) if cells else _cut(notes[-1] or "", about)
            found = [restore(cell) for cell in found]
            yield [*found, *("" if note is None else str(note) for note in notes)]


def _cut(raw: str, about: Recorded) -> list[str]:
    """The cells of a damaged line as far as they can be told apart: what is too much stays
    together in the last one.
    """
    width = len(about.labels)
    delimiter = about.delimiter or ","
    free = split_freely(raw, Grammar(delimiter), None)
    cells = list(free[0]) if free else raw.split(" " if delimiter == "spaces" else delimiter)
    if width and len(cells) > width:
        cells = [*cells[: width - 1], delimiter.join(cells[width - 1 :])]
    return [*cells, *[""] * (width - len(cells))]


def corrected_import(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> Recorded | None:
    """The import a file of refused rows comes from; None for any other file."""
    at = notes_at(staged.dialect.names)
    if at is None:
        return None
    source = staged.unread.rows if staged.unread else identifier(staged.table)
    found = cursor.execute(
        f"SELECT DISTINCT c{at} FROM {source} WHERE c{at} <> '' ORDER BY 1"
    ).fetchall()
    for (import_id,) in found:
        try:
            return imports.recorded(cursor, str(import_id))
        except NotFoundError:
            continue
    return Recorded("", "", [], {}, {}, "", False) if found else None


def notes_at(names: Sequence[str]) -> int | None:
    """Where the columns of `NOTES` begin."""
    last = tuple(restore(name.strip()) for name in names[-len(NOTES) :])
    return len(names) - len(NOTES) if last == NOTES and len(names) > len(NOTES) else None


def without_notes(staged: Staged) -> Staged:
    """The table without those columns."""
    at = notes_at(staged.dialect.names)
    dialect = replace(
        staged.dialect, names=staged.dialect.names[:at], types=staged.dialect.types[:at]
    )
    return replace(staged, dialect=dialect)
