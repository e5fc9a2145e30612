"""How many rows each table has, whatever tables there are."""

import duckdb

from recsys_core.schema.sql import identifier


def rows_of_tables(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Table -> rows, by name."""
    names = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary "
        "AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    return {
        name: int(cursor.execute(f"SELECT count(*) FROM {identifier(name)}").fetchall()[0][0])
        for (name,) in names
    }
