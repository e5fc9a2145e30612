"""The customer list. Rows of one id from several imports coexist; the view `customers` shows the
latest.
"""

import duckdb

from recsys_core.storage.insert import insert_from


def insert_users(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append the relation `accepted` (user_id at least); returns the number of rows."""
    return insert_from(cursor, "users", accepted, import_id)
