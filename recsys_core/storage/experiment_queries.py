"""What planning an experiment asks the tables."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import Activity, listed


def days_of_all(cursor: duckdb.DuckDBPyConnection, what: Activity) -> pd.DataFrame:
    """user_id, day, came, orders, spend: every day of a customer. came: whether anything but a
    return happened.  orders: how many of what counts as activity (purchases where there are any),
    an order number once.  spend: net of what came back on that day, 0 where not known.
    """
    counted = listed(what.kind)
    return cursor.execute(
        f"""
        SELECT user_id, date_trunc('day', ts)::TIMESTAMP AS day,
               bool_or(event <> 'return') AS came,
               count(DISTINCT coalesce(order_id, '')) FILTER (event IN {counted}) AS orders,
               coalesce(sum(revenue) FILTER (event IN ('purchase', 'return')), 0)::DOUBLE AS spend
        FROM interactions WHERE ts IS NOT NULL GROUP BY ALL ORDER BY user_id, day
        """
    ).df()


def knows_offer(cursor: duckdb.DuckDBPyConnection, offer: str) -> bool:
    """Whether a campaign had this offer."""
    rows = cursor.execute("SELECT 1 FROM campaign_offers WHERE offer_id = ? LIMIT 1", [offer])
    return bool(rows.fetchall())
