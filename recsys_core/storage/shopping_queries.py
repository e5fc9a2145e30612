"""Brands customers keep to, and what was sent to one of them."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY

LINES = 3
"""Bought so often a category tells something of brands."""


def brand_loyalty(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, loyalty: of a customer's purchases in the categories they bought `LINES` times or
    more and that have two brands at least, the share that went to the brand they buy most in each.
    """
    return cursor.execute(
        f"""
        WITH brands AS (
            SELECT item_id, {CATEGORY} AS category, brand FROM catalogue
            WHERE nullif(trim(brand), '') IS NOT NULL
        ), open AS (
            SELECT category FROM brands WHERE category <> '' GROUP BY category
            HAVING count(DISTINCT brand) > 1
        ), counts AS (
            SELECT user_id, category, brand, count(*) AS n
            FROM interactions JOIN brands USING (item_id) SEMI JOIN open USING (category)
            WHERE event = 'purchase' GROUP BY ALL
        ), own AS (
            SELECT user_id, max(n) AS most, sum(n) AS n FROM counts
            GROUP BY user_id, category HAVING sum(n) >= {LINES}
        )
        SELECT user_id, (sum(most) / sum(n))::DOUBLE AS loyalty FROM own GROUP BY user_id
        """
    ).df()


def campaigns_of(cursor: duckdb.DuckDBPyConnection, user_id: str) -> pd.DataFrame:
    """campaign_id, name, start, arm, responses: every campaign one customer was in or answered, the
    latest first. arm is NULL where only an answer is known.
    """
    return cursor.execute(
        """
        WITH was_sent AS (
            SELECT campaign_id, min(arm) AS arm FROM campaign_targets WHERE user_id = $1
            GROUP BY campaign_id
        ), answered AS (
            SELECT campaign_id, count(*) AS responses FROM campaign_responses WHERE user_id = $1
            GROUP BY campaign_id
        ), known AS (
            SELECT campaign_id, any_value(name) AS name, min(start_ts) AS start
            FROM campaigns GROUP BY campaign_id
        )
        SELECT campaign_id, coalesce(nullif(trim(name), ''), campaign_id) AS name, start, arm,
               coalesce(responses, 0)::BIGINT AS responses
        FROM was_sent FULL JOIN answered USING (campaign_id) LEFT JOIN known USING (campaign_id)
        ORDER BY start DESC NULLS LAST, campaign_id
        """,
        [user_id],
    ).df()
