"""When categories were bought: days of one customer, and how soon customers buy each again."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY

_DAYS = f"""
    SELECT DISTINCT user_id, kind AS category, date_trunc('day', ts)::TIMESTAMP AS day
    FROM interactions
    JOIN (SELECT item_id, {CATEGORY} AS kind FROM catalogue) AS kinds USING (item_id)
    WHERE event = 'purchase' AND ts IS NOT NULL AND kind <> ''
"""


def category_days(cursor: duckdb.DuckDBPyConnection, user_id: str) -> pd.DataFrame:
    """category, day: the days on which one customer bought something of each category."""
    return cursor.execute(
        f"SELECT category, day FROM ({_DAYS} AND user_id = ?) ORDER BY category, day", [user_id]
    ).df()


def category_paces(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """category, customers, every: how many customers bought it on several days, and the median over
    them of the median days from one to the next; most customers first.
    """
    return cursor.execute(
        f"""
        WITH gaps AS (
            SELECT user_id, category, date_diff('day', lag(day) OVER (
                PARTITION BY user_id, category ORDER BY day), day) AS gap
            FROM ({_DAYS})
        ), own AS (
            SELECT category, median(gap) AS every FROM gaps WHERE gap IS NOT NULL
            GROUP BY user_id, category
        )
        SELECT category, count(*) AS customers, median(every)::DOUBLE AS every
        FROM own GROUP BY category ORDER BY customers DESC, category
        """
    ).df()
