"""Looking at a file without importing it, and writing it down as it was read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from recsys_core.ingestion.dialect_types import Flag, ReadOptions, Staged
from recsys_core.ingestion.formula import NUMBER, neutralise
from recsys_core.ingestion.joined import grouped
from recsys_core.ingestion.matrix import MatrixLook, guesses, look
from recsys_core.ingestion.read import flags_of
from recsys_core.ingestion.roles.guess import ColumnGuess, Guess
from recsys_core.ingestion.roles.tables import Shape
from recsys_core.ingestion.styles import DateAndNumberStyles, find_styles
from recsys_core.schema.csv_lines import csv_writer
from recsys_core.services.data import messages as m
from recsys_core.services.data.belonging import Belonging, stage_groups
from recsys_core.services.data.corrections import NOTES, notes_at, without_notes
from recsys_core.services.data.first_rows import (
    SAMPLE_ROWS,
    STAGED,
    cells,
    guess_roles,
    select_cells,
    with_lines_below,
)
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say

HEAD_ROWS = 20
SHOWN_FLAGS = 100_000


@dataclass(frozen=True)
class SheetInfo:
    """A filled sheet of a workbook. read: it is part of this table."""

    name: str
    rows: int
    columns: int
    hidden: bool
    read: bool


@dataclass(frozen=True)
class Preview:
    """How a file was read, what its columns seem to mean, and its first rows.

    header_line: line of the column names, from 1; None when there are none. rows: rows of the
    table. flagged: lines that are not as they should be. head: the first 20 rows as text.
    date_order ("day" or "month") and decimal (the sign): as found in the columns that hold dates
    and numbers, None where they leave nothing to decide. sheets: those of a workbook. matrix: how
    a table with a product in each column will be turned. labels: the columns that are imported;
    numbered: they have no names. corrected: the file holds refused rows that come back.
    belonging: what becomes of several files.
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
    date_order: str | None = None
    decimal: str | None = None
    sheets: list[SheetInfo] = field(default_factory=list)
    matrix: MatrixLook | None = None
    labels: tuple[str, ...] = ()
    numbered: bool = False
    corrected: bool = False
    belonging: Belonging | None = None

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
            "date_order": self.date_order,
            "decimal": self.decimal,
            "sheets": [asdict(sheet) for sheet in self.sheets],
        }


def preview_file(
    path: Path,
    options: ReadOptions | None = None,
    kind: str | None = None,
    beside: Sequence[Path] = (),
) -> Preview:
    """Read a file without importing it. kind: what the analyst says it holds; None finds out.
    beside: files that come with it.

    Raises InputError for a file that is missing, a folder, not a table, or a bomb. An empty file
    is a table without columns.
    """
    options = options or ReadOptions()
    alike = kind not in (None, "interactions")
    with _staged([path, *beside], options, alike=alike) as (cursor, read, belonging):
        whole = with_lines_below(cursor, read, kind)
        corrected = notes_at(whole.dialect.names) is not None
        staged = without_notes(whole) if corrected else whole
        head = cells(cursor, staged, SAMPLE_ROWS)
        found = guess_roles(staged, head, kind)
        matrix = matrix_look(staged, head, found, kind, options)
        if matrix is not None:
            shape: Shape = "matrix"
            written = DateAndNumberStyles(guesses(staged.dialect.labels, matrix))
        else:
            shape = "events" if found.shape == "matrix" else found.shape
            written = find_styles(cursor, staged, found.columns, options)
        columns = written.columns
        if corrected:
            head = cells(cursor, whole, HEAD_ROWS)
            columns = [
                *columns,
                *(ColumnGuess(name, None, say(m.ADDED_WHEN_REFUSED)) for name in NOTES),
            ]
        joined = bool(belonging.joins)
        shown = _preview(cursor, whole, head, Guess(shape, columns), path, joined=joined)
        return replace(
            shown,
            warnings=[*shown.warnings, *found.notes, *written.warnings],
            date_order=written.date_order,
            decimal=written.decimal,
            matrix=matrix,
            labels=staged.dialect.labels,
            numbered=staged.dialect.numbered,
            corrected=corrected,
            belonging=belonging,
        )


def write_preview(path: Path, out: Path, options: ReadOptions | None = None) -> None:
    """Write the table of `path` as it was read: UTF-8, commas, a header, quotes where needed.

    Cells that a spreadsheet would run as a formula are made harmless; numbers are none.
    """
    with (
        _staged([path], options) as (cursor, staged, _),
        complete_file(out) as place,
        place.open("w", encoding="utf-8", errors="replace", newline="") as stream,
    ):
        writer = csv_writer(stream)
        dialect = staged.dialect
        if dialect.width == 0:
            return
        names = dialect.labels if dialect.numbered else dialect.names
        writer.writerow(neutralise(name, keep=NUMBER) for name in names)
        cursor.execute(select_cells(staged))
        while rows := cursor.fetchmany(10_000):
            writer.writerows([neutralise(cell or "", keep=NUMBER) for cell in row] for row in rows)


@contextmanager
def _staged(
    paths: Sequence[Path], options: ReadOptions | None, *, alike: bool = True
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Staged, Belonging]]:
    with (
        grouped([Path(path) for path in paths], options, alike=alike) as groups,
        duckdb.connect() as cursor,
    ):
        yield cursor, *stage_groups(cursor, groups, STAGED)


def matrix_look(
    staged: Staged,
    head: list[list[str]],
    guessed: Guess,
    kind: str | None,
    options: ReadOptions,
    user: str | None = None,
) -> MatrixLook | None:
    """How to turn a table with a product in each column; None for any other table."""
    if options.matrix is False or kind not in (None, "interactions"):
        return None
    if options.matrix is None and guessed.shape != "matrix":
        return None
    return look(staged.dialect.labels, head, options, user)


def _preview(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    head: list[list[str]],
    found: Guess,
    path: Path,
    *,
    joined: bool,
) -> Preview:
    dialect = staged.dialect
    warnings = list(staged.warnings)
    if dialect.width == 0:
        warnings.append(say(m.FILE_IS_EMPTY, file=Path(path).name))
    if not joined and len(staged.files) > max(len(dialect.sheets_read), 1):
        warnings.append(say(m.READ_AS_ONE_TABLE, files=len(staged.files)))
    if staged.flagged > SHOWN_FLAGS:
        warnings.append(say(m.FIRST_FLAGS_ONLY, shown=SHOWN_FLAGS, flagged=staged.flagged))
    return Preview(
        shape=found.shape,
        encoding=dialect.encoding,
        delimiter=dialect.shown_delimiter,
        quote=dialect.grammar.quote,
        header_line=dialect.header_line,
        rows=staged.rows,
        columns=found.columns,
        flagged=flags_of(cursor, staged, SHOWN_FLAGS),
        warnings=warnings,
        head=pd.DataFrame(head[:HEAD_ROWS], columns=list(dialect.labels), dtype=str),
        sheets=[
            SheetInfo(s.name, s.rows, s.columns, s.hidden, s.name in dialect.sheets_read)
            for s in dialect.sheets
        ],
    )
