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


def bought_on_offers(cursor: duckdb.DuckDBPyConnection, user_id: str) -> tuple[int, int] | None:
    """How many lines one customer bought on an offer, and how many with a date in all: products of
    an offer on the day it was redeemed, or paid with a coupon on that day. None
    where the data has no such days.
    """
    known, on_offer, lines = cursor.execute(
        """
        WITH redeemed AS (
            SELECT DISTINCT ts::DATE AS day, item_id FROM campaign_responses
            JOIN campaign_offers USING (campaign_id, offer_id) WHERE user_id = $1
            UNION SELECT ts::DATE, item_id FROM coupon_uses WHERE user_id = $1
        ), own AS (
            SELECT item_id, ts::DATE AS day FROM interactions
            WHERE user_id = $1 AND event = 'purchase' AND ts IS NOT NULL
        )
        SELECT EXISTS (FROM campaign_responses SEMI JOIN campaign_offers
                       USING (campaign_id, offer_id) WHERE ts IS NOT NULL)
               OR EXISTS (FROM coupon_uses WHERE ts IS NOT NULL AND item_id IS NOT NULL),
               (SELECT count(*) FROM own SEMI JOIN redeemed USING (item_id, day)),
               (SELECT count(*) FROM own)
        """,
        [user_id],
    ).fetchall()[0]
    return (on_offer, lines) if known else None


def lists_of(cursor: duckdb.DuckDBPyConnection, user_id: str) -> dict[str, int | None]:
    """shown: products that stood in lists shown to one customer; clicked; sent, opened: messages of
    campaigns. None where the data says such a thing of nobody. Exposures drawn from many
    say nothing of one customer.
    """
    exposed, shown, clicked = cursor.execute(
        "SELECT (SELECT count(*) FROM exposures WHERE stands_for IS NULL), count(*), "
        "count(*) FILTER (clicked) FROM exposures WHERE user_id = ? AND stands_for IS NULL",
        [user_id],
    ).fetchall()[0]
    delivered, sent, opened = cursor.execute(
        "SELECT (SELECT count(*) FROM recipients), count(*), count(*) FILTER (opened OR clicked) "
        "FROM recipients WHERE user_id = ?",
        [user_id],
    ).fetchall()[0]
    return {
        "shown": shown if exposed else None,
        "clicked": clicked if exposed else None,
        "sent": sent if delivered else None,
        "opened": opened if delivered else None,
    }


def audiences_of(cursor: duckdb.DuckDBPyConnection, user_id: str) -> list[str]:
    """The kept audiences that are to write to one customer, by name."""
    rows = cursor.execute(
        "SELECT name FROM audiences SEMI JOIN (FROM audience_members WHERE user_id = ? "
        "AND arm = 'mailed') AS own USING (set_id) ORDER BY name",
        [user_id],
    ).fetchall()
    return [name for (name,) in rows]
