"""Which column of one table points at the rows of another, by the values of both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.roles.column_look import ColumnLook, look_at
from recsys_core.ingestion.roles.names import name_tokens, plain_name
from recsys_core.schema.sql import identifier

SAMPLE = 2_000
MOSTLY, LONGEST, FEWEST = 0.9, 64, 3
HALF = 0.5
"""Of a column's rows, at least half find the row that they point at."""
LINKED = 1.8
"""The least that speaks for a link: nearly all rows find one and nearly all keys are used, or most
rows do and the values are none that any counting comes to, or the names say so."""
TELLING, SAME_NAME, NAMED_AFTER, NEVER_TWICE = 2.0, 2.0, 1.5, -1.0
MOST_OF_ONE = 5
"""Rows that a person has in a list of customers, at most, on average."""
STATES, MOST_STATES = 1 / 3, 40
"""Of the words of a list of states, at least a third are known; a shop has no more of them."""
IDS, KEYS = "link_ids", "link_keys"


@dataclass(frozen=True)
class Link:
    """Rows of table `of` whose `column` is the `key` of a row of table `to`, by their places.

    rows, found: rows of `of` that have a value there, and that find a row; keys, used: rows of
    `to`, and those that are found. strength: how much speaks for the link.
    """

    of: int
    column: int
    to: int
    key: int
    rows: int
    found: int
    keys: int
    used: int
    strength: float


def join_key(cell: str) -> str:
    """SQL for what two spellings of a key have in common: ="1013", 1013.0 and 1013."""
    bare = f"regexp_replace(trim({cell}), '^=\"(.*)\"$', '\\1')"
    return f"lower(regexp_replace({bare}, '^(\\d+)\\.0+$', '\\1'))"


def find_links(
    cursor: duckdb.DuckDBPyConnection, tables: Sequence[Staged], names: Sequence[str]
) -> list[Link]:
    """The links between staged tables, the strongest first; names: of their files."""
    looks = [_looks(cursor, table) for table in tables]
    _collect(cursor, tables, looks)
    found = cursor.execute(
        "WITH met AS (SELECT i.t AS own, i.c AS col, k.t AS other, k.c AS key, "
        f"sum(i.rows) AS met_rows, count(*) AS used FROM {IDS} i JOIN {KEYS} k "
        "ON i.v = k.v AND i.t <> k.t GROUP BY ALL), "
        f"sizes AS (SELECT t, c, sum(rows) AS rows, max(rows) AS most FROM {IDS} GROUP BY ALL), "
        "spans AS (SELECT t, c, count(*) AS keys, count(*) / nullif(max(TRY_CAST(v AS BIGINT)) - "
        f"min(TRY_CAST(v AS BIGINT)) + 1, 0) AS density FROM {KEYS} GROUP BY ALL) "
        "SELECT own, col, other, key, s.rows, met_rows, p.keys, used, p.density, s.most "
        "FROM met JOIN sizes s ON s.t = own AND s.c = col JOIN spans p ON p.t = other AND p.c = key"
    ).fetchall()
    links = []
    for of, col, to, key, rows, met, keys, used, density, most in found:
        if met < HALF * rows:
            continue
        strength = met / rows + used / keys
        strength += TELLING * (density is None or density <= HALF)
        strength += _by_name(
            tables[of].dialect.labels[col], tables[to].dialect.labels[key], names[to]
        )
        strength += NEVER_TWICE * (most == 1)
        if strength >= LINKED:
            links.append(Link(of, col, to, key, int(rows), int(met), keys, used, strength))
    return sorted(links, key=lambda link: (-link.strength, link.of, link.column))


def _by_name(column: str, key: str, file: str) -> float:
    """What the names say: the same one, or named after the file ("order_id" in orders.csv)."""
    if plain_name(column) == plain_name(key) and len(name_tokens(key)) > 1:
        return SAME_NAME
    stem = name_tokens(file.rsplit(".", 1)[0])
    return NAMED_AFTER * any(_akin(a, b) for a in name_tokens(column) for b in stem)


def _akin(one: str, other: str) -> bool:
    """Whether two words begin alike: "order" and "orders", 订单 and 订单表."""
    start = 4 if one.isascii() else 2
    return len(one) >= start and len(other) >= start and one[:start] == other[:start]


def _looks(cursor: duckdb.DuckDBPyConnection, table: Staged) -> list[ColumnLook]:
    listed = ", ".join(f"c{at}" for at in range(table.dialect.width))
    rows = cursor.execute(
        f"SELECT {listed} FROM {identifier(table.table)} WHERE NOT damaged LIMIT {SAMPLE}"
    ).fetchall()
    return [look_at([row[at] or "" for row in rows]) for at in range(table.dialect.width)]


def _names_rows(look: ColumnLook) -> bool:
    """Whether values may be numbers, codes or names of something: no amounts and no dates."""
    named = look.share("number", "code", "email", "text") > MOSTLY and look.counts
    return named and look.distinct >= FEWEST and look.longest <= LONGEST


def _collect(
    cursor: duckdb.DuckDBPyConnection,
    tables: Sequence[Staged],
    looks: Sequence[Sequence[ColumnLook]],
) -> None:
    """The different values of every column that may point, and of those that tell rows apart."""
    for table in (IDS, KEYS):
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} (t INTEGER, c INTEGER, v VARCHAR, rows BIGINT)"
        )
    for number, at, name in _columns(tables, looks):
        key = join_key(f"c{at}")
        cursor.execute(
            f"INSERT INTO {IDS} SELECT {number}, {at}, {key} AS v, count(*) "
            f"FROM {identifier(name)} WHERE trim(c{at}) <> '' AND NOT damaged GROUP BY v"
        )
        look = looks[number][at]
        if look.distinct >= MOSTLY * look.filled and _is_key(cursor, tables[number], at):
            cursor.execute(
                f"INSERT INTO {KEYS} SELECT t, c, v, 1 FROM {IDS} WHERE t = {number} AND c = {at}"
            )


def _is_key(cursor: duckdb.DuckDBPyConnection, table: Staged, at: int) -> bool:
    """Whether a value comes again only where the whole row does."""
    cells = ", ".join(f"c{each}" for each in range(table.dialect.width))
    rows, keys = cursor.execute(
        f"SELECT count(*), count(DISTINCT {join_key(f'c{at}')}) FROM (SELECT DISTINCT {cells} "
        f"FROM {identifier(table.table)} WHERE trim(c{at}) <> '' AND NOT damaged)"
    ).fetchall()[0]
    return bool(rows) and rows == keys


def _columns(
    tables: Sequence[Staged], looks: Sequence[Sequence[ColumnLook]]
) -> Iterator[tuple[int, int, str]]:
    for number, table in enumerate(tables):
        for at, look in enumerate(looks[number]):
            if _names_rows(look):
                yield number, at, table.table


def states_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns of a list of an order's states by number that name them: some say that it was
    undone.
    """
    looks = [look_at(column) for column in zip(*rows, strict=True)]
    return [
        at
        for at, look in enumerate(looks)
        if look.state_words >= STATES and look.undone > 0 and look.distinct <= MOST_STATES
    ]


def persons_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns of a list of customers by which several of its rows may be one person: numbers,
    codes or addresses that come again, on every row.
    """
    looks = [look_at(column) for column in zip(*rows, strict=True)]
    return [
        at
        for at, look in enumerate(looks)
        if _names_rows(look)
        and look.share("number", "code", "email") > MOSTLY
        and look.filled == len(rows)
        and look.filled / MOST_OF_ONE < look.distinct < look.filled
    ]
