"""Whether lists of products and customers go with what was sold, why they do not, and the cure."""

from collections.abc import Mapping
from dataclasses import dataclass
from shlex import quote

import duckdb

from recsys_core.ingestion.validate import ACCEPTED, ITEMS, REPEATED
from recsys_core.schema.imports import JoinFix
from recsys_core.schema.sql import identifier
from recsys_core.services.data import messages as m
from recsys_core.services.data.insert import ImportTask
from recsys_core.wording.messages import Plural, say

LOW = 0.8
"""Share of those sold, or who bought, below which it is asked why the others are not listed."""
SAMPLE = 20_000


@dataclass(frozen=True)
class _Way:
    """A way in which two spellings of an ID differ. shared: SQL for what they have in common;
    why: the sentence; done: what is said where IDs were written like those that are in.
    """

    shared: str
    why: str
    done: Plural


WAYS = {
    "case": _Way("lower({id})", m.JOIN_CASE, m.RESPELT_CASE),
    "zeros": _Way("ltrim({id}, '0')", m.JOIN_ZEROS, m.RESPELT_ZEROS),
    "signs": _Way(
        "regexp_replace({id}, '^(.*[^0-9A-Za-z])?[A-Za-z]*', '')", m.JOIN_WRAPPING, m.RESPELT_SIGNS
    ),
}
"""By the name on the command line; the first that helps is offered."""


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


def joins_of(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask
) -> tuple[list[str], list[JoinFix]]:
    """How many of those sold, or who bought, stand in the lists that an import completes; and what
    would bring more of them together, where they are few. For an import whose rows are stored.
    """
    shares, fixes = [], []
    for each in LISTS:
        if task.kind in (each.kind, "interactions") and _both_there(cursor, task, each):
            found, sold = _found(cursor, each, "{id}")
            shares.append(say(each.share, found=found, n=sold))
            if task.kind == each.kind:
                # Another list may hold them all, and this one none.
                _list_ids(cursor, each, "import_id = ?", task.import_id)
                found, sold = _found(cursor, each, "{id}")
            if found < LOW * sold:
                fixes += _fix(cursor, task, each, found, sold)
    return shares, fixes


def respell(cursor: duckdb.DuckDBPyConnection, kind: str, ways: Mapping[str, str]) -> list[str]:
    """Write the IDs of the rows that are about to be stored as those of the other side are, where
    they differ in one of WAYS only; what was done. ways: role -> name of the way.
    """
    said = []
    for each in LISTS:
        way = WAYS.get(ways.get(each.role, ""))
        if way is None or kind not in (each.kind, "interactions"):
            continue
        other = each.kind if kind == "interactions" else "interactions"
        shared = way.shared.replace("{id}", "id")
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE known_ids AS SELECT {shared} AS shared, min(id) AS id "
            f"FROM (SELECT DISTINCT {each.column} AS id FROM {other}) WHERE id IS NOT NULL "
            "GROUP BY 1 HAVING count(*) = 1 AND shared <> ''"
        )
        changed = _respelt(cursor, ACCEPTED, each.column, way)
        for relation in (REPEATED, ITEMS) if kind == "interactions" else ():
            _respelt(cursor, relation, each.column, way)
        said.append(say(way.done, n=changed))
    return said


def _respelt(cursor: duckdb.DuckDBPyConnection, relation: str, column: str, way: _Way) -> int:
    """Put a relation of that name in its place, if it has the column; how many IDs change."""
    found = cursor.execute(
        "SELECT table_type FROM information_schema.tables NATURAL JOIN information_schema.columns "
        "WHERE table_name = ? AND column_name = ?",
        [relation, column],
    ).fetchall()
    if not found:
        return 0
    kind, written = ("VIEW" if found[0][0] == "VIEW" else "TABLE"), f"{relation}_{column}_written"
    cursor.execute(f"DROP {kind} IF EXISTS {written}")
    cursor.execute(f"ALTER {kind} {relation} RENAME TO {written}")
    shared = way.shared.replace("{id}", f"r.{column}")
    rows = f"{written} r LEFT JOIN known_ids k ON k.shared = {shared}"
    cursor.execute(
        f"CREATE TEMP {kind} {relation} AS "
        f"SELECT r.* REPLACE (coalesce(k.id, r.{column}) AS {column}) FROM {rows}"
    )
    sql = f"SELECT count(DISTINCT r.{column}) FILTER (k.id <> r.{column}) FROM {rows}"
    return int(cursor.execute(sql).fetchall()[0][0])


def _both_there(cursor: duckdb.DuckDBPyConnection, task: ImportTask, each: _List) -> bool:
    """Create the two sets of IDs; whether neither is empty."""
    lists = "import_id = ? OR import_id IN (SELECT import_id FROM imports WHERE kind = ?)"
    own = task.import_id if task.kind == each.kind else ""
    _list_ids(cursor, each, lists, own, each.kind)
    if not _count(cursor, "listed_ids"):
        return False
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE sold_ids AS SELECT DISTINCT {each.column} AS id "
        "FROM interactions"
    )
    return _count(cursor, "sold_ids") > 0


def _list_ids(cursor: duckdb.DuckDBPyConnection, each: _List, where: str, *values: str) -> None:
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE listed_ids AS SELECT DISTINCT {each.column} AS id "
        f"FROM {each.kind} WHERE {where}",
        list(values),
    )


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


def _fix(
    cursor: duckdb.DuckDBPyConnection, task: ImportTask, each: _List, found: int, sold: int
) -> list[JoinFix]:
    """What brings more together: another column holds the IDs, or they are written otherwise."""
    better, more = _better_column(cursor, task, each)
    if more > max(found, LOW * sold / 2):
        fields = {"column": task.mapping.get(each.role, ""), "better": better}
        return [_offer(each, better, m.JOIN_COLUMN, found, sold, more, **fields)]
    for name, way in WAYS.items():
        alike, _ = _found(cursor, each, way.shared)
        if alike > max(2 * found, LOW * sold / 2):
            return [_offer(each, name, way.why, found, sold, alike)]
    return []


def _offer(
    each: _List, value: str, why: str, found: int, sold: int, n: int, **fields: str
) -> JoinFix:
    option = f"--join {quote(f'{each.role}={value}')}"
    sentence = say(why, n=n, option=option, value=value, role=each.role, **fields)
    return JoinFix(each.role, value, value in WAYS, sentence, found, n, sold)


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
