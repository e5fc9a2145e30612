"""What conditions of segments ask the tables, each at once for all customers."""

import duckdb
import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.segments.facts import Buying
from recsys_core.schema.types import IntArray, StrArray
from recsys_core.storage.campaign_queries import ANSWERS, TARGETS, control_arms
from recsys_core.storage.customer_queries import Activity, listed

VISITS = {"order": "coalesce(order_id, ts::DATE::VARCHAR)", "day": "ts::DATE"}
"""What tells one visit of a customer from another; where it is no line."""


def named_products(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """item_id, category_path, brand of the product list; the last two categorical, "" unknown."""
    frame = cursor.execute(
        "SELECT item_id, coalesce(category_path, '') AS category_path, "
        "coalesce(brand, '') AS brand FROM catalogue"
    ).df()
    return frame.astype({Columns.CategoryPath: "category", Columns.Brand: "category"})


def were_bought(cursor: duckdb.DuckDBPyConnection, products: tuple[str, ...]) -> bool:
    """Whether any row is about one of the products."""
    found = cursor.execute(
        "SELECT 1 FROM interactions WHERE list_contains(?, item_id) LIMIT 1", [list(products)]
    )
    return bool(found.fetchall())


def times_bought(
    cursor: duckdb.DuckDBPyConnection,
    what: Activity,
    asked: Buying,
    products: StrArray | None = None,
) -> pd.DataFrame:
    """user_id, times: on how many visits each customer who did so bought any of the products (None:
    anything); 1 where no more is asked for. The last n days end with the newest day of the data.
    """
    where = [f"event IN {listed(what.kind)}"]
    if products is not None:
        cursor.register("wanted", pd.DataFrame({Columns.Item: pd.Series(products, dtype=object)}))
        where.append("item_id IN (SELECT item_id FROM wanted)")
    if asked.days and what.last is not None:
        since = what.last.normalize() - pd.Timedelta(days=asked.days - 1)
        where.append(f"ts >= TIMESTAMP '{since:%Y-%m-%d}'")
    if asked.start:
        where.append(f"ts >= TIMESTAMP '{asked.start:%Y-%m-%d}'")
    if asked.end:
        where.append(f"ts < TIMESTAMP '{asked.end:%Y-%m-%d}' + INTERVAL 1 DAY")
    visits = "count(*)" if what.visit == "line" else f"count(DISTINCT {VISITS[what.visit]})"
    times = "1" if asked.least == 1 else visits
    return cursor.execute(
        f"SELECT user_id, {times} AS times FROM interactions WHERE {' AND '.join(where)} "
        "GROUP BY user_id"
    ).df()


def coded_lines(
    cursor: duckdb.DuckDBPyConnection, what: Activity, users: "pd.Series[str]"
) -> tuple[dict[str, IntArray], StrArray]:
    """Every line bought as arrays in the order of visit, and the products' numbers: u (place in
    users), i (place in the products), day (since 1970, masked without a date), visit (the same for
    the lines of one; known: whether there is one).

    Visits are told apart by 64 bits of their hash: among 10 million, two are taken for one with a
    chance of 3 in a million.
    """
    visit = VISITS.get(what.visit, "interactions.rowid")
    coded = pd.DataFrame({Columns.User: users, "u": np.arange(len(users), dtype=np.int32)})
    cursor.register("coded", coded)
    cursor.execute(
        "CREATE TEMP TABLE numbered AS SELECT item_id, (row_number() OVER () - 1)::INT AS i "
        f"FROM (SELECT DISTINCT item_id FROM interactions WHERE event IN {listed(what.kind)})"
    )
    found = cursor.execute(
        f"""
        SELECT u, i, (ts::DATE - DATE '1970-01-01')::INT AS day, hash(u, {visit}) AS visit,
               {visit} IS NOT NULL AS known
        FROM interactions JOIN coded USING (user_id) JOIN numbered USING (item_id)
        WHERE event IN {listed(what.kind)} ORDER BY visit
        """
    ).fetchnumpy()
    items = cursor.execute("SELECT item_id FROM numbered ORDER BY i").fetchnumpy()["item_id"]
    return found, np.asarray(items)


def products_of(cursor: duckdb.DuckDBPyConnection, what: Activity) -> pd.DataFrame:
    """user_id, products: how many different ones each customer bought."""
    return cursor.execute(
        "SELECT user_id, count(DISTINCT item_id)::DOUBLE AS products FROM interactions "
        f"WHERE event IN {listed(what.kind)} GROUP BY user_id"
    ).df()


def campaigns_known(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Number and name of every campaign, in the order of their start."""
    return cursor.execute(
        """
        SELECT campaign_id, coalesce(any_value(name), '') FROM (
            SELECT campaign_id, name, start_ts FROM campaigns
            UNION ALL SELECT DISTINCT campaign_id, NULL, NULL FROM campaign_targets
            UNION ALL SELECT DISTINCT campaign_id, NULL, NULL FROM campaign_responses
        ) GROUP BY campaign_id ORDER BY min(start_ts) NULLS LAST, campaign_id
        """
    ).fetchall()


def in_campaigns(
    cursor: duckdb.DuckDBPyConnection, responded: bool, campaigns: tuple[str, ...]
) -> list[str]:
    """Customers whom any of the campaigns (none: of all) reached, or who responded to one; both as
    in `campaign_queries`.
    """
    rows = cursor.execute(
        f"SELECT DISTINCT user_id FROM ({ANSWERS if responded else TARGETS}) "
        f"WHERE {'TRUE' if responded else 'reached'} AND "
        "($all OR list_contains($ids, campaign_id))",
        {"all": not campaigns, "ids": list(campaigns)}
        | ({} if responded else {"control": control_arms(cursor)}),
    ).fetchall()
    return [user for (user,) in rows]


def judged(cursor: duckdb.DuckDBPyConnection, verdict: str, products: tuple[str, ...]) -> list[str]:
    """Customers with such a verdict on any of the products (none: on any product)."""
    rows = cursor.execute(
        "SELECT DISTINCT user_id FROM feedback "
        "WHERE verdict = ? AND (? OR list_contains(?, item_id))",
        [verdict, not products, list(products)],
    ).fetchall()
    return [user for (user,) in rows]


def best_sellers(cursor: duckdb.DuckDBPyConnection, what: Activity) -> list[tuple[str, int]]:
    """Last levels of category paths and how many lines bought of each, most first."""
    return cursor.execute(
        f"""
        WITH kinds AS (
            SELECT item_id, split_part(category_path, ' > ', -1) AS category FROM catalogue
            WHERE category_path <> ''
        )
        SELECT category, count(*) AS n FROM interactions JOIN kinds USING (item_id)
        WHERE event IN {listed(what.kind)} GROUP BY category ORDER BY n DESC, category LIMIT 50
        """
    ).fetchall()


def names_of_products(cursor: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """Every category of any level, and every brand, by name."""
    categories = cursor.execute(
        "SELECT DISTINCT unnest(string_split(category_path, ' > ')) AS c FROM items "
        "WHERE category_path <> '' ORDER BY c"
    ).fetchall()
    brands = cursor.execute(
        "SELECT DISTINCT brand FROM items WHERE brand <> '' ORDER BY brand"
    ).fetchall()
    return [c for (c,) in categories if c], [b for (b,) in brands]


def titles_of(cursor: duckdb.DuckDBPyConnection, products: tuple[str, ...]) -> dict[str, str]:
    """Titles of products by their number, where they have one."""
    rows = cursor.execute(
        "SELECT item_id, any_value(title) FROM items "
        "WHERE list_contains(?, item_id) AND trim(title) <> '' GROUP BY item_id",
        [list(products)],
    ).fetchall()
    return dict(rows)


def most_bought(cursor: duckdb.DuckDBPyConnection, what: Activity, most: int) -> dict[str, str]:
    """Number and title of the products with most lines, most first."""
    rows = cursor.execute(
        f"""
        WITH top AS (
            SELECT item_id, count(*) AS n FROM interactions WHERE event IN {listed(what.kind)}
            GROUP BY item_id ORDER BY n DESC, item_id LIMIT ?
        )
        SELECT top.item_id, coalesce(any_value(nullif(trim(title), '')), top.item_id)
        FROM top LEFT JOIN items USING (item_id) GROUP BY top.item_id, n ORDER BY n DESC, 1
        """,
        [most],
    ).fetchall()
    return dict(rows)
