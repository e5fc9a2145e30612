"""What is looked up in the tables to find what is unusual: fees among the products, customers that
are none, one thing under two numbers, and days without a row.
"""

import duckdb
import pandas as pd

from recsys_core.storage.counts import SALES


def kinds(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """event, rows, customers, products: one line per kind of event, the most frequent first."""
    return cursor.execute(
        "SELECT event, count(*) AS rows, count(DISTINCT user_id) AS customers, "
        "approx_count_distinct(item_id) AS products FROM interactions "
        "GROUP BY event ORDER BY rows DESC, event"
    ).df()


def rating_values(cursor: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Of the ratings: values (how many different ones), low, high, middle (median), whole (share
    of whole numbers).
    """
    found = cursor.execute(
        "SELECT count(DISTINCT rating) AS values, min(rating) AS low, max(rating) AS high, "
        "median(rating) AS middle, avg((rating = floor(rating))::INT) AS whole "
        "FROM interactions WHERE rating IS NOT NULL"
    )
    names = [column[0] for column in found.description or []]
    return dict(zip(names, found.fetchall()[0], strict=True))


def customer_totals(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, rows, days, lot, spend of every customer with a sale.

    lot: how many times the product's usual (median) units at a time, as the geometric mean over the
    lines: fuel is bought in thousands of units by everybody.  spend: net of returns.
    """
    return cursor.execute(
        "WITH usual AS (SELECT item_id, greatest(median(quantity), 1) AS units "
        f"FROM interactions WHERE {SALES} GROUP BY item_id), net AS ("
        "SELECT user_id, coalesce(sum(revenue), 0)::DOUBLE AS spend FROM interactions GROUP BY 1) "
        "SELECT user_id, count(*) AS rows, count(DISTINCT ts::DATE) AS days, "
        "coalesce(exp(avg(ln(greatest(quantity, 1) / units))), 1)::DOUBLE AS lot, "
        "any_value(spend) AS spend FROM interactions JOIN usual USING (item_id) "
        f"JOIN net USING (user_id) WHERE {SALES} GROUP BY user_id ORDER BY user_id"
    ).df()


def daily(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """day, rows: every day from the first to the last, 0 where nothing happened."""
    return cursor.execute(
        "WITH found AS (SELECT ts::DATE AS day, count(*) AS rows FROM interactions "
        f"WHERE {SALES} AND ts IS NOT NULL GROUP BY 1), span AS ("
        "SELECT unnest(generate_series(min(day)::TIMESTAMP, max(day)::TIMESTAMP, INTERVAL 1 DAY)) "
        "AS day FROM found WHERE date_diff('day', "
        "(SELECT min(day) FROM found), (SELECT max(day) FROM found)) < 40000) "
        "SELECT s.day, coalesce(f.rows, 0) AS rows FROM span s "
        "LEFT JOIN found f ON s.day = f.day::TIMESTAMP ORDER BY s.day"
    ).df()


def odd_numbers(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether a product number without any digit is an exception (one in ten at most)."""
    with_digit, total = cursor.execute(
        "SELECT count(*) FILTER (regexp_matches(item_id, '[0-9]')), count(*) "
        "FROM (SELECT DISTINCT item_id FROM interactions)"
    ).fetchall()[0]
    return bool(total >= 20 and with_digit >= 0.9 * total)


def products_like(
    cursor: duckdb.DuckDBPyConnection, pattern: str, *, digitless: bool
) -> pd.DataFrame:
    """item_id, title, rows, returns, customers, revenue, low and high (price paid per unit) of the
    products with a row whose title or number matches `pattern` (RE2, on lower case without
    accents), and of those whose number has no digit where `digitless` says so.
    """
    odd = "OR NOT regexp_matches(item_id, '[0-9]')" if digitless else ""
    return cursor.execute(
        f"""
        WITH sold AS (
            SELECT item_id, count(*) AS rows FROM interactions GROUP BY item_id
        ), named AS (
            SELECT item_id, rows, coalesce(trim(any_value(c.title)), '') AS title
            FROM sold LEFT JOIN items c USING (item_id) GROUP BY item_id, rows
            HAVING regexp_matches(strip_accents(lower(title)), $1)
                OR regexp_matches(strip_accents(lower(item_id)), $1) {odd}
        )
        SELECT item_id, any_value(title) AS title, any_value(rows) AS rows,
               count(*) FILTER (event = 'return') AS returns,
               count(DISTINCT user_id) AS customers, coalesce(sum(revenue), 0)::DOUBLE AS revenue,
               min(abs(revenue / quantity)) FILTER (quantity <> 0) AS low,
               max(abs(revenue / quantity)) FILTER (quantity <> 0) AS high
        FROM interactions JOIN named USING (item_id)
        GROUP BY item_id ORDER BY rows DESC, item_id
        """,
        [pattern],
    ).df()


def total_revenue(cursor: duckdb.DuckDBPyConnection) -> float:
    """Of all rows, returns taken off."""
    rows = cursor.execute("SELECT coalesce(sum(revenue), 0)::DOUBLE FROM interactions").fetchall()
    return float(rows[0][0])


def same_titles(cursor: duckdb.DuckDBPyConnection, limit: int = 500) -> tuple[pd.DataFrame, int]:
    """title, numbers, n: products with the same title, brand, category and description, the largest
    groups first; and how many products are in such groups in all.
    """
    frame = cursor.execute(
        f"""
        WITH alike AS (
            SELECT any_value(trim(title)) AS title, list(DISTINCT item_id) AS numbers,
                   count(DISTINCT item_id) AS n
            FROM items WHERE trim(title) <> ''
            GROUP BY lower(trim(title)), brand, category_path, description
            HAVING count(DISTINCT item_id) > 1
        )
        SELECT title, list_sort(numbers) AS numbers, n, sum(n) OVER ()::BIGINT AS total
        FROM alike ORDER BY n DESC, title LIMIT {limit:d}
        """
    ).df()
    total = int(frame["total"].iat[0]) if len(frame) else 0
    return frame.drop(columns="total"), total


def same_customers(cursor: duckdb.DuckDBPyConnection, limit: int = 500) -> pd.DataFrame:
    """numbers, why, n: customers whose numbers differ only in how they are written ("number"), or
    who did exactly the same at the same moments, five times or more ("history").
    """
    return cursor.execute(
        f"""
        WITH people AS (
            SELECT user_id, count(*) AS rows, count(ts) AS dated,
                   bit_xor(hash(item_id, ts, quantity, event)) AS print,
                   sum(hash(ts, item_id)::HUGEINT) AS print_2
            FROM interactions GROUP BY user_id
        ), written AS (
            SELECT list(user_id ORDER BY user_id) AS numbers, 'number' AS why, count(*) AS n
            FROM people GROUP BY regexp_replace(
                regexp_replace(lower(trim(user_id)), '\\.0+$', ''), '^0+([0-9]+)$', '\\1')
            HAVING count(*) > 1
        ), lived AS (
            SELECT list(user_id ORDER BY user_id) AS numbers, 'history' AS why, count(*) AS n
            FROM people WHERE rows >= 5 AND dated = rows GROUP BY print, print_2, rows
            HAVING count(*) > 1
        )
        SELECT * FROM (FROM written UNION ALL FROM lived)
        ORDER BY n DESC, numbers[1] LIMIT {limit:d}
        """
    ).df()
