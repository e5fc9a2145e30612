"""Rows older than a day: how many there are, and taking them out."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import duckdb

from recsys_core.schema.sql import identifier
from recsys_core.storage.imports import KNOWN_CUSTOMERS


class OldRows(NamedTuple):
    """What goes: rows of each table; customers whom no row names afterwards; orders and revenue
    (purchases net of returns, None where nothing carries an amount) among them. left: purchases
    that stay; undated: those of them without a day.
    """

    tables: Mapping[str, int]
    customers: int
    orders: int
    revenue: float | None
    left: int
    undated: int


def dated_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table whose rows came with an import and say when they happened."""
    rows = cursor.execute(
        "SELECT table_name FROM duckdb_columns() WHERE NOT internal AND database_name = "
        "current_database() AND table_name IN (SELECT table_name FROM duckdb_tables()) "
        "AND column_name IN ('ts', 'import_id') "
        "GROUP BY table_name HAVING count(DISTINCT column_name) = 2 ORDER BY table_name"
    ).fetchall()
    return [name for (name,) in rows]


def remove_before(cursor: duckdb.DuckDBPyConnection, before: datetime) -> OldRows:
    """Take out what happened before a moment, within a write transaction.

    Targets of a campaign go with its end, refused lines with the moment they were imported, and the
    details of a customer with the last row that names them.
    """
    cursor.execute(f"CREATE TEMP TABLE known_before AS {KNOWN_CUSTOMERS}")
    try:
        return _removed(cursor, before)
    finally:
        cursor.execute("DROP TABLE known_before")


def _removed(cursor: duckdb.DuckDBPyConnection, before: datetime) -> OldRows:
    orders, revenue = cursor.execute(
        "SELECT count(DISTINCT coalesce(order_id, concat_ws(' ', user_id, ts::DATE))) "
        "FILTER (event <> 'return'), sum(revenue) FROM interactions WHERE ts < ?",
        [before],
    ).fetchall()[0]
    acted = " UNION ".join(
        f"SELECT user_id FROM {identifier(name)}"
        for name in dated_tables(cursor)
        if name != "nobody_sales"
    )
    cursor.execute(f"CREATE TEMP TABLE acted_before AS {acted}")
    taken = {}
    for name in dated_tables(cursor):
        taken[name] = _delete(cursor, name, "ts < ?", before)
    ended = "campaign_id IN (SELECT campaign_id FROM campaigns WHERE end_ts < ?)"
    taken["campaign_targets"] = _delete(cursor, "campaign_targets", ended, before)
    imported = "import_id IN (SELECT import_id FROM imports WHERE created_at < ?)"
    taken["quarantine"] = _delete(cursor, "quarantine", imported, before)
    taken["feedback"] = _delete(cursor, "feedback", "created_at < ?", before)
    gone = (
        f"user_id IN (FROM acted_before) AND user_id NOT IN ({acted} "
        "UNION SELECT user_id FROM campaign_targets)"
    )
    taken["users"] = _delete(cursor, "users", gone)
    cursor.execute("DROP TABLE acted_before")
    customers = cursor.execute(
        f"SELECT count(*) FROM known_before WHERE user_id NOT IN ({KNOWN_CUSTOMERS})"
    ).fetchall()[0][0]
    left, undated = cursor.execute(
        "SELECT count(*), count(*) FILTER (ts IS NULL) FROM interactions"
    ).fetchall()[0]
    return OldRows(
        {name: n for name, n in taken.items() if n},
        int(customers),
        int(orders),
        None if revenue is None else float(revenue),
        int(left),
        int(undated),
    )


def _delete(cursor: duckdb.DuckDBPyConnection, table: str, condition: str, *given: datetime) -> int:
    rows = cursor.execute(f"DELETE FROM {identifier(table)} WHERE {condition}", [*given]).fetchall()
    return int(rows[0][0])
