"""Who was sent which campaign and answered it, with what was known when it began.

Everything said of a customer is cut at the start of the campaign's first day: a purchase, an answer
or a coupon of that day or later is not seen.
"""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY

LATELY = 84
"""Days that count as lately."""

_RUN = """
    SELECT campaign_id, any_value(type) AS type, min(start_ts)::DATE AS start,
           max(end_ts)::DATE AS ends
    FROM campaigns WHERE start_ts IS NOT NULL GROUP BY campaign_id
"""
_SENT = "SELECT DISTINCT campaign_id, user_id FROM campaign_targets"
_ANSWERS = """
    SELECT r.campaign_id, r.user_id, r.ts::DATE AS day
    FROM campaign_responses r SEMI JOIN campaign_targets t
      ON t.campaign_id = r.campaign_id AND t.user_id = r.user_id
"""


def campaign_runs(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """campaign_id, type, start, ends, offers, sent, answered: every campaign with a day on which it
    began, in that order. ends: its last day, else that of its last answer; NaT without either.
    """
    return cursor.execute(
        f"""
        WITH run AS ({_RUN}), answers AS ({_ANSWERS}),
        sent AS (SELECT campaign_id, count(*) AS sent FROM ({_SENT}) GROUP BY campaign_id),
        answered AS (SELECT campaign_id, count(DISTINCT user_id) AS answered, max(day) AS last
                     FROM answers GROUP BY campaign_id),
        offered AS (SELECT campaign_id, count(DISTINCT offer_id) AS offers
                    FROM campaign_offers GROUP BY campaign_id)
        SELECT campaign_id, coalesce(type, '') AS type, start::TIMESTAMP AS start,
               coalesce(ends, last)::TIMESTAMP AS ends, coalesce(offers, 0) AS offers,
               coalesce(sent, 0) AS sent, coalesce(answered, 0) AS answered
        FROM run LEFT JOIN sent USING (campaign_id) LEFT JOIN answered USING (campaign_id)
        LEFT JOIN offered USING (campaign_id) ORDER BY start, campaign_id
        """
    ).df()


def sent_pairs(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """campaign_id, user_id, arm (NULL unknown), start, answered: everybody a campaign was sent to
    or left out of, for campaigns with a day on which they began.
    """
    return cursor.execute(
        f"""
        WITH run AS ({_RUN}), answers AS (SELECT DISTINCT campaign_id, user_id FROM ({_ANSWERS}))
        SELECT t.campaign_id, t.user_id, min(t.arm) AS arm,
               any_value(run.start)::TIMESTAMP AS start,
               bool_or(a.user_id IS NOT NULL) AS answered
        FROM campaign_targets t JOIN run USING (campaign_id)
        LEFT JOIN answers a ON a.campaign_id = t.campaign_id AND a.user_id = t.user_id
        GROUP BY t.campaign_id, t.user_id ORDER BY start, t.campaign_id, t.user_id
        """
    ).df()


def offers_of_campaigns(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """campaign_id, offer_id, item_id: what each campaign offered; an offer without a number is one
    of its own for each product.
    """
    return cursor.execute(
        "SELECT DISTINCT campaign_id, coalesce(offer_id, item_id) AS offer_id, item_id "
        "FROM campaign_offers WHERE item_id IS NOT NULL"
    ).df()


def known_before(
    cursor: duckdb.DuckDBPyConnection, pairs: pd.DataFrame, offers: pd.DataFrame
) -> pd.DataFrame:
    """What was known of each customer when each campaign began, beside `pairs` in their order.

    pairs: campaign_id, user_id, start.  offers: campaign_id, offer_id, item_id.
    Columns, NaN where there is nothing: trips and trips_lately (orders, else days), spend_lately,
    recency and seen_for (days since the last and the first purchase), coupons and coupons_lately
    (orders paid with a coupon), received and given (campaigns sent to the customer and answered,
    that began before), since_answer (days), offers_bought (of how many of the campaign's offers the
    customer bought a product lately) and facts (whether anything is known of the customer).
    lately: within `LATELY` days before the start.
    """
    asked = pairs[["campaign_id", "user_id", "start"]].reset_index(names="place")
    cursor.register("asked_frame", asked)
    cursor.register("offers_frame", offers[["campaign_id", "offer_id", "item_id"]])
    try:
        found = cursor.execute(_known_before()).df()
    finally:
        cursor.unregister("asked_frame")
        cursor.unregister("offers_frame")
    return found.drop(columns="place")


def _known_before() -> str:
    lately = f"day >= start - INTERVAL {LATELY} DAY"
    return f"""
        WITH asked AS MATERIALIZED (
            SELECT place, campaign_id, user_id, start::DATE AS start FROM asked_frame
        ), moments AS (SELECT DISTINCT user_id, start FROM asked
        ), whom AS (SELECT DISTINCT user_id FROM asked
        ), days AS MATERIALIZED (
            SELECT user_id, ts::DATE AS day, sum(revenue) AS spend,
                   count(DISTINCT coalesce(order_id, '')) AS trips
            FROM interactions SEMI JOIN whom USING (user_id)
            WHERE event = 'purchase' AND ts IS NOT NULL GROUP BY ALL
        ), bought AS (
            SELECT user_id, start, sum(trips)::DOUBLE AS trips,
                   sum(trips) FILTER ({lately})::DOUBLE AS trips_lately,
                   sum(spend) FILTER ({lately}) AS spend_lately,
                   date_diff('day', max(day), start)::DOUBLE AS recency,
                   date_diff('day', min(day), start)::DOUBLE AS seen_for
            FROM moments JOIN days USING (user_id) WHERE day < start GROUP BY user_id, start
        ), coupon_days AS (
            SELECT user_id, ts::DATE AS day, count(DISTINCT coalesce(order_id, '')) AS coupons
            FROM coupon_uses SEMI JOIN whom USING (user_id) WHERE ts IS NOT NULL GROUP BY ALL
        ), used AS (
            SELECT user_id, start, sum(coupons)::DOUBLE AS coupons,
                   sum(coupons) FILTER ({lately})::DOUBLE AS coupons_lately
            FROM moments JOIN coupon_days USING (user_id) WHERE day < start GROUP BY user_id, start
        ), run AS ({_RUN}
        ), sent AS (
            SELECT user_id, m.start, count(*)::DOUBLE AS received
            FROM moments m JOIN ({_SENT}) USING (user_id) JOIN run USING (campaign_id)
            WHERE run.start < m.start GROUP BY user_id, m.start
        ), answers AS (
            SELECT user_id, m.start, count(DISTINCT campaign_id)::DOUBLE AS given,
                   date_diff('day', max(day), m.start)::DOUBLE AS since_answer
            FROM moments m JOIN ({_ANSWERS}) USING (user_id) WHERE day < m.start
            GROUP BY user_id, m.start
        ), wanted AS (SELECT DISTINCT item_id FROM offers_frame
        ), lines AS MATERIALIZED (
            SELECT user_id, item_id, ts::DATE AS day
            FROM interactions SEMI JOIN whom USING (user_id) SEMI JOIN wanted USING (item_id)
            WHERE event = 'purchase' AND ts IS NOT NULL GROUP BY ALL
        ), own AS (
            SELECT DISTINCT place, campaign_id, item_id FROM asked JOIN lines USING (user_id)
            WHERE day < start AND {lately}
        ), matched AS (
            SELECT place, count(DISTINCT offer_id)::DOUBLE AS offers_bought
            FROM own JOIN offers_frame USING (campaign_id, item_id) GROUP BY place
        )
        SELECT place, trips, trips_lately, spend_lately, recency, seen_for, coupons, coupons_lately,
               received, given, since_answer, offers_bought, c.user_id IS NOT NULL AS facts
        FROM asked LEFT JOIN bought USING (user_id, start) LEFT JOIN used USING (user_id, start)
        LEFT JOIN sent USING (user_id, start) LEFT JOIN answers USING (user_id, start)
        LEFT JOIN matched USING (place)
        LEFT JOIN (SELECT user_id FROM customers WHERE attributes IS NOT NULL) c
               ON c.user_id = asked.user_id
        ORDER BY place
    """


def kinds_before(cursor: duckdb.DuckDBPyConnection, pairs: pd.DataFrame, most: int) -> pd.DataFrame:
    """place, nth, category: what each customer bought lately before each campaign, by category, the
    latest first, at most `most` of them; place: that of the row in `pairs`.
    """
    asked = pairs[["user_id", "start"]].reset_index(names="place")
    cursor.register("asked_frame", asked)
    try:
        return cursor.execute(
            f"""
            WITH asked AS (SELECT place, user_id, start::DATE AS start FROM asked_frame
            ), kinds AS (SELECT item_id, {CATEGORY} AS category FROM catalogue
            ), days AS (
                SELECT DISTINCT user_id, category, ts::DATE AS day
                FROM interactions JOIN kinds USING (item_id)
                SEMI JOIN asked USING (user_id)
                WHERE event = 'purchase' AND ts IS NOT NULL AND category <> ''
            ), own AS (
                SELECT place, category, max(day) AS day FROM asked JOIN days USING (user_id)
                WHERE day < start AND day >= start - INTERVAL {LATELY} DAY GROUP BY place, category
            )
            SELECT place, row_number() OVER latest - 1 AS nth, category FROM own
            WINDOW latest AS (PARTITION BY place ORDER BY day DESC, category)
            QUALIFY nth < {int(most)} ORDER BY place, nth
            """
        ).df()
    finally:
        cursor.unregister("asked_frame")


def kinds_offered(cursor: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """campaign_id, nth, category: the categories of what each campaign offers, those of most offers
    first, at most `most` of them.
    """
    return cursor.execute(
        f"""
        WITH kinds AS (SELECT item_id, {CATEGORY} AS category FROM catalogue
        ), counts AS (
            SELECT campaign_id, category, count(DISTINCT coalesce(offer_id, item_id)) AS n
            FROM campaign_offers JOIN kinds USING (item_id) WHERE category <> '' GROUP BY ALL
        )
        SELECT campaign_id, row_number() OVER most - 1 AS nth, category FROM counts
        WINDOW most AS (PARTITION BY campaign_id ORDER BY n DESC, category)
        QUALIFY nth < {int(most)} ORDER BY campaign_id, nth
        """
    ).df()


def days_known(
    cursor: duckdb.DuckDBPyConnection,
) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The days of the first purchase and of the newest purchase or answer; None without any."""
    first, bought, answered = cursor.execute(
        "SELECT min(ts)::DATE, max(ts)::DATE, (SELECT max(ts)::DATE FROM campaign_responses) "
        "FROM interactions WHERE event = 'purchase'"
    ).fetchall()[0]
    newest = max((day for day in (bought, answered) if day is not None), default=None)
    return (
        None if first is None else pd.Timestamp(first),
        None if newest is None else pd.Timestamp(newest),
    )


def products_offered(
    cursor: duckdb.DuckDBPyConnection,
    items: list[str],
    categories: list[str],
    brands: list[str],
) -> pd.DataFrame:
    """offer_id, item_id of a campaign to come: a product is an offer, and so is a category (a whole
    path, its beginning or one level of it) or a brand with all its products.
    """
    return cursor.execute(
        """
        SELECT item_id AS offer_id, item_id FROM (SELECT unnest($items::TEXT[]) AS item_id)
        UNION ALL
        SELECT 'category ' || name, item_id
        FROM (SELECT unnest($categories::TEXT[]) AS name) JOIN catalogue
          ON category_path = name OR starts_with(category_path, name || ' > ')
          OR list_contains(string_split(category_path, ' > '), name)
        UNION ALL
        SELECT 'brand ' || name, item_id
        FROM (SELECT unnest($brands::TEXT[]) AS name) JOIN catalogue ON brand = name
        """,
        {"items": items, "categories": categories, "brands": brands},
    ).df()
