"""The product list. Rows of one id from several imports coexist; the view `catalogue` shows the
latest.
"""

import duckdb

from recsys_core.storage.insert import insert_from


def insert_items(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append the relation `accepted` (item_id at least); returns the number of rows."""
    return insert_from(cursor, "items", accepted, import_id)
