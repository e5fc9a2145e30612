"""How customers buy, in figures that tell them apart: a row for everybody, set-based."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY, Activity, listed

_KINDS = f"SELECT item_id, {CATEGORY} AS category FROM catalogue WHERE category <> ''"


def buying_figures(cursor: duckdb.DuckDBPyConnection, what: Activity) -> pd.DataFrame:
    """user_id and, NULL where unknown: products (different ones), tier, paid, returned, variety,
    rating, coupons.

    tier: where the usual prices of what a customer buys stand within their categories, 0 (cheapest)
    to 1, the mean over lines; the usual price of a product is the median of what customers paid for
    a piece.  paid: what a customer paid, as a ratio to the usual prices of the same pieces.
    returned: pieces that came back for each piece bought; returns of 0 pieces count nothing.
    variety: the entropy of the customer's lines over categories, in nats.  rating: the mean.
    coupons: the known responses to campaigns.
    """
    return cursor.execute(
        f"""
        WITH pairs AS (
            SELECT user_id, item_id, count(*) AS n, avg(rating) AS rating,
                   sum(quantity) FILTER (WHERE revenue > 0 AND quantity > 0) AS pieces,
                   sum(revenue) FILTER (WHERE revenue > 0 AND quantity > 0) AS paid
            FROM interactions WHERE event IN {listed(what.kind)} GROUP BY user_id, item_id
        ), kinds AS ({_KINDS}
        ), prices AS (
            SELECT item_id, median(paid / pieces) AS usual
            FROM pairs WHERE pieces > 0 GROUP BY item_id
        ), tiers AS (
            SELECT item_id, usual, rank() OVER kind AS place, count(*) OVER same AS ties,
                   count(*) OVER (PARTITION BY coalesce(category, '')) AS among
            FROM prices LEFT JOIN kinds USING (item_id)
            WINDOW kind AS (PARTITION BY coalesce(category, '') ORDER BY usual),
                   same AS (PARTITION BY coalesce(category, ''), usual)
        ), buys AS (
            SELECT user_id, count(*)::DOUBLE AS products, avg(rating) AS rating,
                   sum(n * (place + (ties - 2) / 2.0) / among) / sum(n) FILTER (usual > 0) AS tier,
                   sum(paid) / nullif(sum(pieces * usual), 0) AS paid
            FROM pairs LEFT JOIN tiers USING (item_id) GROUP BY user_id
        ), counts AS (
            SELECT user_id, category, sum(n) AS n
            FROM pairs JOIN kinds USING (item_id) GROUP BY user_id, category
        ), mixed AS (
            SELECT user_id, ln(sum(n)) - sum(n * ln(n)) / sum(n) AS variety
            FROM counts GROUP BY user_id
        ), moved AS (
            SELECT user_id,
                   coalesce(sum(abs(coalesce(quantity, 1))) FILTER (event = 'return'), 0)
                       / nullif(sum(coalesce(quantity, 1)) FILTER (event = 'purchase'), 0)
                   AS returned
            FROM interactions WHERE event IN ('purchase', 'return') GROUP BY user_id
        ), answers AS (
            SELECT user_id, count(*)::DOUBLE AS coupons FROM campaign_responses GROUP BY user_id
        )
        SELECT user_id, products, tier, paid, returned, variety, rating, coupons
        FROM (SELECT DISTINCT user_id FROM interactions)
        LEFT JOIN buys USING (user_id) LEFT JOIN mixed USING (user_id)
        LEFT JOIN moved USING (user_id) LEFT JOIN answers USING (user_id)
        """
    ).df()


def category_shares(cursor: duckdb.DuckDBPyConnection, what: Activity, most: int) -> pd.DataFrame:
    """user_id and a column for each of the `most` categories that most customers buy (the most
    common first): its share of the customer's lines. Customers none of whose products has a
    category are left out.
    """
    lines = f"interactions JOIN ({_KINDS}) USING (item_id) WHERE event IN {listed(what.kind)}"
    top = cursor.execute(
        f"SELECT category FROM (SELECT category, count(DISTINCT user_id) AS n FROM {lines} "
        "GROUP BY category) ORDER BY n DESC, category LIMIT ?",
        [most],
    ).fetchall()
    names = [name for (name,) in top]
    columns = ", ".join(
        f"count(*) FILTER (category = ?) / count(*)::DOUBLE AS c{at}" for at in range(len(names))
    )
    frame = cursor.execute(
        f"SELECT user_id{', ' if names else ''}{columns} FROM {lines} GROUP BY user_id", names
    ).df()
    return frame.rename(columns={f"c{at}": name for at, name in enumerate(names)})
