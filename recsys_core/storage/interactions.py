"""Rows of what customers did: purchases, returns, ratings, clicks, views, carts."""

import duckdb

from recsys_core.storage.insert import columns_of, insert_from


def insert_interactions(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append the relation `accepted` (columns as the table's, user_id and item_id at least).

    Without a column `event`, a row with a rating is a rating, one with a quantity of zero or less
    a return, any other a purchase. Returns the number of rows.
    """
    given = set(columns_of(cursor, accepted))
    cases = ["WHEN rating IS NOT NULL THEN 'rating'"] if "rating" in given else []
    cases += ["WHEN quantity <= 0 THEN 'return'"] if "quantity" in given else []
    event = f"CASE {' '.join(cases)} ELSE 'purchase' END" if cases else "'purchase'"
    return insert_from(cursor, "interactions", accepted, import_id, {"event": event})
