"""What people said about a product for a customer: one verdict a pair."""

from datetime import datetime

import duckdb

from recsys_core.storage import meta
from recsys_core.storage.imports import KNOWN_CUSTOMERS

LISTED = "SELECT user_id, item_id, verdict, created_at FROM feedback"
LATEST_FIRST = "ORDER BY created_at DESC, user_id, item_id"


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


VANISHED = f"user_id NOT IN ({KNOWN_CUSTOMERS})"


def count_vanished(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many verdicts there are of customers who are no longer there."""
    found = cursor.execute(f"SELECT count(*) FROM feedback WHERE {VANISHED}").fetchall()
    return int(found[0][0])


def remove_vanished(cursor: duckdb.DuckDBPyConnection) -> int:
    """Take those back; how many there were."""
    count = count_vanished(cursor)
    cursor.execute(f"DELETE FROM feedback WHERE {VANISHED}")
    if count:
        meta.mark_removed(cursor)
    return count


def forget_changes(cursor: duckdb.DuckDBPyConnection) -> None:
    """Forget what verdicts of customers who are no longer there were before they were changed."""
    cursor.execute(
        "DELETE FROM audit WHERE action = ? AND json_extract_string(detail, '$.kind') = 'feedback' "
        f"AND json_extract_string(detail, '$.of') NOT IN ({KNOWN_CUSTOMERS})",
        [meta.CHANGED],
    )


def list_vanished(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, datetime]]:
    """Those verdicts, as `list_feedback` gives all of them."""
    return cursor.execute(f"{LISTED} WHERE {VANISHED} {LATEST_FIRST}").fetchall()


def list_feedback(
    cursor: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str, str, datetime]]:
    """Every verdict: customer, product, verdict and when, latest first."""
    return cursor.execute(f"{LISTED} {LATEST_FIRST}").fetchall()
