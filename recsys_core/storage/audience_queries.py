"""What choosing whom to write to asks the tables."""

from collections.abc import Sequence
from typing import Literal

import duckdb
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.storage.campaign_queries import ANSWERS, control_arms
from recsys_core.storage.customer_queries import CATEGORY

KINDS = {"category": CATEGORY, "brand": "coalesce(brand, '')"}
"""What stands for many products, and how the product list says it."""


def products_by(cursor: duckdb.DuckDBPyConnection, kind: str, value: str) -> tuple[str, list[str]]:
    """The products of a category or brand, whatever the case, and how it is written; `kind`: one of
    `KINDS`.
    """
    rows = cursor.execute(
        f"SELECT {KINDS[kind]} AS name, item_id FROM catalogue "
        "WHERE name <> '' AND lower(name) = lower(?) ORDER BY item_id",
        [value.strip()],
    ).fetchall()
    return (str(rows[0][0]) if rows else value), [str(item) for _, item in rows]


def names_of(cursor: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    """The categories or brands of products that were bought, the most often bought first."""
    rows = cursor.execute(
        f"""
        SELECT {KINDS[kind]} AS name FROM interactions JOIN catalogue USING (item_id)
        WHERE event = 'purchase' AND name <> '' GROUP BY name ORDER BY count(*) DESC, name
        """
    )
    return [str(name) for (name,) in rows.fetchall()]


def products_offered(
    cursor: duckdb.DuckDBPyConnection, campaign: str | None, offer: str | None
) -> list[str]:
    """The products of a campaign's offers, or of one offer."""
    rows = cursor.execute(
        "SELECT DISTINCT item_id FROM campaign_offers WHERE item_id IS NOT NULL "
        "AND (campaign_id = $1 OR $1 IS NULL) AND (offer_id = $2 OR $2 IS NULL) ORDER BY item_id",
        [campaign, offer],
    )
    return [str(item) for (item,) in rows.fetchall()]


def days_of(cursor: duckdb.DuckDBPyConnection, wanted: Sequence[str]) -> pd.DataFrame:
    """user_id, day, hit, near: every day on which a customer bought; whether the wanted products
    were among it, and whether others of their categories were.
    """
    cursor.register("wanted", pd.DataFrame({Columns.Item: pd.Series(list(wanted), dtype=object)}))
    return cursor.execute(
        f"""
        WITH near AS (
            SELECT item_id FROM catalogue WHERE item_id NOT IN (SELECT item_id FROM wanted)
            AND {CATEGORY} IN (
                SELECT {CATEGORY} FROM catalogue SEMI JOIN wanted USING (item_id)
                WHERE {CATEGORY} <> '')
        ), kinds AS (
            SELECT item_id, TRUE AS hit FROM wanted UNION ALL SELECT item_id, FALSE FROM near
        )
        SELECT user_id, date_trunc('day', ts)::TIMESTAMP AS day,
               coalesce(bool_or(hit), FALSE) AS hit, coalesce(bool_or(NOT hit), FALSE) AS near
        FROM interactions LEFT JOIN kinds USING (item_id)
        WHERE event = 'purchase' AND ts IS NOT NULL GROUP BY ALL ORDER BY user_id, day
        """
    ).df()


def newest_purchase(cursor: duckdb.DuckDBPyConnection) -> pd.Timestamp | None:
    """The day of the newest purchase; None where none has a date."""
    newest = cursor.execute(
        "SELECT max(ts)::DATE FROM interactions WHERE event = 'purchase'"
    ).fetchall()[0][0]
    return None if newest is None else pd.Timestamp(newest)


def bought_between(
    cursor: duckdb.DuckDBPyConnection,
    products: Sequence[str],
    first: pd.Timestamp,
    behind: pd.Timestamp,
) -> pd.DataFrame:
    """user_id, spend: who bought any of the products from `first` on and before `behind`, and what
    that brought, returns of these days taken off; NaN where no amount is known.
    """
    cursor.register("sold", pd.DataFrame({Columns.Item: pd.Series(list(products), dtype=object)}))
    return cursor.execute(
        """
        SELECT user_id, sum(revenue)::DOUBLE AS spend
        FROM interactions SEMI JOIN sold USING (item_id)
        WHERE event IN ('purchase', 'return') AND ts >= ? AND ts < ?
        GROUP BY user_id HAVING bool_or(event = 'purchase') ORDER BY user_id
        """,
        [first, behind],
    ).df()


def heard_of(
    cursor: duckdb.DuckDBPyConnection, campaign: str
) -> tuple[set[str], set[str], Literal["answer", "click", ""]]:
    """Who answered a campaign, whom its message did not reach, and what counts as an answer: a
    click where no answers are known, "" where nothing is known of either.
    """
    answered = cursor.execute(
        f"SELECT user_id FROM ({ANSWERS}) WHERE campaign_id = ?", [campaign]
    ).fetchall()
    lost = cursor.execute(
        "SELECT user_id FROM recipients WHERE campaign_id = ? AND bounced AND NOT delivered",
        [campaign],
    ).fetchall()
    told, clicks = cursor.execute(
        "SELECT (SELECT count(*) FROM campaign_responses WHERE campaign_id = ?), "
        "(SELECT count(*) FROM deliveries WHERE campaign_id = ? AND event = 'clicked')",
        [campaign, campaign],
    ).fetchone() or (0, 0)
    by: Literal["answer", "click", ""] = "answer" if told else "click" if clicks else ""
    return {str(user) for (user,) in answered}, {str(user) for (user,) in lost}, by


def without_consent(cursor: duckdb.DuckDBPyConnection) -> tuple[set[str], set[str]]:
    """Who said no, and of whom it is known at all whether they did."""
    # The newest list may say nothing of it; the newest answer counts.
    rows = cursor.execute(
        "SELECT user_id, consent FROM users WHERE consent IS NOT NULL QUALIFY row_number() "
        "OVER (PARTITION BY user_id ORDER BY import_id DESC, rowid DESC) = 1"
    ).fetchall()
    return {str(user) for user, consent in rows if not consent}, {str(user) for user, _ in rows}


def contacts(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, campaign_id, ts: every message a customer got or was to get: when it was sent, else
    when its campaign began. Arms that were left out got none.
    """
    return cursor.execute(
        """
        WITH reached AS (
            SELECT campaign_id, user_id FROM campaign_targets
            GROUP BY campaign_id, user_id
            HAVING NOT bool_or(coalesce(list_contains($left_out, arm), FALSE))
        ), messages AS (
            SELECT campaign_id, user_id, sent_ts AS ts FROM recipients
            UNION ALL SELECT campaign_id, user_id, NULL FROM reached
            UNION ALL SELECT name, user_id, sends
                FROM audience_members JOIN audiences USING (set_id) WHERE arm = 'mailed'
        )
        SELECT user_id, campaign_id, coalesce(min(messages.ts), min(start_ts)) AS ts
        FROM messages LEFT JOIN campaigns USING (campaign_id) GROUP BY user_id, campaign_id
        HAVING coalesce(min(messages.ts), min(start_ts)) IS NOT NULL
        ORDER BY user_id, ts
        """,
        {"left_out": control_arms(cursor)},
    ).df()
