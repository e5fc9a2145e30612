"""From files to one temporary table of text, with every damaged line accounted for.

DuckDB reads what is regular. What it would have to guess about is read line by line in Python,
written down as plain CSV, and loaded from there: the same table either way.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.canonical import CanonicalWriter, WrittenRows, is_note, is_total
from recsys_core.ingestion.cutting import split_strict
from recsys_core.ingestion.dialect_types import SPACES, Dialect, Flag, Grammar, Staged
from recsys_core.ingestion.prepare import prepared
from recsys_core.ingestion.prepared import Prepared
from recsys_core.ingestion.records import Record
from recsys_core.ingestion.structure import scan
from recsys_core.ingestion.unread import IrregularError, Unread, last_lines
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.messages import say

__all__ = ["IrregularError", "Prepared", "flags_of", "prepared", "second_table", "stage"]

SMALL = 1_000_000
"""Bytes below which a file is always read line by line."""

TAIL_ROWS = 5
FLAG_COLUMNS = "line BIGINT, file INTEGER, reason VARCHAR, raw VARCHAR, kept BOOLEAN, lost BOOLEAN"


def stage(
    cursor: duckdb.DuckDBPyConnection,
    files: Sequence[Prepared],
    table: str,
    unread: bool = False,
    scratch: Path | None = None,
) -> Staged:
    """Load prepared files into the temporary relation `table` (see `Staged`).

    A single regular file becomes a table of its cells only; line numbers are worked out when
    they are asked for. unread: such a file may as well stay where it is, with `table` a view of
    it. scratch: folder for passing copies. Not within a transaction: a file that proves to be
    irregular would end it. Raises InputError for what no table can hold.
    """
    flags = f"{table}_flags"
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(flags)} ({FLAG_COLUMNS})")
    first = files[0]
    staging = _Staging(cursor, table, flags, first.dialect, unread, scratch)
    if first.dialect.width == 0:
        staging.create()
    elif len(files) == 1:
        staging.single(first)
    else:
        staging.create()
        for number, file in enumerate(files):
            staging.append(file, number)
    return staging.result(files)


class _Staging:
    """The staging of one import."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        table: str,
        flags: str,
        dialect: Dialect,
        may_stay_unread: bool,
        scratch: Path | None,
    ) -> None:
        self.cursor = cursor
        self.table = identifier(table)
        self.cells = identifier(f"{table}_cells")
        self.flags = identifier(flags)
        self.names = (table, flags)
        self.dialect = dialect
        self.width = dialect.width
        self.counts = WrittenRows()
        self.may_stay_unread = may_stay_unread
        self.scratch = scratch
        self.unread: Unread | None = None
        for kind, name in (("VIEW", self.table), ("TABLE", self.cells)):
            cursor.execute(f"DROP {kind} IF EXISTS {name}")

    def columns(self, prefix: str = "") -> str:
        return ", ".join(f"{prefix}c{i}" for i in range(self.width))

    def create(self) -> None:
        """An empty table with explicit line, file and damage columns."""
        cells = "".join(f", c{i} VARCHAR" for i in range(self.width))
        self.cursor.execute(
            f"CREATE TEMP TABLE {self.cells} (line BIGINT, file INTEGER, damaged BOOLEAN{cells})"
        )
        self.cursor.execute(f"CREATE TEMP VIEW {self.table} AS SELECT * FROM {self.cells}")

    def single(self, file: Prepared) -> None:
        """One file: cells only if it is regular."""
        if file.dialect.kind == "parquet":
            self.cursor.execute(f"CREATE TEMP TABLE {self.cells} AS {self._parquet(file)}")
            self._numbered(1, [])
            return
        if self.may_stay_unread:
            self.unread = self._one_row_per_line(file)
            if self.unread is not None:
                self._leave(file, self.unread)
                return
        elif self._regular(file):
            for note in file.dialect.notes:
                self.flag(note, 0)
            damaged = self._tail(file)
            self._numbered(file.dialect.first_line, damaged)
            return
        self.create()
        self._carefully(file, 0)

    def _numbered(self, first_line: int, damaged: list[int]) -> None:
        line = self._line(self.cells, first_line)
        mark = f"rowid IN ({', '.join(map(str, damaged))})" if damaged else "false"
        self.cursor.execute(
            f"CREATE TEMP VIEW {self.table} AS SELECT {line} AS line, 0 AS file, "
            f"{mark} AS damaged, {self.columns()} FROM {self.cells}"
        )
        self.counts.rows = self._count(self.cells)
        self.counts.damaged = len(damaged)

    def _line(self, table: str, first_line: int) -> str:
        """The line of a row, from its place in the table. Inside a transaction DuckDB counts the
        rows of a new table from a huge number.
        """
        rows = self.cursor.execute(f"SELECT min(rowid) FROM {table}").fetchall()
        return f"rowid - {int(rows[0][0] or 0)} + {first_line}"

    def append(self, file: Prepared, number: int) -> None:
        """One of several files."""
        picked = ", ".join(f"c{at}" for at in file.order)
        if file.dialect.kind == "parquet":
            loaded, first = True, 1
            self.cursor.execute(f"CREATE OR REPLACE TEMP TABLE one_file AS {self._parquet(file)}")
        else:
            loaded, first = self._regular(file, "one_file"), file.dialect.first_line
            if loaded:
                loaded = not self._tail_suspicious("one_file")
        if not loaded:
            self._carefully(file, number)
            return
        for note in file.dialect.notes:
            self.flag(note, number)
        added = self.cursor.execute(
            f"INSERT INTO {self.cells} SELECT {self._line('one_file', first)}, {number}, false, "
            f"{picked} "
            "FROM one_file"
        ).fetchall()
        self.counts.rows += int(added[0][0])
        self.cursor.execute("DROP TABLE one_file")

    def _parquet(self, file: Prepared) -> str:
        cells = ", ".join(
            f"CAST({identifier(name)} AS VARCHAR) AS c{at}"
            for at, name in enumerate(file.dialect.names)
        )
        return f"SELECT {cells} FROM read_parquet({literal(str(file.path))})"

    def _one_row_per_line(self, file: Prepared) -> Unread | None:
        """The file as DuckDB will read it, if its lines look regular."""
        dialect, grammar = file.dialect, file.dialect.grammar
        if file.path.stat().st_size < SMALL or not _duckdb_can(grammar):
            return None
        found = scan(file.path, grammar.delimiter, grammar.quote, file.name)
        if not found.regular or (found.quoted_newlines and grammar.quote):
            return None
        if found.quoted and grammar.escape != grammar.quote:
            return None
        return Unread(
            path=file.path,
            delimiter=grammar.delimiter,
            quote=grammar.quote if found.quoted else "",
            width=self.width,
            names=dialect.names if dialect.header_rows else (),
            count=found.lines - dialect.first_line + 1,
            first_line=dialect.first_line,
            newline=found.newline,
            scratch=self.scratch,
        )

    def _leave(self, file: Prepared, unread: Unread) -> None:
        """No table: the relation reads the file."""
        for note in file.dialect.notes:
            self.flag(note, 0)
        last = min(TAIL_ROWS, unread.count)
        lines = last_lines(file.path, unread.newline, last)
        records = []
        for number, text in enumerate(lines, unread.first_line + unread.count - len(lines)):
            cells = split_strict(text, file.dialect.grammar)
            records.append(Record(number, cells if isinstance(cells, list) else [text], text))
        damaged = tuple(self._flag_tail(records))
        self.unread = replace(unread, damaged=damaged)
        mark = f"line IN ({', '.join(map(str, damaged))})" if damaged else "false"
        self.cursor.execute(
            f"CREATE TEMP VIEW {self.table} AS SELECT line, 0 AS file, {mark} AS damaged, "
            f"{self.columns()} FROM (SELECT row_number() OVER () + {unread.first_line - 1} "
            f"AS line, * FROM {unread.rows})"
        )
        self.counts.rows = unread.count
        self.counts.damaged = len(damaged)

    def _regular(self, file: Prepared, table: str | None = None) -> bool:
        """Read a well-formed file with DuckDB alone; False when it proves not to be one."""
        unread = self._one_row_per_line(file)
        if unread is None:
            return False
        name = table or self.cells
        try:
            self.cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {unread.rows}"
            )
        except duckdb.Error:
            return False
        if self._count(name) == unread.count and not self._header_again(file, name):
            return True
        self.cursor.execute(f"DROP TABLE {name}")
        return False

    def _header_again(self, file: Prepared, table: str) -> bool:
        if not file.dialect.header_rows:
            return False
        same = " AND ".join(
            f"trim(coalesce(c{at}, '')) = {literal(name.strip())}"
            for at, name in enumerate(file.dialect.names)
        )
        found = self.cursor.execute(f"SELECT count(*) FROM {table} WHERE {same}").fetchall()
        return bool(found[0][0])

    def _last_rows(self, table: str) -> list[tuple[int, Record]]:
        rows = self.cursor.execute(
            f"SELECT rowid, {self.columns()} FROM {table} WHERE rowid > "
            f"(SELECT max(rowid) FROM {table}) - {TAIL_ROWS} ORDER BY rowid"
        ).fetchall()
        return [(int(r[0]), Record(0, [c or "" for c in r[1:]], "")) for r in rows]

    def _tail_suspicious(self, table: str) -> bool:
        return any(
            is_note(record, self.dialect) or is_total(record)
            for _, record in self._last_rows(table)
        )

    def _tail(self, file: Prepared) -> list[int]:
        """Flag totals and notes that close a regular file; returns the rowids of their rows."""
        last = self._last_rows(self.cells)
        below = self._count(self.cells) - len(last) + file.dialect.first_line
        delimiter = file.dialect.grammar.delimiter
        rows = [
            Record(below + at, record.cells, delimiter.join(record.cells))
            for at, (_, record) in enumerate(last)
        ]
        return [last[line - below][0] for line in self._flag_tail(rows)]

    def _flag_tail(self, last: Sequence[Record]) -> list[int]:
        """Flag the totals and notes among the last rows; the lines they stand in."""
        found = []
        for record in last:
            total = is_total(record)
            if total or is_note(record, self.dialect):
                reason = say(m.TOTAL if total else m.BELOW_THE_TABLE)
                self.flag(Flag(record.line, reason, record.raw), 0)
                found.append(record.line)
        return found

    def _count(self, table: str) -> int:
        return int(self.cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])

    def flag(self, flag: Flag, file: int) -> None:
        self.cursor.execute(
            f"INSERT INTO {self.flags} VALUES (?, ?, ?, ?, ?, false)",
            [flag.line, file, flag.reason, flag.raw, flag.kept],
        )
        self.counts.flagged += 1

    def _carefully(self, file: Prepared, number: int) -> None:
        """Line by line, through plain CSV files that need no guessing."""
        own = file.path.parent if _ours(file) else None
        with TemporaryDirectory(prefix="tastelab-", dir=self.scratch or own) as folder:
            rows, flags = Path(folder) / "rows.csv", Path(folder) / "flags.csv"
            with (
                rows.open("w", encoding="utf-8", errors="replace", newline="") as row_stream,
                flags.open("w", encoding="utf-8", errors="replace", newline="") as flag_stream,
            ):
                writer = CanonicalWriter(row_stream, flag_stream, file.dialect, number)
                writer.write(file.path)
            names = ["line", "file", "damaged", *[f"c{at}" for at in range(self.width)]]
            types = ["BIGINT", "INTEGER", "BOOLEAN", *["VARCHAR"] * self.width]
            picked = ", ".join(names[:3] + [f"c{at}" for at in file.order])
            if writer.counts.rows:
                self._load(rows, self.cells, dict(zip(names, types, strict=True)), picked)
            if writer.counts.flagged:
                pairs = (part.split() for part in FLAG_COLUMNS.split(", "))
                self._load(flags, self.flags, {name: kind for name, kind in pairs}, "*")
        for name in ("rows", "flagged", "lost", "damaged"):
            setattr(self.counts, name, getattr(self.counts, name) + getattr(writer.counts, name))

    def _load(self, path: Path, table: str, columns: dict[str, str], picked: str) -> None:
        described = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        self.cursor.execute(
            f"INSERT INTO {table} SELECT {picked} FROM read_csv({literal(str(path))}, "
            "auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
            f"columns={{{described}}}, parallel=false, max_line_size={limits.MAX_LINE * 4}, "
            "strict_mode=true, new_line='\\n')"
        )

    def result(self, files: Sequence[Prepared]) -> Staged:
        warnings = [warning for file in files for warning in file.dialect.warnings]
        return Staged(
            table=self.names[0],
            flags=self.names[1],
            dialect=self.dialect,
            files=tuple(file.name for file in files),
            rows=self.counts.rows,
            flagged=self.counts.flagged,
            lost=self.counts.lost,
            damaged=self.counts.damaged,
            warnings=tuple(dict.fromkeys(warnings)),
            unread=self.unread,
        )


def _ours(file: Prepared) -> bool:
    """Whether the text was unpacked or decoded by us, into a folder we may write to."""
    return any(part.startswith("tastelab-") for part in file.path.parts)


def _duckdb_can(grammar: Grammar) -> bool:
    if grammar.delimiter == SPACES or len(grammar.delimiter.encode()) > 4:
        return False
    return not grammar.pairs and grammar.quote in ('"', "'", "")


def flags_of(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, limit: int | None = None
) -> list[Flag]:
    """The flagged lines in file order, at most `limit`."""
    upto = "" if limit is None else f" LIMIT {limit}"
    rows = cursor.execute(
        f"SELECT line, reason, raw, kept, file FROM {identifier(staged.flags)} "
        f"ORDER BY file, line{upto}"
    ).fetchall()
    return [Flag(int(r[0]), r[1] or "", r[2] or "", bool(r[3]), int(r[4])) for r in rows]


def second_table(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> tuple[int, list[str]] | None:
    """The line and the column names of another table below the one that was read."""
    if not staged.lost:
        return None
    found = cursor.execute(
        f"SELECT line, raw FROM {identifier(staged.flags)} WHERE reason = ? LIMIT 1",
        [say(m.SECOND_TABLE)],
    ).fetchall()
    cells = split_strict(found[0][1] or "", staged.dialect.grammar) if found else False
    return (int(found[0][0]), cells) if isinstance(cells, list) else None
