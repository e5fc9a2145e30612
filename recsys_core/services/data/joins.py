"""Whether lists of products and customers go with what was sold, and why they do not."""

from dataclasses import dataclass

import duckdb

from recsys_core.schema.sql import identifier
from recsys_core.services.data import messages as m
from recsys_core.services.data.insert import ImportTask
from recsys_core.wording.messages import Plural, say

LOW = 0.8
"""Share of those sold, or who bought, below which it is asked why the others are not listed."""
SAMPLE = 20_000
ALIKE = {
    m.JOIN_CASE: "lower({id})",
    m.JOIN_ZEROS: "ltrim({id}, '0')",
    m.JOIN_WRAPPING: "regexp_replace({id}, '^(.*[^0-9A-Za-z])?[A-Za-z]*', '')",
}
"""Why two spellings of an ID may differ, and what they have in common; the first that helps."""


@dataclass(frozen=True)
class _List:
    """A kind of list. role: what its rows are; share: the sentence on how many were found."""

    kind: str
    role: str
    column: str
    share: Plural


LISTS = (
    _List("items", "item", "item_id", m.PRODUCTS_LISTED),
    _List("users", "user", "user_id", m.CUSTOMERS_LISTED),
)


def joins_of(cursor: duckdb.DuckDBPyConnection, task: ImportTask) -> tuple[list[str], list[str]]:
    """How many of those sold, or who bought, stand in the lists that an import completes; and why
    the others do not, where they are many. For an import whose rows are stored already.
    """
    shares, reasons = [], []
    for each in LISTS:
        if task.kind in (each.kind, "interactions") and _both_there(cursor, task, each):
            found, sold = _found(cursor, each, "{id}")
            shares.append(say(each.share, found=found, n=sold))
            if found < LOW * sold:
                reasons += _reason(cursor, task, each, found, sold)
    return shares, reasons


def _both_there(cursor: duckdb.DuckDBPyConnection, task: ImportTask, each: _List) -> bool:
    """Create the two sets of IDs; whether neither is empty."""
    column = each.column
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE listed_ids AS SELECT DISTINCT {column} AS id "
        f"FROM {each.kind} WHERE import_id = ? "
        "OR import_id IN (SELECT import_id FROM imports WHERE kind = ?)",
        [task.import_id if task.kind == each.kind else "", each.kind],
    )
    if not _count(cursor, "listed_ids"):
        return False
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE sold_ids AS SELECT DISTINCT {column} AS id FROM interactions"
    )
    return _count(cursor, "sold_ids") > 0


def _count(cursor: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _found(cursor: duckdb.DuckDBPyConnection, each: _List, spelling: str) -> tuple[int, int]:
    """How many IDs sold are listed, by what `spelling` leaves of an ID, and how many there are;
    none where it leaves different ones alike.
    """
    written = spelling.replace("{id}", "id")
    found, sold, different = cursor.execute(
        f"SELECT count(*) FILTER (key <> '' AND key IN (SELECT {written} FROM listed_ids)), "
        f"count(*), count(DISTINCT key) FROM (SELECT {written} AS key FROM sold_ids)"
    ).fetchall()[0]
    return int(found) if different >= 0.9 * sold else 0, int(sold)


def _reason(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask, each: _List, found: int, sold: int
) -> list[str]:
    """Why so few are listed: another column holds their IDs, or they are written otherwise."""
    better, more = _better_column(cursor, task, each)
    chosen = task.mapping.get(each.role, "")
    if more > max(found, LOW * sold / 2):
        fields = {"column": chosen, "better": better, "role": each.role, "n": more}
        return [say(m.JOIN_COLUMN, **fields)]
    for message, spelling in ALIKE.items():
        alike, _ = _found(cursor, each, spelling)
        if alike > max(2 * found, LOW * sold / 2):
            return [say(message, n=alike)]
    return []


def _better_column(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask, each: _List
) -> tuple[str, int]:
    """The column of the file that holds most IDs of the other side, and how many of them."""
    other = "listed_ids" if task.kind == "interactions" else "sold_ids"
    labels = task.staged.dialect.labels
    taken = set(task.mapping.values())
    free = [(at, name) for at, name in enumerate(labels) if name not in taken]
    if not free:
        return "", 0
    counts = ", ".join(
        f"count(DISTINCT CASE WHEN trim(c{at}) IN (SELECT id FROM {other}) THEN c{at} END)"
        for at, _ in free
    )
    rows = f"(SELECT * FROM {identifier(task.staged.table)} LIMIT {SAMPLE})"
    found = cursor.execute(f"SELECT {counts} FROM {rows}").fetchall()[0]
    best = max(range(len(free)), key=lambda at: found[at])
    return free[best][1], int(found[best])
