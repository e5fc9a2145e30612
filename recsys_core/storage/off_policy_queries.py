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
