"""Every contact of a campaign with a customer, as it stood when the campaign began."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from recsys_core.storage.campaign_queries import ANSWERS, TARGETS, control_arms
from recsys_core.storage.customer_queries import CATEGORY

PRICED = """
    SELECT user_id, ts, price < 0.95 * usual AS below FROM (
        SELECT user_id, ts, price, median(price) OVER known AS usual, count(*) OVER known AS seen
        FROM (SELECT *, revenue / quantity AS price FROM interactions
              WHERE event = 'purchase' AND quantity > 0 AND revenue > 0)
        WINDOW known AS (PARTITION BY item_id ORDER BY ts
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ) WHERE seen >= 5
"""
"""Every purchase with a price of a product whose usual one, the median of five or more up to then,
is known, and whether it was more than a twentieth below that.
"""


def contacts(cursor: duckdb.DuckDBPyConnection, recent_days: int) -> pd.DataFrame:
    """One row for each campaign and customer it reached, in the order of the campaigns' start:
    campaign_id, user_id, start_ts, answered, recent (campaigns that began for the customer in the
    `recent_days` up to this start, this one among them), before (earlier contacts), answered_before
    (so many of those with an answer before this start), bought (whether anything was, before the
    start), fits (whether from any of the categories on offer), priced and below (purchases before
    the start as in `PRICED`, and of them below the usual price). NULL where it is not known: the
    start, the categories on offer, any purchase before the start, of whomever, or any price of the
    customer's.
    """
    span = f"INTERVAL '{recent_days * 86_400 * 1_000_000 - 1} microseconds'"
    return cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), answers AS ({ANSWERS}), begun AS (
            SELECT campaign_id, min(start_ts)::TIMESTAMP AS start_ts,
                   min(start_ts) > (SELECT min(ts) FROM interactions WHERE event = 'purchase')
                       AS known
            FROM campaigns GROUP BY campaign_id
        ), each_one AS (
            SELECT campaign_id, user_id, start_ts, known, responses IS NOT NULL AS answered,
                   first_ts, count(start_ts) OVER earlier AS before,
                   count(start_ts) OVER lately AS recent
            FROM targets LEFT JOIN answers USING (campaign_id, user_id)
            LEFT JOIN begun USING (campaign_id) WHERE reached
            WINDOW earlier AS (PARTITION BY user_id ORDER BY start_ts
                RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING),
                lately AS (PARTITION BY user_id ORDER BY start_ts
                RANGE BETWEEN {span} PRECEDING AND CURRENT ROW)
        ), replied AS (
            SELECT one.campaign_id, one.user_id, count(*) AS answered_before
            FROM each_one AS one JOIN each_one AS other ON one.user_id = other.user_id
            AND other.start_ts < one.start_ts AND other.first_ts < one.start_ts
            WHERE other.answered GROUP BY ALL
        ), named AS (
            SELECT item_id, category FROM (SELECT item_id, {CATEGORY} AS category FROM catalogue)
            WHERE category <> ''
        ), offered AS (
            SELECT DISTINCT campaign_id, category FROM campaign_offers JOIN named USING (item_id)
        ), own AS (
            SELECT user_id, category, min(ts) AS ts
            FROM interactions SEMI JOIN targets USING (user_id) LEFT JOIN named USING (item_id)
            WHERE event = 'purchase' GROUP BY ALL
        ), matched AS (
            SELECT campaign_id, user_id, min(ts) AS fits_from FROM own JOIN offered
            USING (category) GROUP BY ALL
        ), prices AS (
            SELECT user_id, ts, count(*) OVER until AS priced, sum(below::INT) OVER until AS below
            FROM ({PRICED}) SEMI JOIN targets USING (user_id) WHERE ts IS NOT NULL
            WINDOW until AS (PARTITION BY user_id ORDER BY ts
                RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
        ), paid AS (
            SELECT campaign_id, each_one.user_id, priced, below FROM each_one ASOF JOIN prices
            ON each_one.user_id = prices.user_id AND each_one.start_ts > prices.ts
        ), began AS (SELECT user_id, min(ts) AS bought_from FROM own GROUP BY user_id)
        SELECT campaign_id, user_id, start_ts, answered,
               CASE WHEN start_ts IS NOT NULL THEN recent END AS recent,
               CASE WHEN start_ts IS NOT NULL THEN before END AS before,
               CASE WHEN start_ts IS NOT NULL THEN coalesce(answered_before, 0) END
                   AS answered_before,
               CASE WHEN known THEN coalesce(bought_from < start_ts, FALSE) END AS bought,
               CASE WHEN known AND campaign_id IN (SELECT campaign_id FROM offered)
                    THEN coalesce(fits_from < start_ts, FALSE) END AS fits,
               priced, below
        FROM each_one LEFT JOIN replied USING (campaign_id, user_id)
        LEFT JOIN paid USING (campaign_id, user_id)
        LEFT JOIN matched USING (campaign_id, user_id) LEFT JOIN began USING (user_id)
        ORDER BY start_ts NULLS LAST, campaign_id, user_id
        """,
        {"control": control_arms(cursor)},
    ).df()


def bought_below(cursor: duckdb.DuckDBPyConnection, users: Sequence[str]) -> pd.DataFrame:
    """user_id, priced, below of each of the users with any price, over all their purchases."""
    cursor.register("asked", pd.DataFrame({"user_id": pd.Series(list(users), dtype=object)}))
    found = cursor.execute(
        f"""
        SELECT user_id, count(*) AS priced, sum(below::INT)::BIGINT AS below
        FROM ({PRICED}) SEMI JOIN asked USING (user_id) GROUP BY user_id ORDER BY user_id
        """
    ).df()
    cursor.unregister("asked")
    return found


def lost_everywhere(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many customers were sent messages that all came back, and are in no target group else."""
    return int(
        cursor.execute(
            f"""
            SELECT count(*) FROM (
                SELECT user_id FROM ({TARGETS}) WHERE NOT control
                GROUP BY user_id HAVING bool_and(lost)
            )
            """,
            {"control": control_arms(cursor)},
        ).fetchall()[0][0]
    )


def offers_at_hand(
    cursor: duckdb.DuckDBPyConnection, campaigns: Sequence[str], users: Sequence[str]
) -> pd.DataFrame:
    """user_id, offer_id, campaign_id, title, times: for each of the users who bought any product on
    offer the offer whose products they bought on most days, and the product bought on most of them.
    """
    cursor.register("asked", pd.DataFrame({"user_id": pd.Series(list(users), dtype=object)}))
    found = cursor.execute(
        """
        WITH named AS (
            SELECT item_id, coalesce(nullif(trim(title), ''), item_id) AS title FROM catalogue
        ), offered AS (
            SELECT DISTINCT campaign_id, coalesce(offer_id, item_id) AS offer_id, item_id
            FROM campaign_offers
            WHERE list_contains($campaigns, campaign_id) AND item_id IS NOT NULL
        ), own AS (
            SELECT user_id, item_id, count(DISTINCT ts::DATE) AS n
            FROM interactions SEMI JOIN asked USING (user_id)
            WHERE event = 'purchase' GROUP BY ALL
        ), by_offer AS (
            SELECT user_id, offer_id, campaign_id, sum(n)::BIGINT AS times,
                   arg_max(coalesce(title, item_id), n ORDER BY item_id) AS title
            FROM own JOIN offered USING (item_id) LEFT JOIN named USING (item_id) GROUP BY ALL
        )
        SELECT user_id, offer_id, campaign_id, title, times FROM by_offer
        QUALIFY row_number() OVER (
            PARTITION BY user_id ORDER BY times DESC, campaign_id, offer_id) = 1
        ORDER BY user_id
        """,
        {"campaigns": list(campaigns)},
    ).df()
    cursor.unregister("asked")
    return found


MOMENTS = {
    "clicks": """
        SELECT DISTINCT user_id, ts FROM deliveries WHERE event IN ('opened', 'clicked')
    """,
    "answers": "SELECT DISTINCT user_id, ts FROM campaign_responses",
    "purchases": "SELECT DISTINCT user_id, ts FROM interactions WHERE event = 'purchase'",
}
"""Where moments at which customers are there may be known from, the nearest to a message first."""


def active_moments(cursor: duckdb.DuckDBPyConnection, source: str) -> pd.DataFrame:
    """user_id, hour, weekday (0 = Monday), later, n: how many moments each customer has by hour and
    weekday, before and after the moment that three in four lie before. hour is NULL where no moment
    of the source has a time of day.
    """
    return cursor.execute(
        f"""
        WITH known AS (SELECT * FROM ({MOMENTS[source]}) WHERE ts IS NOT NULL), cut AS (
            SELECT quantile_disc(ts, 0.75) AS at, bool_or(ts <> date_trunc('day', ts)) AS timed
            FROM known
        )
        SELECT user_id, CASE WHEN timed THEN hour(ts) END AS hour, isodow(ts) - 1 AS weekday,
               ts > cut.at AS later, count(*) AS n
        FROM known, cut GROUP BY ALL ORDER BY ALL
        """
    ).df()
