"""What the tables say about customers: totals of all of them, and everything about one."""

import json
from dataclasses import dataclass
from typing import Literal

import duckdb
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C

Kind = Literal["purchase", "rating", "visit"]
Visit = Literal["order", "day", "line"]

_EVENTS: dict[Kind, tuple[str, ...]] = {
    "purchase": ("purchase",),
    "rating": ("rating",),
    "visit": ("click", "view", "cart"),
}

# The second level of the path where there is one, as in `Dataset.items`.
CATEGORY = (
    "coalesce(nullif(split_part(category_path, ' > ', 2), ''), "
    "split_part(category_path, ' > ', 1), '')"
)


@dataclass(frozen=True)
class Activity:
    """What the workspace knows about what customers did.

    kind: what counts as activity: ratings where most rows are ratings (as in the `Dataset`), else
    purchases where there are any, else clicks, views and carts.
    visit: what one visit is: an order, else a day, else (without both) a line.
    first, last: the oldest and newest moment; None without dates.
    """

    kind: Kind
    visit: Visit
    dated: bool
    spend: bool
    first: pd.Timestamp | None
    last: pd.Timestamp | None


def activity(cursor: duckdb.DuckDBPyConnection) -> Activity | None:
    """What customers did in this workspace; None when there are no rows at all."""
    counts = dict(
        cursor.execute("SELECT event, count(*) FROM interactions GROUP BY event").fetchall()
    )
    if not counts:
        return None
    known = [kind for kind, events in _EVENTS.items() if any(e in counts for e in events)]
    # Returns alone still name customers, who then have no activity to speak of.
    kind: Kind = known[0] if known else "purchase"
    if counts.get("rating", 0) * 2 > sum(counts.values()):
        kind = "rating"
    orders, dates, revenues, first, last = cursor.execute(
        "SELECT count(order_id), count(ts), count(revenue), min(ts), max(ts) "
        f"FROM interactions WHERE event IN {listed(kind)}"
    ).fetchall()[0]
    return Activity(
        kind=kind,
        visit="order" if orders and kind == "purchase" else "day" if dates else "line",
        dated=bool(dates),
        spend=bool(revenues) and kind == "purchase",
        first=None if first is None else pd.Timestamp(first),
        last=None if last is None else pd.Timestamp(last),
    )


def totals(
    cursor: duckdb.DuckDBPyConnection, what: Activity, until: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Every customer once: user_id, visits, days, products, spend, first_ts, last_ts.

    Spend is net of returns, NaN where unknown. Products (different ones) are counted only where no
    spend is known: nothing else needs them for everybody. until: as all stood at the end of this
    day, with the customers of then; all of the data if not given.
    """
    then = "TRUE" if until is None else f"ts::DATE <= DATE '{until.date().isoformat()}'"
    visit = {
        "order": "coalesce(order_id, ts::DATE::VARCHAR)",
        "day": "ts::DATE::VARCHAR",
        "line": "NULL::VARCHAR",
    }[what.visit]
    visits = "count(DISTINCT visit)" if what.visit != "line" else "sum(lines)"
    frame = cursor.execute(
        f"""
        WITH visits AS (
            SELECT user_id, {visit} AS visit, ts::DATE AS day, count(*) AS lines,
                   min(ts) AS first_ts, max(ts) AS last_ts
            FROM interactions WHERE event IN {listed(what.kind)} AND {then} GROUP BY ALL
        ), active AS (
            SELECT user_id, {visits} AS visits, count(DISTINCT day) AS days,
                   min(first_ts) AS first_ts, max(last_ts) AS last_ts
            FROM visits GROUP BY user_id
        ), everybody AS (
            SELECT user_id, sum(revenue) AS spend FROM interactions WHERE {then} GROUP BY user_id
        )
        SELECT user_id, coalesce(visits, 0)::BIGINT AS visits, coalesce(days, 0)::BIGINT AS days,
               spend::DOUBLE AS spend, first_ts, last_ts
        FROM everybody LEFT JOIN active USING (user_id) ORDER BY user_id
        """
    ).df()
    frame[C.Products] = float("nan")
    if not what.spend:
        frame[C.Spend] = float("nan")
        products = cursor.execute(
            "SELECT user_id, count(DISTINCT item_id) AS products FROM interactions "
            f"WHERE event IN {listed(what.kind)} AND {then} GROUP BY user_id"
        ).df()
        counts = products.set_index(Columns.User)[C.Products]
        frame[C.Products] = frame[Columns.User].map(counts).fillna(0.0).astype(float)
    return frame


def visit_days(cursor: duckdb.DuckDBPyConnection, what: Activity) -> pd.DataFrame:
    """user_id, day: every day with a visit of a customer, once; empty without dates."""
    return cursor.execute(
        "SELECT DISTINCT user_id, date_trunc('day', ts)::TIMESTAMP AS day FROM interactions "
        f"WHERE ts IS NOT NULL AND event IN {listed(what.kind)}"
    ).df()


def order_days(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, day, spend: every day on which a customer bought, with what it brought.

    What came back is taken off the newest day at or before it on which the customer bought. spend
    is 0 where no row says what was paid.
    """
    return cursor.execute(
        """
        WITH days AS (
            SELECT user_id, date_trunc('day', ts)::TIMESTAMP AS day, event, sum(revenue) AS spend
            FROM interactions WHERE ts IS NOT NULL AND event IN ('purchase', 'return') GROUP BY ALL
        ), sold AS (SELECT user_id, day, spend FROM days WHERE event = 'purchase'),
        back AS (
            SELECT sold.user_id, sold.day, sum(days.spend) AS spend
            FROM (SELECT * FROM days WHERE event = 'return') AS days
            ASOF JOIN sold ON days.user_id = sold.user_id AND days.day >= sold.day GROUP BY ALL
        )
        SELECT user_id, day, (coalesce(sold.spend, 0) + coalesce(back.spend, 0))::DOUBLE AS spend
        FROM sold LEFT JOIN back USING (user_id, day) ORDER BY user_id, day
        """
    ).df()


def newest_day(cursor: duckdb.DuckDBPyConnection) -> pd.Timestamp | None:
    """The day of the newest row of any kind; None without dates."""
    newest = cursor.execute("SELECT max(ts)::DATE::TIMESTAMP FROM interactions").fetchall()[0][0]
    return None if newest is None else pd.Timestamp(newest)


def average_shares(cursor: duckdb.DuckDBPyConnection, what: Activity) -> pd.DataFrame:
    """category, average_share, customers: the mean over customers of the share a category has in
    what each of them buys, and how many buy it. Products without a category are left out.
    """
    return cursor.execute(
        f"""
        WITH kinds AS (
            SELECT item_id, dense_rank() OVER (ORDER BY category) AS code, category
            FROM (SELECT item_id, {CATEGORY} AS category FROM catalogue) WHERE category <> ''
        ), coded AS (
            SELECT user_id, row_number() OVER () AS u
            FROM (SELECT DISTINCT user_id FROM interactions)
        ), counts AS (
            SELECT u, code, count(*) AS n
            FROM interactions JOIN kinds USING (item_id) JOIN coded USING (user_id)
            WHERE event IN {listed(what.kind)} GROUP BY ALL
        ), shares AS (
            SELECT code, n / sum(n) OVER (PARTITION BY u) AS share FROM counts
        )
        SELECT category, sum(share) / (SELECT count(DISTINCT u) FROM counts) AS average_share,
               count(*) AS customers
        FROM shares JOIN (SELECT DISTINCT code, category FROM kinds) USING (code)
        GROUP BY category ORDER BY category
        """
    ).df()


def lines_of(cursor: duckdb.DuckDBPyConnection, user_id: str, what: Activity) -> pd.DataFrame:
    """Every line of one customer, latest first: ts, order_id, item_id, title, category, event,
    quantity, revenue, rating. Returns are among the lines.
    """
    events = listed(what.kind, extra=("return",))
    return cursor.execute(
        f"""
        WITH own AS (
            SELECT * FROM interactions WHERE user_id = ? AND event IN {events}
        ), known AS (
            SELECT item_id, title, {CATEGORY} AS category
            FROM items SEMI JOIN own USING (item_id)
            QUALIFY row_number() OVER (
                PARTITION BY item_id ORDER BY items.import_id DESC, items.rowid DESC) = 1
        )
        SELECT ts, order_id, item_id, coalesce(nullif(trim(title), ''),
                   CASE WHEN regexp_full_match(item_id, '[0-9]+') THEN 'Product ' || item_id
                        ELSE item_id END) AS title,
               coalesce(category, '') AS category, event, quantity, revenue, rating
        FROM own LEFT JOIN known USING (item_id)
        ORDER BY ts DESC NULLS LAST, revenue DESC NULLS LAST, item_id
        """,
        [user_id],
    ).df()


def attributes(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """What the customer list says about everybody on it, as text: user_id -> name -> value."""
    rows = cursor.execute(
        "SELECT user_id, attributes FROM customers WHERE attributes IS NOT NULL"
    ).fetchall()
    return {user: _texts(found) for user, found in rows}


def _texts(document: str) -> dict[str, str]:
    known = json.loads(document)
    return {
        str(name): str(value)
        for name, value in known.items()
        if value is not None and str(value).strip()
    }


def listed(kind: Kind, extra: tuple[str, ...] = ()) -> str:
    """The events of a kind as an SQL list; the names are this module's own."""
    return "(" + ", ".join(f"'{event}'" for event in (*_EVENTS[kind], *extra)) + ")"
