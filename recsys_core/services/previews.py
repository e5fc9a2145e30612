"""Looking at a file without importing it, and writing it down as it was read."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from recsys_core.ingestion.dialect_types import Flag, ReadOptions, Staged
from recsys_core.ingestion.read import Prepared, flags_of, prepared, stage
from recsys_core.ingestion.roles import ColumnGuess, Guess, guess
from recsys_core.ingestion.sql import identifier
from recsys_core.schema.errors import InputError

SAMPLE_ROWS = 2_000
HEAD_ROWS = 20
SHOWN_FLAGS = 100_000
STAGED = "staged"


@dataclass(frozen=True)
class Preview:
    """How a file was read, what its columns seem to mean, and its first rows.

    header_line: line of the column names, from 1; None when there are none. rows: rows of the
    table. flagged: lines that are not as they should be. head: the first 20 rows as text.
    """

    shape: str
    encoding: str
    delimiter: str
    quote: str
    header_line: int | None
    rows: int
    columns: list[ColumnGuess]
    flagged: list[Flag]
    warnings: list[str]
    head: pd.DataFrame = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `preview --json`."""
        return {
            "shape": self.shape,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quote": self.quote,
            "header_line": self.header_line,
            "rows": self.rows,
            "columns": [asdict(column) for column in self.columns],
            "flagged": [
                {"line": flag.line, "reason": flag.reason, "raw": flag.raw} for flag in self.flagged
            ],
            "warnings": list(self.warnings),
        }


def preview_file(
    path: Path, options: ReadOptions | None = None, kind: str | None = None
) -> Preview:
    """Read a file without importing it. kind: what the analyst says it holds; None finds out.

    Raises InputError for a file that is missing, a folder, not a table, or a bomb. An empty file
    is a table without columns.
    """
    with _staged(path, options) as (cursor, files, staged):
        head = cells(cursor, staged, SAMPLE_ROWS)
        found = guess_roles(staged, head, kind)
        return _preview(cursor, files, staged, head, found, path)


def write_preview(path: Path, out: Path, options: ReadOptions | None = None) -> None:
    """Write the table of `path` as it was read: UTF-8, commas, a header, quotes where needed."""
    with _staged(path, options) as (cursor, _, staged):
        try:
            with Path(out).open("w", encoding="utf-8", errors="replace", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                width = staged.dialect.width
                if width == 0:
                    return
                named = bool(staged.dialect.header_rows) or staged.dialect.kind == "parquet"
                writer.writerow(staged.dialect.names if named else staged.dialect.labels)
                cursor.execute(_select(staged))
                while rows := cursor.fetchmany(10_000):
                    writer.writerows([cell or "" for cell in row] for row in rows)
        except OSError as error:
            raise InputError(
                f"{out} cannot be written ({error.strerror}). Choose another place."
            ) from None


@contextmanager
def _staged(
    path: Path, options: ReadOptions | None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[Prepared], Staged]]:
    with prepared([Path(path)], options) as files, duckdb.connect() as cursor:
        yield cursor, files, stage(cursor, files, STAGED)


def cells(cursor: duckdb.DuckDBPyConnection, staged: Staged, limit: int) -> list[list[str]]:
    """The first rows as text, damaged ones left out where there are enough others."""
    if staged.dialect.width == 0:
        return []
    rows = cursor.execute(f"{_select(staged)} LIMIT {limit}").fetchall()
    return [[cell or "" for cell in row] for row in rows]


def _select(staged: Staged) -> str:
    listed = ", ".join(f"c{at}" for at in range(staged.dialect.width))
    order = "" if len(staged.files) == 1 else " ORDER BY file, line"
    return f"SELECT {listed} FROM {identifier(staged.table)}{order}"


def guess_roles(staged: Staged, head: list[list[str]], kind: str | None) -> Guess:
    """What the columns of a staged table seem to be."""
    dialect = staged.dialect
    numbered = dialect.kind != "parquet" and not dialect.header_rows
    return guess(dialect.labels, head, kind, numbered)


def _preview(
    cursor: duckdb.DuckDBPyConnection,
    files: list[Prepared],
    staged: Staged,
    head: list[list[str]],
    found: Guess,
    path: Path,
) -> Preview:
    dialect = staged.dialect
    warnings = list(staged.warnings)
    if dialect.width == 0:
        warnings.append(f"{Path(path).name} is empty.")
    if len(files) > 1:
        warnings.append(f"{len(files):,} files were read as one table.")
    if staged.flagged > SHOWN_FLAGS:
        warnings.append(
            f"Only the first {SHOWN_FLAGS:,} of {staged.flagged:,} flagged lines are listed."
        )
    return Preview(
        shape=found.shape,
        encoding=dialect.encoding,
        delimiter=dialect.grammar.delimiter,
        quote=dialect.grammar.quote,
        header_line=dialect.header_line,
        rows=staged.rows,
        columns=found.columns,
        flagged=flags_of(cursor, staged, SHOWN_FLAGS),
        warnings=warnings,
        head=pd.DataFrame(head[:HEAD_ROWS], columns=list(dialect.labels), dtype=str),
    )
