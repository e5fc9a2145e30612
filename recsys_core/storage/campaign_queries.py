"""What the tables say about campaigns that were: who was reached, who answered, what they bought.

Reached by a campaign is who is in its target group or was sent a message of it, but for its
control arm and for those to whom nothing got through. Answered is who has a response to it; where a
campaign has no response at all, who clicked in a message.
"""

from collections.abc import Sequence
from datetime import datetime

import duckdb
import pandas as pd

from recsys_core.schema.campaign_arms import is_control
from recsys_core.storage.customer_queries import CATEGORY

MOST_PRODUCTS = 500
PRODUCT_COLUMNS = ["item_id", "title", "category", "responders", "others", "spend"]
"""Of `products_of`."""


def control_arms(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of arms in the data that stand for nobody reached."""
    arms = cursor.execute("SELECT DISTINCT arm FROM campaign_targets").fetchall()
    return [arm for (arm,) in arms if is_control(arm)]


TARGETS = """
    SELECT campaign_id, user_id, bool_or(control) AS control, bool_or(lost) AS lost,
           NOT bool_or(control OR lost) AS reached
    FROM (
        SELECT campaign_id, user_id, coalesce(list_contains($control, arm), FALSE) AS control,
               FALSE AS lost
        FROM campaign_targets
        UNION ALL SELECT campaign_id, user_id, FALSE, bounced AND NOT delivered FROM recipients
    ) GROUP BY campaign_id, user_id
"""
"""Each customer of each campaign once: whether in a control arm (`$control` are the names of
`control_arms`), whether the message came back, and whether neither.
"""
ANSWERS = """
    SELECT campaign_id, user_id, min(ts) AS first_ts, count(*) AS responses FROM (
        SELECT campaign_id, user_id, ts FROM campaign_responses
        UNION ALL
        SELECT campaign_id, user_id, ts FROM deliveries WHERE event = 'clicked'
        AND campaign_id NOT IN (SELECT campaign_id FROM campaign_responses)
    ) GROUP BY campaign_id, user_id
"""
"""Each customer who answered a campaign once."""


def campaign_totals(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a campaign, in the order of their start: campaign_id, name, type, start_ts, end_ts,
    targeted (those reached), responded (of those), lost (came back), control, control_responded,
    others (responded, but were in no target group), responses (rows), clicks (whether these are
    clicks in messages), offers, products.
    """
    return cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), answers AS ({ANSWERS}), people AS (
            SELECT campaign_id,
                   count(*) FILTER (reached) AS targeted,
                   count(*) FILTER (reached AND responses > 0) AS responded,
                   count(*) FILTER (lost AND NOT control) AS lost,
                   count(*) FILTER (control) AS control,
                   count(*) FILTER (control AND responses > 0) AS control_responded,
                   count(*) FILTER (control IS NULL) AS others,
                   coalesce(sum(responses), 0)::BIGINT AS responses
            FROM targets FULL JOIN answers USING (campaign_id, user_id) GROUP BY campaign_id
        ), offered AS (
            SELECT campaign_id, count(DISTINCT offer_id) AS offers,
                   count(DISTINCT item_id) AS products
            FROM campaign_offers GROUP BY campaign_id
        ), named AS (
            SELECT campaign_id, any_value(nullif(trim(name), '')) AS name,
                   any_value(nullif(trim(type), '')) AS type, min(start_ts) AS start_ts,
                   max(end_ts) AS end_ts
            FROM campaigns GROUP BY campaign_id
        )
        SELECT campaign_id, coalesce(name, campaign_id) AS name, coalesce(type, '') AS type,
               start_ts::TIMESTAMP AS start_ts, end_ts::TIMESTAMP AS end_ts,
               coalesce(COLUMNS(['targeted', 'responded', 'lost', 'control', 'control_responded',
                                 'others', 'responses', 'offers', 'products']), 0),
               responses > 0 AND campaign_id NOT IN (SELECT campaign_id FROM campaign_responses)
                   AS clicks
        FROM named FULL JOIN people USING (campaign_id) FULL JOIN offered USING (campaign_id)
        ORDER BY start_ts NULLS LAST, campaign_id
        """,
        {"control": control_arms(cursor)},
    ).df()


def reached_in_all(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many different customers any campaign reached, and how many of them answered one."""
    reached, answered = cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), answers AS ({ANSWERS})
        SELECT count(DISTINCT user_id),
               count(DISTINCT user_id) FILTER (responses IS NOT NULL)
        FROM targets LEFT JOIN answers USING (campaign_id, user_id) WHERE reached
        """,
        {"control": control_arms(cursor)},
    ).fetchall()[0]
    return reached, answered


def reached_in(cursor: duckdb.DuckDBPyConnection, campaign_id: str) -> pd.DataFrame:
    """user_id, control, reached, responded, first_ts (of the answers): everybody in the target
    group and whoever was sent a message.
    """
    return cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), answers AS ({ANSWERS})
        SELECT user_id, control, reached, responses IS NOT NULL AS responded,
               first_ts::TIMESTAMP AS first_ts
        FROM targets LEFT JOIN answers USING (campaign_id, user_id)
        WHERE campaign_id = $campaign ORDER BY user_id
        """,
        {"control": control_arms(cursor), "campaign": campaign_id},
    ).df()


def messages_of(cursor: duckdb.DuckDBPyConnection, campaign_id: str) -> dict[str, int]:
    """How many customers a campaign's messages were sent to, and of how many it is known that they
    arrived, were opened, clicked in, came back, and that the customer unsubscribed; empty without
    any message.
    """
    names = ("sent", "delivered", "opened", "clicked", "bounced", "unsubscribed")
    counts = cursor.execute(
        f"SELECT count(*), {', '.join(f'count(*) FILTER ({one})' for one in names[1:])} "
        "FROM recipients WHERE campaign_id = ?",
        [campaign_id],
    ).fetchall()[0]
    return dict(zip(names, counts, strict=True)) if counts[0] else {}


def data_days(
    cursor: duckdb.DuckDBPyConnection,
) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The first and the last day with a purchase; None without dates."""
    ends = cursor.execute(
        "SELECT min(ts)::DATE, max(ts)::DATE FROM interactions WHERE event = 'purchase'"
    ).fetchall()[0]
    first, last = (None if one is None else pd.Timestamp(one) for one in ends)
    return first, last


def bought_within(
    cursor: duckdb.DuckDBPyConnection,
    users: Sequence[str],
    spans: Sequence[tuple[pd.Timestamp, pd.Timestamp]],
) -> pd.DataFrame:
    """One row for each of `users`, in their order: spend_0, orders_0, spend_1 … for each span, from
    a moment up to, but not with, another. Spend is net of what came back, NaN where no row of the
    data says what was paid; orders are days with a purchase.
    """
    order = {"place": range(len(users)), "user_id": pd.Series(list(users), dtype=object)}
    cursor.register("asked", pd.DataFrame(order))
    parts: list[str] = []
    moments: dict[str, datetime] = {}
    for at, (start, end) in enumerate(spans):
        moments |= {f"from_{at}": start.to_pydatetime(), f"to_{at}": end.to_pydatetime()}
        within = f"FILTER (ts >= $from_{at} AND ts < $to_{at}"
        parts.append(f"coalesce(sum(revenue) {within}), 0)::DOUBLE AS spend_{at}")
        parts.append(
            f"count(DISTINCT ts::DATE) {within} AND event = 'purchase')::DOUBLE AS orders_{at}"
        )
    frame = cursor.execute(
        f"""
        WITH own AS (
            SELECT place, ts, event, revenue FROM asked JOIN interactions USING (user_id)
            WHERE event IN ('purchase', 'return')
        )
        SELECT {", ".join(parts)} FROM asked LEFT JOIN own USING (place)
        GROUP BY place ORDER BY place
        """,
        moments,
    ).df()
    cursor.unregister("asked")
    paid = cursor.execute("SELECT count(revenue) > 0 FROM interactions").fetchall()[0][0]
    spends = [name for name in frame.columns if name.startswith("spend")]
    return frame if paid else frame.assign(**dict.fromkeys(spends, float("nan")))


_NAMED = f"""
    SELECT item_id, {CATEGORY} AS category,
           coalesce(nullif(trim(title), ''), item_id) AS title FROM catalogue
"""


def offers_of(cursor: duckdb.DuckDBPyConnection, campaign_id: str) -> pd.DataFrame:
    """offer_id, about, products, customers, responses of each offer of a campaign, most customers
    first. about: the title of the only product, else the category of most of its products; "" where
    none is known. customers: who answered by it, of those reached.
    """
    return cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), named AS ({_NAMED}), offered AS (
            SELECT DISTINCT coalesce(offer_id, item_id) AS offer_id, item_id FROM campaign_offers
            WHERE campaign_id = $campaign AND coalesce(offer_id, item_id) IS NOT NULL
        ), kinds AS (
            SELECT offer_id, category, count(*) AS n, any_value(title) AS title
            FROM offered LEFT JOIN named USING (item_id) GROUP BY ALL
        ), about AS (
            SELECT offer_id, sum(n)::BIGINT AS products,
                   CASE WHEN sum(n) = 1 THEN any_value(title)
                        ELSE arg_max(category, n ORDER BY category) END AS about
            FROM kinds GROUP BY offer_id
        ), used AS (
            SELECT offer_id, count(DISTINCT user_id) AS customers, count(*) AS responses
            FROM campaign_responses
            SEMI JOIN (FROM targets WHERE campaign_id = $campaign AND reached) USING (user_id)
            WHERE campaign_id = $campaign AND offer_id IS NOT NULL GROUP BY offer_id
        )
        SELECT offer_id, coalesce(about, '') AS about, coalesce(products, 0) AS products,
               coalesce(customers, 0) AS customers, coalesce(responses, 0) AS responses
        FROM about FULL JOIN used USING (offer_id)
        ORDER BY customers DESC, responses DESC, offer_id
        """,
        {"control": control_arms(cursor), "campaign": campaign_id},
    ).df()


def products_of(
    cursor: duckdb.DuckDBPyConnection,
    campaign_id: str,
    start: pd.Timestamp,
    end: pd.Timestamp,
) -> pd.DataFrame:
    """item_id, title, category, responders, others, spend: the products on offer that those reached
    bought from `start` to before `end`, and how many of either did; most responders first.
    """
    return cursor.execute(
        f"""
        WITH targets AS ({TARGETS}), answers AS ({ANSWERS}), named AS ({_NAMED}), people AS (
            SELECT user_id, responses IS NOT NULL AS responded
            FROM targets LEFT JOIN answers USING (campaign_id, user_id)
            WHERE campaign_id = $campaign AND reached
        ), bought AS (
            SELECT item_id, count(DISTINCT user_id) FILTER (responded) AS responders,
                   count(DISTINCT user_id) FILTER (NOT responded) AS others,
                   sum(revenue)::DOUBLE AS spend
            FROM interactions JOIN people USING (user_id)
            SEMI JOIN (FROM campaign_offers WHERE campaign_id = $campaign) USING (item_id)
            WHERE event = 'purchase' AND ts >= $start AND ts < $end GROUP BY item_id
        )
        SELECT item_id, coalesce(title, item_id) AS title, coalesce(category, '') AS category,
               responders, others, spend
        FROM bought LEFT JOIN named USING (item_id)
        ORDER BY responders DESC, others DESC, item_id LIMIT {MOST_PRODUCTS}
        """,
        {
            "control": control_arms(cursor),
            "campaign": campaign_id,
            "start": start.to_pydatetime(),
            "end": end.to_pydatetime(),
        },
    ).df()
