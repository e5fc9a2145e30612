"""From a relation with some of a table's columns to rows of the table, within SQL."""

import duckdb

from recsys_core.schema.sql import identifier


def columns_of(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """The column names of a table, view or registered frame."""
    description = cursor.execute(f"SELECT * FROM {identifier(relation)} LIMIT 0").description
    cursor.fetchall()
    return [column[0] for column in description or []]


def insert_from(
    cursor: duckdb.DuckDBPyConnection, table: str, import_id: str, relation: str = "accepted"
) -> int:
    """Append `relation` to a table of an import's rows; returns the number of rows.

    Columns the relation lacks become NULL or what `_default` says; columns that the table lacks
    are ignored.
    """
    given = set(columns_of(cursor, relation))
    values = {
        name: identifier(name) if name in given else _default(f"{table}.{name}", given)
        for name in columns_of(cursor, table)
        if name != "import_id"
    }
    rows = cursor.execute(
        f"INSERT INTO {identifier(table)} ({', '.join(map(identifier, values))}, import_id) "
        f"SELECT {', '.join(values.values())}, ? FROM {identifier(relation)}",
        [import_id],
    ).fetchall()
    return int(rows[0][0])


def _default(column: str, given: set[str]) -> str:
    """SQL for what stands in a column of the table where the relation has none.

    Without a column `event`, a row with a rating is a rating, one with a quantity of zero or less
    a return, any other a purchase. A campaign's customer without an arm was targeted.
    """
    if column == "campaign_targets.arm":
        return "'targeted'"
    if column != "interactions.event":
        return "NULL"
    cases = "WHEN rating IS NOT NULL THEN 'rating' " if "rating" in given else ""
    cases += "WHEN quantity <= 0 THEN 'return' " if "quantity" in given else ""
    return f"CASE {cases}ELSE 'purchase' END" if cases else "'purchase'"
