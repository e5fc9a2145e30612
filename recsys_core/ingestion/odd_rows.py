"""The rows out of the ordinary: damaged, faulty, or equal to another one.

They are few as a rule, so they alone are kept with their cells and line numbers. A hash of each
row finds the candidates; the cells themselves decide what is equal.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from recsys_core.ingestion.expressions import raw_sql
from recsys_core.ingestion.unread import Unread
from recsys_core.ingestion.validate import BAD, CHECKED, ODD, REFUSED, Checks
from recsys_core.schema.sql import identifier, literal

PARTS = 4
"""Portions in which hashes are compared: a quarter of them in memory at a time."""


def gather(checks: Checks, repeats: bool) -> bool:
    """Create the table `odd_rows` with every row that is refused, damaged or, if asked for,
    repeated: line, file, damaged, its cells and values, h, fault, marks, and `copy`, the number
    of the copy among equal rows without fault. False without any such row.

    The table `bad_hashes` then tells all other rows apart; a row that happens to share its hash
    with one of them is among `odd_rows` too.
    """
    cursor, unread = checks.cursor, checks.staged.unread
    if not _bad_hashes(checks, repeats):
        return False
    cells = checks.cells_listed
    copy = (
        f"row_number() OVER (PARTITION BY {cells}, fault = 0 AND NOT damaged ORDER BY file, line)"
    )
    scratch = unread.scratch if unread else None
    with TemporaryDirectory(prefix="tastelab-", dir=scratch) as folder:
        rows = _picked(checks, unread, Path(folder)) if unread else _bad_rows(checks)
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {ODD} AS SELECT *, {copy if repeats else 1} AS copy "
            f"FROM (SELECT *, {checks.state()} FROM {checks.evaluated(rows)})"
        )
    return True


def repeated() -> str:
    """The later copies of a row, as a FROM clause."""
    return f"{ODD} WHERE fault = 0 AND NOT damaged AND copy > 1"


def refuse(checks: Checks, odd: bool) -> int:
    """Create `refused` from damaged lines and faulty rows; returns how many there are."""
    cursor, staged = checks.cursor, checks.staged
    files = "[" + ", ".join(literal(name) for name in staged.files) + "]"
    lost = "f.lost"
    if odd:
        lost += (
            f" OR EXISTS (SELECT 1 FROM {ODD} s "
            "WHERE s.damaged AND s.line = f.line AND s.file = f.file)"
        )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {REFUSED} AS SELECT {files}[f.file + 1] AS file_name, "
        "f.line AS line, '' AS column_name, f.reason AS reason, f.raw AS raw, f.file AS file, "
        "CAST(NULL AS JSON) AS cells "
        f"FROM {identifier(staged.flags)} f WHERE NOT f.kept AND ({lost})"
    )
    if odd and checks.faults:
        reasons = " ".join(f"WHEN {at} THEN {r}" for at, (_, _, r) in enumerate(checks.faults, 1))
        columns = " ".join(
            f"WHEN {at} THEN {literal(checks.mapping.get(role, ''))}"
            for at, (_, role, _) in enumerate(checks.faults, 1)
        )
        cells = ", ".join(f"coalesce(s.c{at}, '')" for at in range(checks.staged.dialect.width))
        cursor.execute(
            f"INSERT INTO {REFUSED} SELECT {files}[s.file + 1], s.line, CASE fault {columns} END, "
            f"CASE fault {reasons} END, {raw_sql(staged)}, s.file, to_json([{cells}]) "
            f"FROM {ODD} s "
            "WHERE fault > 0 AND NOT damaged"
        )
    return int(cursor.execute(f"SELECT count(*) FROM {REFUSED}").fetchall()[0][0])


def refused_words(checks: Checks, reason: str) -> list[tuple[str, int]]:
    """The values that rows were refused for with this reason, most frequent first, with rows."""
    found = checks.cursor.execute(
        f"SELECT reason, count(*) AS rows FROM {REFUSED} WHERE starts_with(reason, ?) "
        "GROUP BY 1 ORDER BY rows DESC, 1",
        [reason],
    ).fetchall()
    # Behind the reason stand a colon, a blank and the value in quotes (expressions.quoting).
    return [(text[len(reason) + 3 : -1], int(rows)) for text, rows in found]


def _bad_hashes(checks: Checks, repeats: bool) -> bool:
    cursor, staged = checks.cursor, checks.staged
    bad = "fault > 0"
    if staged.unread is None:
        bad += " OR damaged"
    elif staged.unread.damaged:
        bad += (
            f" OR {_line(checks, staged.unread)} IN ({', '.join(map(str, staged.unread.damaged))})"
        )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {BAD} AS SELECT DISTINCT h FROM {CHECKED} WHERE {bad}"
    )
    if repeats:
        again = [_again(checks, part) for part in range(PARTS)]
        found = np.concatenate(again)
        if len(found):
            cursor.register("hashes_again", {"h": found})
            try:
                cursor.execute(
                    f"INSERT INTO {BAD} SELECT h FROM hashes_again "
                    f"WHERE h NOT IN (SELECT h FROM {BAD})"
                )
            finally:
                cursor.unregister("hashes_again")
    return bool(cursor.execute(f"SELECT count(*) FROM {BAD}").fetchall()[0][0])


def _again(checks: Checks, part: int) -> NDArray[np.uint64]:
    """The hashes that occur more than once, from one portion of them all."""
    sql = f"SELECT h FROM {CHECKED} WHERE h % {PARTS} = {part}"
    hashes: NDArray[np.uint64] = np.asarray(checks.cursor.execute(sql).fetchnumpy()["h"])
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _bad_rows(checks: Checks) -> str:
    """The bad rows of a table, as a FROM clause."""
    return f"(SELECT * FROM {checks.source()} WHERE hash({checks.cells_listed}) IN (FROM {BAD}))"


def _line(checks: Checks, unread: Unread) -> str:
    """The line of a row of `checked`, from its place in it. Inside a transaction DuckDB counts
    the rows of a new table from a huge number.
    """
    first = checks.cursor.execute(f"SELECT min(rowid) FROM {CHECKED}").fetchall()[0][0]
    return f"rowid - {int(first or 0)} + {unread.first_line}"


def _picked(checks: Checks, unread: Unread, folder: Path) -> str:
    """The bad rows of a file, as a FROM clause over a copy of their lines."""
    found = checks.cursor.execute(
        f"SELECT {_line(checks, unread)} AS line FROM {CHECKED} WHERE h IN (FROM {BAD})"
    ).fetchnumpy()["line"]
    copy = folder / "odd.csv"
    unread.pick(np.sort(np.asarray(found)), copy)
    mark = f"line IN ({', '.join(map(str, unread.damaged))})" if unread.damaged else "false"
    return f"(SELECT *, 0 AS file, {mark} AS damaged FROM {unread.numbered(copy)})"
