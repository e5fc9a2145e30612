"""From staged text to rows that may be stored, rows that are refused, and the count of each.

Every validator leaves two temporary relations behind: `accepted` (the columns of the target
table) and `refused` (file_name, line, column_name, reason, raw). Each staged row ends up in
exactly one of: accepted, return, duplicate, refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.event_words import EVENT_WORDS
from recsys_core.ingestion.formula import restore_sql
from recsys_core.ingestion.sql import identifier, literal
from recsys_core.ingestion.values import number_style, time_style

ACCEPTED, REFUSED, ITEMS = "accepted", "refused", "accepted_items"
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
    """The columns in play, as SQL, and the reasons for refusing a row, in order of importance."""

    cursor: duckdb.DuckDBPyConnection
    staged: Staged
    mapping: Mapping[str, str]
    warnings: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """(condition in SQL, role or "", reason in SQL)"""

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
            self.faults.append(
                (f"({cell} IS NULL OR trim({cell}) = '')", role, literal(MISSING[role]))
            )

    def number(self, role: str, *, required: bool = False) -> None:
        """A role that holds a number; empty is allowed unless required."""
        cell = self.cells.get(role)
        if cell is None:
            return
        style = number_style(self.cursor, self.staged.table, cell)
        if style.warning:
            self.warnings.append(f"{self.mapping[role]}: {style.warning}")
        if style.comma:
            self.warnings.append(f"{self.mapping[role]}: read with a decimal comma (1.234,50).")
        self.values[role] = style.sql(cell)
        self._may_be_unreadable(role, cell, required, readable=style.plain)

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

    def _may_be_unreadable(
        self, role: str, cell: str, required: bool, readable: bool = False
    ) -> None:
        empty = f"({cell} IS NULL OR trim({cell}) = '')"
        if required:
            self.faults.append((empty, role, literal(MISSING[role])))
        if readable:
            return
        shown = (
            f"CASE WHEN length({cell}) > {SHOWN} THEN left({cell}, {SHOWN}) || '…' ELSE {cell} END"
        )
        reason = f"{literal(UNREADABLE[role] + ': ')} || '''' || {shown} || ''''"
        self.faults.append((f"(({self.values[role]}) IS NULL AND NOT {empty})", role, reason))

    def source(self) -> str:
        return identifier(self.staged.table)

    def fault(self) -> str:
        """SQL that is the number of a row's first fault, 0 for none."""
        cases = [
            f"WHEN {condition} THEN {at}" for at, (condition, _, _) in enumerate(self.faults, 1)
        ]
        damaged = "WHEN damaged THEN -1 " if self.staged.damaged else ""
        if not cases and not damaged:
            return "0"
        return f"CASE {damaged}{' '.join(cases)} ELSE 0 END"


def refuse(checks: Checks) -> int:
    """Create `refused` from damaged lines and faulty rows; returns how many there are."""
    cursor, staged = checks.cursor, checks.staged
    files = "[" + ", ".join(literal(name) for name in staged.files) + "]"
    damaged = "f.lost"
    if staged.damaged:
        damaged += (
            f" OR EXISTS (SELECT 1 FROM {checks.source()} s "
            "WHERE s.damaged AND s.line = f.line AND s.file = f.file)"
        )
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {REFUSED} AS SELECT {files}[f.file + 1] AS file_name, "
        "f.line AS line, '' AS column_name, f.reason AS reason, f.raw AS raw, f.file AS file "
        f"FROM {identifier(staged.flags)} f WHERE NOT f.kept AND ({damaged})"
    )
    if checks.faults:
        reasons = " ".join(f"WHEN {at} THEN {r}" for at, (_, _, r) in enumerate(checks.faults, 1))
        columns = " ".join(
            f"WHEN {at} THEN {literal(checks.mapping.get(role, ''))}"
            for at, (_, role, _) in enumerate(checks.faults, 1)
        )
        cursor.execute(
            f"INSERT INTO {REFUSED} SELECT {files}[file + 1], line, CASE fault {columns} END, "
            f"CASE fault {reasons} END, {raw_sql(staged)}, file FROM "
            f"(SELECT *, {checks.fault()} AS fault FROM {checks.source()}) WHERE fault > 0"
        )
    found = cursor.execute(f"SELECT count(*) FROM {REFUSED}").fetchall()
    return int(found[0][0])


def raw_sql(staged: Staged) -> str:
    """A row written out again with the delimiter of its file."""
    grammar = staged.dialect.grammar
    delimiter = grammar.delimiter if 0 < len(grammar.delimiter) <= 2 else ","
    parts = []
    for at in range(staged.dialect.width):
        cell = f"coalesce(c{at}, '')"
        special = f"contains({cell}, {literal(delimiter)}) OR contains({cell}, '\"')"
        special += f" OR contains({cell}, chr(10)) OR contains({cell}, chr(13))"
        quoted = f"'\"' || replace({cell}, '\"', '\"\"') || '\"'"
        parts.append(f"CASE WHEN {special} THEN {quoted} ELSE {cell} END")
    return f"concat_ws({literal(delimiter)}, {', '.join(parts)})"


def find_duplicates(checks: Checks, refused: int) -> int:
    """Create the temporary table `duplicates` (file, line) with every later copy of a row.

    A copy is equal in all cells. Hashes find the candidates in constant memory per row, the cells
    themselves decide.
    """
    cursor, staged = checks.cursor, checks.staged
    cursor.execute("CREATE OR REPLACE TEMP TABLE duplicates (file INTEGER, line BIGINT)")
    cells = ", ".join(f"c{at}" for at in range(staged.dialect.width))
    hashes = cursor.execute(f"SELECT hash({cells}) AS h FROM {checks.source()}").fetchnumpy()["h"]
    values = np.sort(np.asarray(hashes))
    again = np.unique(values[1:][values[1:] == values[:-1]])
    if not len(again):
        return 0
    cursor.register("hashes_again", {"h": again})
    try:
        usable = ""
        if refused:
            usable = (
                f" AND NOT EXISTS (SELECT 1 FROM {REFUSED} r "
                "WHERE r.file = s.file AND r.line = s.line)"
            )
        cursor.execute(
            "INSERT INTO duplicates SELECT file, line FROM (SELECT file, line, row_number() OVER "
            f"(PARTITION BY {cells} ORDER BY file, line) AS copy FROM {checks.source()} s "
            f"WHERE hash({cells}) IN (SELECT h FROM hashes_again){usable}) WHERE copy > 1"
        )
    finally:
        cursor.unregister("hashes_again")
    return int(cursor.execute("SELECT count(*) FROM duplicates").fetchall()[0][0])


def remaining(checks: Checks, refused: int, duplicates: int) -> str:
    """The staged rows that are neither refused nor duplicates, as a FROM clause."""
    parts = [checks.source() + " s"]
    conditions = []
    if refused:
        conditions.append(
            f"NOT EXISTS (SELECT 1 FROM {REFUSED} r WHERE r.file = s.file AND r.line = s.line)"
        )
    if duplicates:
        conditions.append(
            "NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.file = s.file AND d.line = s.line)"
        )
    return parts[0] + (" WHERE " + " AND ".join(conditions) if conditions else "")


def accept(checks: Checks, columns: Mapping[str, str], rows: str) -> None:
    """Create the view `accepted` with these target columns over the remaining rows."""
    listed = ", ".join(f"{sql} AS {identifier(name)}" for name, sql in columns.items())
    checks.cursor.execute(f"DROP VIEW IF EXISTS {ACCEPTED}")
    checks.cursor.execute(f"CREATE TEMP VIEW {ACCEPTED} AS SELECT {listed} FROM {rows}")


def event_sql(cell: str) -> str:
    """The kind of event behind a word of the file, NULL for an unknown one."""
    words: dict[str, list[str]] = {}
    for word, event in EVENT_WORDS.items():
        words.setdefault(event, []).append(word)
    lower = f"lower(trim({cell}))"
    cases = " ".join(
        f"WHEN {lower} IN ({', '.join(literal(w) for w in known)}) THEN {literal(event)}"
        for event, known in words.items()
    )
    return f"CASE {cases} END"


def unpicked(staged: Staged, mapping: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """(name, cell) of the columns without a role."""
    used = set(mapping.values())
    labels = staged.dialect.labels
    return [(name, f"c{at}") for at, name in enumerate(labels) if name not in used]


def attributes_sql(pairs: Sequence[tuple[str, str]]) -> str:
    """Further columns as one JSON object of their filled cells; NULL without any."""
    if not pairs:
        return "NULL"
    listed = ", ".join(f"{literal(name)}, nullif({restore_sql(cell)}, '')" for name, cell in pairs)
    return f"json_merge_patch('{{}}', json_object({listed}))"
