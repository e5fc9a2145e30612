"""Rows that were not accepted: where they stood, why, and their raw text."""

from collections.abc import Sequence

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


def commonest(cursor: duckdb.DuckDBPyConnection, imports: Sequence[str]) -> tuple[str, int] | None:
    """The reason most rows of these imports were refused for, without the cell it speaks of, and
    how many rows it is; None where none was refused.
    """
    found = cursor.execute(
        "SELECT split_part(reason, ': ', 1) AS why, count(*) AS rows FROM quarantine "
        "WHERE list_contains(?, import_id) GROUP BY why ORDER BY rows DESC, why LIMIT 1",
        [list(imports)],
    ).fetchall()
    return (found[0][0], int(found[0][1])) if found else None
