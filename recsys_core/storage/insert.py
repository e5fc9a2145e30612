"""From a relation with some of a table's columns to rows of the table, within SQL."""

import duckdb


def quoted(name: str) -> str:
    """An SQL identifier, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def columns_of(cursor: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """The column names of a table, view or registered frame."""
    description = cursor.execute(f"SELECT * FROM {quoted(relation)} LIMIT 0").description
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
        defaults.get(name, quoted(name)) if name not in given else quoted(name) for name in used
    ]
    rows = cursor.execute(
        f"INSERT INTO {quoted(table)} ({', '.join(map(quoted, used))}, import_id) "
        f"SELECT {', '.join(values)}, ? FROM {quoted(relation)}",
        [import_id],
    ).fetchall()
    return int(rows[0][0])
