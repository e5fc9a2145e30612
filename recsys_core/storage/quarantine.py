"""Rows that were not accepted: where they stood, why, and their raw text."""

import duckdb
import pandas as pd


def list_quarantine(
    cursor: duckdb.DuckDBPyConnection, import_id: str | None = None, limit: int | None = None
) -> pd.DataFrame:
    """Refused rows of one import or of all imports in force, in file order."""
    sql = (
        "SELECT q.import_id, q.file_name, q.line, q.column_name, q.reason, q.raw "
        "FROM quarantine q WHERE ? IS NULL OR q.import_id = ? "
        "ORDER BY q.import_id, q.file_name, q.line"
    )
    values: list[object] = [import_id, import_id]
    if limit is not None:
        sql += " LIMIT ?"
        values.append(limit)
    return cursor.execute(sql, values).df()


def reasons(cursor: duckdb.DuckDBPyConnection, import_id: str) -> pd.DataFrame:
    """How many rows were refused for which reason (columns reason, rows), most frequent first."""
    return cursor.execute(
        'SELECT reason, count(*) AS "rows" FROM quarantine WHERE import_id = ? '
        'GROUP BY reason ORDER BY "rows" DESC, reason',
        [import_id],
    ).df()
