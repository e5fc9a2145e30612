"""What people said about a product for a customer: one verdict a pair."""

from datetime import datetime

import duckdb


def put_feedback(
    cursor: duckdb.DuckDBPyConnection, user: str, item: str, verdict: str, at: datetime
) -> None:
    """Record a verdict; an earlier one of the pair is replaced."""
    remove_feedback(cursor, user, item)
    cursor.execute("INSERT INTO feedback VALUES (?, ?, ?, ?)", [user, item, verdict, at])


def remove_feedback(cursor: duckdb.DuckDBPyConnection, user: str, item: str | None) -> int:
    """Take back the verdict of a pair, or all of a customer's; how many there were."""
    pair = [user, item, item]
    where = "WHERE user_id = ? AND (? IS NULL OR item_id = ?)"
    found = cursor.execute(f"SELECT count(*) FROM feedback {where}", pair).fetchall()
    cursor.execute(f"DELETE FROM feedback {where}", pair)
    return int(found[0][0])


def list_feedback(
    cursor: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str, str, datetime]]:
    """Every verdict: customer, product, verdict and when, latest first."""
    return cursor.execute(
        "SELECT user_id, item_id, verdict, created_at FROM feedback "
        "ORDER BY created_at DESC, user_id, item_id"
    ).fetchall()
