"""From a relation with some of a table's columns to rows of the table, within SQL."""

import duckdb

from recsys_core.schema.sql import identifier


def columns_of(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """The column names of a table, view or registered frame."""
    description = cursor.execute(f"SELECT * FROM {identifier(relation)} LIMIT 0").description
    cursor.fetchall()
    return [column[0] for column in description or []]


def insert_from(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    relation: str,
    import_id: str,
    defaults: dict[str, str] | None = None,
) -> int:
    """Append `relation` to `table`; returns the number of rows.

    Columns the relation lacks become NULL, or the SQL expression in `defaults`; columns that the
    table lacks are ignored.
    """
    given = set(columns_of(cursor, relation))
    defaults = defaults or {}
    targets = [name for name in columns_of(cursor, table) if name != "import_id"]
    used = [name for name in targets if name in given or name in defaults]
    values = [
        defaults.get(name, identifier(name)) if name not in given else identifier(name)
        for name in used
    ]
    rows = cursor.execute(
        f"INSERT INTO {identifier(table)} ({', '.join(map(identifier, used))}, import_id) "
        f"SELECT {', '.join(values)}, ? FROM {identifier(relation)}",
        [import_id],
    ).fetchall()
    return int(rows[0][0])
