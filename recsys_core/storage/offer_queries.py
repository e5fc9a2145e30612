"""What the tables say about offers: what they are for, who was sent them, took them up and bought.

Products of an offer are those it was ever good for. Sent an offer was who is in the target group of
a campaign that carried it, but for the control arm.
"""

from collections.abc import Sequence

import duckdb
import pandas as pd

from recsys_core.storage.campaign_queries import TARGETS, control_arms
from recsys_core.storage.customer_queries import CATEGORY

_OFFERED = """
    SELECT DISTINCT campaign_id, coalesce(offer_id, item_id) AS offer_id, item_id
    FROM campaign_offers WHERE coalesce(offer_id, item_id) IS NOT NULL
"""
_SENT = f"""
    SELECT user_id, offer_id, control, min(start_ts)::TIMESTAMP AS start_ts,
           max(end_ts)::TIMESTAMP AS end_ts
    FROM ({TARGETS}) JOIN (SELECT DISTINCT campaign_id, offer_id FROM ({_OFFERED}))
         USING (campaign_id)
    LEFT JOIN (SELECT campaign_id, min(start_ts) AS start_ts, max(end_ts) AS end_ts
               FROM campaigns GROUP BY campaign_id) USING (campaign_id)
    WHERE list_contains($offers, offer_id) GROUP BY ALL
"""
"""Each customer of each of `$offers`, in the control arm or not."""
_TAKEN = """
    SELECT DISTINCT user_id, offer_id FROM campaign_responses
    WHERE list_contains($offers, offer_id)
"""
_BOUGHT = f"""
    SELECT user_id, offer_id, ts, revenue FROM interactions
    JOIN (SELECT DISTINCT offer_id, item_id FROM ({_OFFERED})
          WHERE list_contains($offers, offer_id)) USING (item_id)
    WHERE event = 'purchase'
"""


def offers_at_hand(
    cursor: duckdb.DuckDBPyConnection, most: int, campaign_id: str | None = None
) -> pd.DataFrame:
    """offer_id, about, products, taken: the `most` offers that most customers took up; of all
    campaigns, or of one. about: as in `campaign_queries.offers_of`.
    """
    return cursor.execute(
        f"""
        WITH offered AS (
            SELECT DISTINCT offer_id, item_id FROM ({_OFFERED})
            WHERE $campaign IS NULL OR campaign_id = $campaign
        ), taken AS (
            SELECT offer_id, count(DISTINCT user_id) AS taken FROM campaign_responses
            WHERE offer_id IS NOT NULL GROUP BY offer_id
        ), ranked AS (
            SELECT offer_id, count(DISTINCT item_id) AS products,
                   coalesce(any_value(taken), 0) AS taken
            FROM offered LEFT JOIN taken USING (offer_id)
            GROUP BY offer_id ORDER BY taken DESC, offer_id LIMIT $most
        ), kinds AS (
            SELECT offer_id, {CATEGORY} AS category, count(*) AS n,
                   any_value(coalesce(nullif(trim(title), ''), item_id)) AS title
            FROM ranked JOIN offered USING (offer_id) LEFT JOIN catalogue USING (item_id)
            GROUP BY ALL
        ), about AS (
            SELECT offer_id, CASE WHEN sum(n) = 1 THEN any_value(title)
                                  ELSE arg_max(category, n ORDER BY category) END AS about
            FROM kinds GROUP BY offer_id
        )
        SELECT offer_id, coalesce(about, '') AS about, products, taken
        FROM ranked LEFT JOIN about USING (offer_id) ORDER BY taken DESC, offer_id
        """,
        {"campaign": campaign_id, "most": most},
    ).df()


def sent_offers(cursor: duckdb.DuckDBPyConnection, offers: Sequence[str]) -> pd.DataFrame:
    """user_id, offer_id, bought (any of its products before the first campaign with it began),
    taken: each customer each of the offers was sent to.
    """
    return cursor.execute(
        f"""
        WITH sent AS (SELECT * FROM ({_SENT}) WHERE NOT control), taken AS ({_TAKEN}),
        first AS (SELECT user_id, offer_id, min(ts) AS ts FROM ({_BOUGHT}) GROUP BY ALL)
        SELECT user_id, offer_id, coalesce(ts < start_ts, FALSE) AS bought,
               taken.user_id IS NOT NULL AS taken
        FROM sent LEFT JOIN first USING (user_id, offer_id)
        LEFT JOIN taken USING (user_id, offer_id)
        ORDER BY user_id, offer_id
        """,
        {"offers": list(offers), "control": control_arms(cursor)},
    ).df()


def buyers_of_offers(cursor: duckdb.DuckDBPyConnection, offers: Sequence[str]) -> pd.DataFrame:
    """user_id, offer_id of everybody who ever bought any of an offer's products."""
    return cursor.execute(
        f"SELECT DISTINCT user_id, offer_id FROM ({_BOUGHT})", {"offers": list(offers)}
    ).df()


def spent_on_offers(cursor: duckdb.DuckDBPyConnection, offers: Sequence[str]) -> pd.DataFrame:
    """offer_id, value: what a customer who buys any of an offer's products spends on them in a day,
    on average; NaN where no row says what was paid.
    """
    return cursor.execute(
        f"""
        SELECT offer_id, avg(paid)::DOUBLE AS value FROM (
            SELECT offer_id, user_id, ts::DATE AS day, sum(revenue) AS paid
            FROM ({_BOUGHT}) GROUP BY ALL
        ) GROUP BY offer_id
        """,
        {"offers": list(offers)},
    ).df()


def campaigns_answered(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, times, answered: how many campaigns reached a customer, and how many of them he
    answered.
    """
    return cursor.execute(
        f"""
        WITH answers AS (SELECT DISTINCT campaign_id, user_id, TRUE AS yes FROM campaign_responses)
        SELECT user_id, count(*)::DOUBLE AS times, count(yes)::DOUBLE AS answered
        FROM ({TARGETS}) LEFT JOIN answers USING (campaign_id, user_id)
        WHERE NOT control GROUP BY user_id
        """,
        {"control": control_arms(cursor)},
    ).df()


def buyers_by_arm(
    cursor: duckdb.DuckDBPyConnection, offers: Sequence[str]
) -> tuple[int, int, int, int]:
    """Pairs of customer and offer, and how many of them bought its products while a campaign with
    it ran: those sent it, then those of control arms.
    """
    found = cursor.execute(
        f"""
        WITH sent AS ({_SENT}), pairs AS (
            SELECT control, user_id, offer_id, bool_or(ts >= start_ts AND
                   ts < end_ts::DATE + INTERVAL 1 DAY) AS bought
            FROM sent LEFT JOIN ({_BOUGHT}) USING (user_id, offer_id) GROUP BY ALL
        )
        SELECT count(*) FILTER (NOT control), count(*) FILTER (NOT control AND bought),
               count(*) FILTER (control), count(*) FILTER (control AND bought) FROM pairs
        """,
        {"offers": list(offers), "control": control_arms(cursor)},
    ).fetchall()[0]
    return found
