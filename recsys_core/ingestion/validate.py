"""From staged text to rows that may be stored, rows that are refused, and the count of each.

Every validator leaves two temporary relations behind: `accepted` (the columns of the target
table) and `refused` (file_name, line, column_name, reason, raw). Each staged row ends up in
exactly one of: accepted, return, duplicate, refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.expressions import raw_sql
from recsys_core.ingestion.formula import restore_sql
from recsys_core.ingestion.sql import identifier, literal
from recsys_core.ingestion.values import NumberStyle, number_style, time_style

ACCEPTED, REFUSED, ITEMS, CHECKED = "accepted", "refused", "accepted_items", "checked"
MISSING = {
    "user": "No customer number",
    "item": "No product number",
    "campaign": "No campaign number",
    "rating": "No rating",
    "quantity": "No quantity",
    "time": "No date",
}
UNREADABLE = {
    "rating": "Rating is not a number",
    "quantity": "Quantity is not a number",
    "price": "Price is not a number",
    "revenue": "Amount is not a number",
    "margin": "Margin is not a number",
    "stock": "Stock is not a number",
    "position": "Position is not a number",
    "propensity": "Probability is not a number",
    "time": "Date cannot be read",
    "start": "First day cannot be read",
    "end": "Last day cannot be read",
    "event": "Unknown kind of event",
    "clicked": "Neither yes nor no",
    "consent": "Neither yes nor no",
}
YES = ("1", "true", "t", "yes", "y", "ja", "oui", "si", "sí", "x", "是", "1.0")
NO = ("0", "false", "f", "no", "n", "nein", "non", "否", "0.0", "")
NUMBERS = ("rating", "quantity", "price", "revenue", "margin", "stock", "position", "propensity")
TIMES = ("time", "start", "end")
SHOWN = 60
"""Characters of a value that a reason quotes."""


@dataclass(frozen=True)
class Counts:
    """rows_read = accepted + quarantined + duplicate + returned, always."""

    read: int
    accepted: int
    quarantined: int
    duplicate: int
    returned: int


@dataclass
class Checks:
    """The columns in play as SQL over the cells, and the reasons for refusing a row.

    `build` evaluates all of it once, into the temporary table `checked`: line, file, one column
    `v_ROLE` per role, `fault` (number of the first reason, -1 for a damaged line, 0 for none) and,
    if asked for, `h`, a hash of the whole row.
    """

    cursor: duckdb.DuckDBPyConnection
    staged: Staged
    mapping: Mapping[str, str]
    warnings: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """(condition, role or "", reason), SQL over the cells and the columns v_ROLE"""
    numbers: dict[str, NumberStyle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        labels = self.staged.dialect.labels
        self.cells = {role: f"c{labels.index(name)}" for role, name in self.mapping.items()}

    def text(self, role: str, *, required: bool = False) -> None:
        """A role that stays text, exactly as in the file."""
        cell = self.cells.get(role)
        if cell is None:
            return
        self.values[role] = restore_sql(cell)
        if required:
            self.faults.append((_empty(cell), role, literal(MISSING[role])))

    def number(self, role: str, *, required: bool = False) -> None:
        """A role that holds a number; empty is allowed unless required."""
        cell = self.cells.get(role)
        if cell is None:
            return
        self.numbers[role] = number_style(self.cursor, self.staged.table, cell)
        self.values[role] = self.numbers[role].sql(cell)
        self._may_be_unreadable(role, cell, required)

    def time(self, role: str, *, required: bool = False) -> None:
        """A role that holds a date or time; empty is allowed unless required."""
        cell = self.cells.get(role)
        if cell is None:
            return
        style = time_style(self.cursor, self.staged.table, cell)
        if style.warning:
            self.warnings.append(f"{self.mapping[role]}: {style.warning}")
        elif style.label != "year-month-day":
            self.warnings.append(f"{self.mapping[role]}: read as {style.label}.")
        self.values[role] = style.sql(cell)
        self._may_be_unreadable(role, cell, required)

    def yes_no(self, role: str) -> None:
        """A role that is true or false."""
        cell = self.cells.get(role)
        if cell is None:
            return
        lower = f"lower(trim(coalesce({cell}, '')))"
        yes, no = (", ".join(literal(w) for w in words) for words in (YES, NO))
        self.values[role] = (
            f"CASE WHEN {lower} IN ({yes}) THEN true WHEN {lower} IN ({no}) THEN false END"
        )
        self._may_be_unreadable(role, cell, False)

    def _may_be_unreadable(self, role: str, cell: str, required: bool) -> None:
        if required:
            missing = f"(v_{role} IS NULL AND {_empty(cell)})"
            self.faults.append((missing, role, literal(MISSING[role])))
        shown = (
            f"CASE WHEN length({cell}) > {SHOWN} THEN left({cell}, {SHOWN}) || '…' ELSE {cell} END"
        )
        reason = f"{literal(UNREADABLE[role] + ': ')} || '''' || {shown} || ''''"
        self.faults.append((f"(v_{role} IS NULL AND NOT {_empty(cell)})", role, reason))

    def source(self) -> str:
        """The staged table, for a FROM clause."""
        return identifier(self.staged.table)

    def build(self, hashed: bool = False) -> None:
        """Create `checked`. Columns whose first rows were plain numbers and whose later ones are
        not are read again with more care.
        """
        self._create(hashed)
        plain = [role for role, style in self.numbers.items() if style.plain]
        hasty = [role for role in plain if self._unreadable(role)]
        for role in hasty:
            cell = self.cells[role]
            self.numbers[role] = number_style(self.cursor, self.staged.table, cell, sample=None)
            self.values[role] = self.numbers[role].sql(cell)
        if hasty:
            self._create(hashed)
        for role, style in self.numbers.items():
            if style.warning:
                self.warnings.append(f"{self.mapping[role]}: {style.warning}")
            if style.comma:
                self.warnings.append(f"{self.mapping[role]}: read with a decimal comma (1.234,50).")

    def _create(self, hashed: bool) -> None:
        cells = ", ".join(f"c{at}" for at in range(self.staged.dialect.width))
        values = "".join(f", {sql} AS v_{role}" for role, sql in self.values.items())
        kept = "".join(f", v_{role}" for role in self.values)
        damaged = "WHEN damaged THEN -1 " if self.staged.damaged else ""
        cases = " ".join(f"WHEN {c} THEN {at}" for at, (c, _, _) in enumerate(self.faults, 1))
        fault = f"CASE {damaged}{cases} ELSE 0 END" if damaged or cases else "0"
        self.cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {CHECKED} AS SELECT line, file{kept}, "
            f"CAST({fault} AS TINYINT) AS fault{f', hash({cells}) AS h' if hashed else ''} "
            f"FROM (SELECT *{values} FROM {self.source()})"
        )

    def _unreadable(self, role: str) -> bool:
        numbers = [
            str(at)
            for at, (condition, of, _) in enumerate(self.faults, 1)
            if of == role and " AND NOT " in condition
        ]
        found = self.cursor.execute(
            f"SELECT count(*) FROM {CHECKED} WHERE fault IN ({', '.join(numbers)})"
        ).fetchall()
        return bool(found[0][0])


def _empty(cell: str) -> str:
    # The comparison settles nearly every row: only "" and text after a space are below "!".
    return f"({cell} IS NULL OR ({cell} < '!' AND trim({cell}) = ''))"


def refuse(checks: Checks) -> int:
    """Create `refused` from damaged lines and faulty rows; returns how many there are."""
    cursor, staged = checks.cursor, checks.staged
    files = "[" + ", ".join(literal(name) for name in staged.files) + "]"
    damaged = "f.lost"
    if staged.damaged:
        damaged += (
            f" OR EXISTS (SELECT 1 FROM {CHECKED} s "
            "WHERE s.fault = -1 AND s.line = f.line AND s.file = f.file)"
        )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {REFUSED} AS SELECT {files}[f.file + 1] AS file_name, "
        "f.line AS line, '' AS column_name, f.reason AS reason, f.raw AS raw, f.file AS file "
        f"FROM {identifier(staged.flags)} f WHERE NOT f.kept AND ({damaged})"
    )
    faulty = cursor.execute(f"SELECT count(*) FROM {CHECKED} WHERE fault > 0").fetchall()
    if faulty[0][0]:
        reasons = " ".join(f"WHEN {at} THEN {r}" for at, (_, _, r) in enumerate(checks.faults, 1))
        columns = " ".join(
            f"WHEN {at} THEN {literal(checks.mapping.get(role, ''))}"
            for at, (_, role, _) in enumerate(checks.faults, 1)
        )
        cursor.execute(
            f"INSERT INTO {REFUSED} SELECT {files}[s.file + 1], s.line, "
            f"CASE k.fault {columns} END, CASE k.fault {reasons} END, {raw_sql(staged)}, s.file "
            f"FROM {checks.source()} s JOIN (SELECT file, line, fault FROM {CHECKED} "
            "WHERE fault > 0) k ON k.file = s.file AND k.line = s.line"
        )
    found = cursor.execute(f"SELECT count(*) FROM {REFUSED}").fetchall()
    return int(found[0][0])


def find_duplicates(checks: Checks) -> int:
    """Create the temporary table `duplicates` (file, line) with every later copy of a row.

    A copy is equal in all cells. Hashes find the candidates in a few bytes per row, the cells
    themselves decide.
    """
    cursor = checks.cursor
    cursor.execute("CREATE OR REPLACE TEMP TABLE duplicates (file INTEGER, line BIGINT)")
    hashes = np.asarray(
        cursor.execute(f"SELECT h FROM {CHECKED} WHERE fault = 0").fetchnumpy()["h"]
    )
    hashes.sort()
    again = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(again):
        return 0
    cells = ", ".join(f"s.c{at}" for at in range(checks.staged.dialect.width))
    cursor.register("hashes_again", {"h": again})
    try:
        cursor.execute(
            "INSERT INTO duplicates SELECT file, line FROM (SELECT s.file, s.line, row_number() "
            f"OVER (PARTITION BY {cells} ORDER BY s.file, s.line) AS copy FROM {checks.source()} s "
            f"JOIN (SELECT file, line FROM {CHECKED} WHERE fault = 0 AND h IN "
            "(SELECT h FROM hashes_again)) k ON k.file = s.file AND k.line = s.line) WHERE copy > 1"
        )
    finally:
        cursor.unregister("hashes_again")
    return int(cursor.execute("SELECT count(*) FROM duplicates").fetchall()[0][0])


def remaining(duplicates: int) -> str:
    """The checked rows that are neither refused nor duplicates, as a FROM clause."""
    clause = f"{CHECKED} s WHERE fault = 0"
    if duplicates:
        clause += (
            " AND NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.file = s.file AND d.line = s.line)"
        )
    return clause


def accept(checks: Checks, columns: Mapping[str, str], rows: str) -> None:
    """Create the view `accepted` with these target columns over the remaining rows."""
    listed = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in columns.items())
    checks.cursor.execute(f"DROP VIEW IF EXISTS {ACCEPTED}")
    checks.cursor.execute(f"CREATE TEMP VIEW {ACCEPTED} AS SELECT {listed} FROM {rows}")
