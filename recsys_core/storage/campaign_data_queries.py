"""What messages to customers came to, as other rooms ask it."""

import duckdb
import pandas as pd


def unsubscribed(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, ts: who unsubscribed or complained, and when last; NaT where no moment is known."""
    return cursor.execute(
        "SELECT user_id, max(ts) AS ts FROM deliveries WHERE event = 'unsubscribed' "
        "GROUP BY user_id ORDER BY user_id"
    ).df()


def bounced(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, ts: whose address sent a message back, and when last; NaT where no moment is known.
    Whom a later message reached is not among them.
    """
    return cursor.execute(
        """
        SELECT user_id, max(ts) FILTER (event = 'bounced') AS ts FROM deliveries
        GROUP BY user_id
        HAVING bool_or(event = 'bounced') AND NOT coalesce(
            max(ts) FILTER (event IN ('delivered', 'opened', 'clicked'))
                > max(ts) FILTER (event = 'bounced'),
            false)
        ORDER BY user_id
        """
    ).df()
