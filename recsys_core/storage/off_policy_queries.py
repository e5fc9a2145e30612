"""What was shown to whom, where, how likely, and whether it was clicked."""

import duckdb
import pandas as pd


def shown(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Item (a product or a banner), user, position ('' not known), clicked 0 or 1, propensity (NaN
    not known): every exposure that is known to be clicked or not, in the order of time.
    """
    return cursor.execute(
        """
        SELECT coalesce(item_id, banner) AS item, coalesce(user_id, '') AS "user",
               coalesce(position::VARCHAR, '') AS position, clicked::INTEGER AS clicked,
               propensity::DOUBLE AS propensity
        FROM exposures WHERE clicked IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL
        ORDER BY ts NULLS FIRST, user_id, position, item
        """
    ).df()


def first_and_last(cursor: duckdb.DuckDBPyConnection) -> tuple[pd.Timestamp | None, ...]:
    """The first and the last moment at which something is known to have been shown."""
    rows = cursor.execute(
        "SELECT min(ts), max(ts) FROM exposures WHERE clicked IS NOT NULL"
    ).fetchall()
    return tuple(None if one is None else pd.Timestamp(one) for one in rows[0])
