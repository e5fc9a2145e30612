"""What is counted over the tables to judge the data's health. Returns do not count as sales."""

from datetime import datetime
from typing import Any, Literal

import duckdb
import numpy as np
import pandas as pd

from recsys_core.schema.types import IntArray

SALES = "event <> 'return'"
EVERY_ROW = (
    "(SELECT user_id, item_id, ts, revenue, event FROM interactions UNION ALL "
    "SELECT NULL, item_id, ts, revenue, event FROM sales_to_nobody)"
)
"""With those to no customer, for a FROM clause."""


def totals(cursor: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Rows, rows with a rating, returns, first and last date, and refused rows in force."""
    row = cursor.execute(
        "SELECT count(*) AS interactions, count(rating) AS ratings, "
        "count(*) FILTER (event = 'return') AS returns, count(ts) AS dated, "
        "min(ts) AS first_ts, max(ts) AS last_ts, "
        "(SELECT count(*) FROM quarantine) AS quarantined FROM interactions"
    )
    names = [column[0] for column in row.description or []]
    return dict(zip(names, row.fetchall()[0], strict=True))


def sales_per_item(cursor: duckdb.DuckDBPyConnection) -> tuple[IntArray, int]:
    """(n,) rows per product that was sold, ascending; and how many of them no catalogue lists."""
    found = cursor.execute(
        f"SELECT s.n, c.item_id IS NULL AS unlisted FROM "
        f"(SELECT item_id, count(*) AS n FROM {EVERY_ROW} WHERE {SALES} GROUP BY item_id) s "
        "LEFT JOIN (SELECT DISTINCT item_id FROM items) c USING (item_id) ORDER BY s.n"
    ).fetchnumpy()
    return np.asarray(found["n"], dtype=np.int64), int(np.count_nonzero(found["unlisted"]))


def within(
    cursor: duckdb.DuckDBPyConnection, start: datetime, end: datetime
) -> tuple[int, int, int, int, float | None]:
    """From `start` until before `end`: sales, customers, those whose first sale it was, different
    products, and revenue net of returns (None without any).
    """
    rows = cursor.execute(
        "WITH first AS ("
        f"  SELECT user_id, min(ts) AS ts FROM interactions WHERE {SALES} GROUP BY user_id"
        ") SELECT count(*) FILTER (sale), count(DISTINCT user_id) FILTER (sale), "
        "(SELECT count(*) FROM first WHERE ts >= $1 AND ts < $2), "
        "count(DISTINCT item_id) FILTER (sale), sum(revenue) "
        f"FROM (SELECT *, {SALES} AS sale FROM {EVERY_ROW}) WHERE ts >= $1 AND ts < $2",
        [start, end],
    ).fetchall()
    sales, customers, new, products, revenue = rows[0]
    return int(sales), int(customers), int(new), int(products), revenue


def sold_to_nobody(cursor: duckdb.DuckDBPyConnection) -> tuple[int, float, float | None]:
    """Rows of no customer, the pieces they brought, and the money (None without any)."""
    rows = cursor.execute(
        "SELECT count(*), coalesce(sum(coalesce(quantity, CASE WHEN event = 'return' THEN -1 "
        "ELSE 1 END)), 0), sum(revenue) FROM sales_to_nobody "
        "WHERE event IN ('purchase', 'return')"
    ).fetchall()
    return int(rows[0][0]), float(rows[0][1]), rows[0][2]


def known_users(cursor: duckdb.DuckDBPyConnection) -> int:
    """Customers with any row, and those of the customer list."""
    rows = cursor.execute(
        "SELECT count(*) FROM (SELECT user_id FROM interactions UNION SELECT user_id FROM users)"
    ).fetchall()
    return int(rows[0][0])


def listed_items(cursor: duckdb.DuckDBPyConnection) -> int:
    """Products in the catalogue."""
    return int(cursor.execute("SELECT count(DISTINCT item_id) FROM items").fetchall()[0][0])


def distinct_pairs(cursor: duckdb.DuckDBPyConnection) -> int:
    """Pairs of a customer and a product with at least one sale."""
    rows = cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM interactions WHERE {SALES} GROUP BY user_id, item_id)"
    ).fetchall()
    return int(rows[0][0])


def over_time(
    cursor: duckdb.DuckDBPyConnection, step: Literal["day", "week"] = "week"
) -> pd.DataFrame:
    """Per week or day: `week` (its Monday) or `day`, purchases, customers, revenue net of the
    returns of that time; zeros where nothing was sold.
    """
    return cursor.execute(
        "WITH found AS ("
        f"  SELECT date_trunc('{step}', ts)::TIMESTAMP AS {step}, "
        f"         count(*) FILTER ({SALES}) AS purchases, "
        f"         count(DISTINCT user_id) FILTER ({SALES}) AS customers, "
        "         coalesce(sum(revenue), 0) AS revenue "
        f"  FROM {EVERY_ROW} WHERE ts IS NOT NULL GROUP BY 1"
        "), span AS ("
        f"  SELECT unnest(generate_series(min({step}), max({step}), INTERVAL 1 {step})) AS {step} "
        f"FROM found) SELECT s.{step}, coalesce(f.purchases, 0) AS purchases, "
        "coalesce(f.customers, 0) AS customers, coalesce(f.revenue, 0.0) AS revenue "
        f"FROM span s LEFT JOIN found f USING ({step}) ORDER BY s.{step}"
    ).df()
