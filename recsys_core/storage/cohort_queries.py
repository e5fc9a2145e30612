"""Customers by the month of their first order, month by month after it."""

import duckdb
import pandas as pd


def cohort_cells(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Cohort (first day of a month), month (months since), customers (who ordered in it), revenue
    (net of what came back in it; NaN where no row says what was paid), without empty cells.
    """
    return cursor.execute(
        """
        WITH months AS (
            SELECT user_id, date_trunc('month', ts)::TIMESTAMP AS day,
                   count(*) FILTER (event = 'purchase') AS bought, sum(revenue) AS revenue
            FROM interactions WHERE ts IS NOT NULL AND event IN ('purchase', 'return') GROUP BY ALL
        ), first AS (
            SELECT user_id, min(day) AS cohort FROM months WHERE bought > 0 GROUP BY user_id
        )
        SELECT cohort, date_diff('month', cohort, day)::BIGINT AS month,
               count(*) FILTER (bought > 0)::BIGINT AS customers, sum(revenue)::DOUBLE AS revenue
        FROM months JOIN first USING (user_id) WHERE day >= cohort
        GROUP BY ALL ORDER BY cohort, month
        """
    ).df()
