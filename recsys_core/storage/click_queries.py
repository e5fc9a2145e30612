"""What was shown to whom and clicked or bought, with what was known on the day before."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY
from recsys_core.storage.response_queries import LATELY

CLICKED, BOUGHT = "clicked", "converted"
"""What came of an exposure: a column of the table."""
_USABLE = "ts IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL"


def what_came_of_it(cursor: duckdb.DuckDBPyConnection) -> str:
    """`CLICKED`, or `BOUGHT` where the exposures say of none whether it was clicked."""
    clicks, bought = cursor.execute(
        f"SELECT count(clicked), count(converted) FROM exposures WHERE {_USABLE}"
    ).fetchall()[0]
    return BOUGHT if bought and not clicks else CLICKED


def shown(cursor: duckdb.DuckDBPyConnection, came: str, most: int) -> pd.DataFrame:
    """user_id, thing (a product, or a banner by its name), category and placement ('' unknown),
    position (NaN unknown), clicked (what `came` says), stands_for, start (the day), and of days
    before it: user_shown, user_clicked, thing_shown, thing_clicked; lines bought: user_lines (by
    the customer) and thing_lines (of the thing by all) lately, bought (of the thing by the
    customer) and bought_kind (of its category); since_bought, since_kind (days, NaN never).

    The latest `most` that have a moment and say what came of them, in the order of time. came:
    `CLICKED` or `BOUGHT`.
    """
    return cursor.execute(_shown(came, most)).df()


def _shown(came: str, most: int) -> str:
    return f"""
        WITH kinds AS (SELECT item_id, {CATEGORY} AS category FROM catalogue
        ), seen AS MATERIALIZED (
            SELECT user_id, item_id, coalesce(item_id, 'banner ' || banner) AS thing, position,
                   coalesce(placement, '') AS placement, {came} AS clicked,
                   coalesce(stands_for, 1) AS stands_for, ts, ts::DATE AS day
            FROM exposures WHERE {came} IS NOT NULL AND {_USABLE}
        ), of_users AS ({_before("user_id")}), of_things AS ({_before("thing")}
        ), asked AS MATERIALIZED (
            SELECT row_number() OVER (ORDER BY ts, user_id, thing, position) AS place, seen.*,
                   coalesce(category, '') AS category, day - INTERVAL {LATELY} DAY AS lately
            FROM seen LEFT JOIN kinds USING (item_id)
            QUALIFY row_number() OVER (ORDER BY ts DESC, user_id, thing, position) <= {int(most)}
        ), lines AS MATERIALIZED (
            SELECT user_id, item_id, coalesce(category, '') AS category, ts::DATE AS day,
                   count(*) AS n
            FROM interactions LEFT JOIN kinds USING (item_id)
            WHERE event = 'purchase' AND ts IS NOT NULL GROUP BY ALL
        ), by_user AS ({_so_far("user_id")}), by_item AS ({_so_far("item_id")}
        ), own AS ({_so_far("user_id, item_id")}), own_kind AS ({_so_far("user_id, category")})
        SELECT a.user_id, a.thing, a.category, a.placement, a.position::DOUBLE AS position,
               a.clicked, a.stands_for, a.day::TIMESTAMP AS start,
               coalesce(u.seen, 0)::DOUBLE AS user_shown,
               coalesce(u.hits, 0)::DOUBLE AS user_clicked,
               coalesce(t.seen, 0)::DOUBLE AS thing_shown,
               coalesce(t.hits, 0)::DOUBLE AS thing_clicked,
               (coalesce(b1.lines, 0) - coalesce(b2.lines, 0))::DOUBLE AS user_lines,
               (coalesce(i1.lines, 0) - coalesce(i2.lines, 0))::DOUBLE AS thing_lines,
               coalesce(o.lines, 0)::DOUBLE AS bought,
               coalesce(k.lines, 0)::DOUBLE AS bought_kind,
               date_diff('day', o.day, a.day)::DOUBLE AS since_bought,
               date_diff('day', k.day, a.day)::DOUBLE AS since_kind
        FROM asked a
        LEFT JOIN of_users u ON u.user_id = a.user_id AND u.day = a.day
        LEFT JOIN of_things t ON t.thing = a.thing AND t.day = a.day
        ASOF LEFT JOIN by_user b1 ON b1.user_id = a.user_id AND b1.day < a.day
        ASOF LEFT JOIN by_user b2 ON b2.user_id = a.user_id AND b2.day < a.lately
        ASOF LEFT JOIN by_item i1 ON i1.item_id = a.item_id AND i1.day < a.day
        ASOF LEFT JOIN by_item i2 ON i2.item_id = a.item_id AND i2.day < a.lately
        ASOF LEFT JOIN own o
          ON o.user_id = a.user_id AND o.item_id = a.item_id AND o.day < a.day
        ASOF LEFT JOIN own_kind k
          ON k.user_id = a.user_id AND k.category = nullif(a.category, '') AND k.day < a.day
        ORDER BY place
    """


def _before(whom: str) -> str:
    """How many exposures there were before each day, and what came of them."""
    return f"""
        SELECT {whom}, day, sum(sum(stands_for)) OVER past AS seen,
               sum(coalesce(sum(stands_for) FILTER (clicked), 0)) OVER past AS hits
        FROM seen GROUP BY {whom}, day
        WINDOW past AS (PARTITION BY {whom} ORDER BY day
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    """


def _so_far(whom: str) -> str:
    """Lines bought up to and with each day."""
    return f"""
        SELECT {whom}, day, sum(sum(n)) OVER (PARTITION BY {whom} ORDER BY day) AS lines
        FROM lines GROUP BY {whom}, day
    """


def clicks_known(cursor: duckdb.DuckDBPyConnection, came: str) -> tuple[int, int]:
    """How many exposures have a moment and say what came of them, and of how many something did."""
    rows = cursor.execute(
        f"SELECT count(*), count(*) FILTER ({came}) FROM exposures "
        f"WHERE {came} IS NOT NULL AND {_USABLE}"
    ).fetchall()
    return int(rows[0][0]), int(rows[0][1])


def clicks_by_position(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """position, thing, shown, clicked: each thing at every position it is known to have had."""
    return cursor.execute(
        """
        SELECT position, coalesce(item_id, 'banner ' || banner) AS thing, count(*) AS shown,
               count(*) FILTER (clicked) AS clicked
        FROM exposures
        WHERE clicked IS NOT NULL AND position IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL
        GROUP BY position, thing ORDER BY position, thing
        """
    ).df()


def clicks_by_day(cursor: duckdb.DuckDBPyConnection, came: str, most: int) -> pd.DataFrame:
    """start, clicked: what came of each day's exposures among those of `shown`."""
    return cursor.execute(
        f"""
        SELECT ts::DATE::TIMESTAMP AS start, count(*) FILTER ({came}) AS clicked FROM (
            SELECT ts, {came} FROM exposures WHERE {came} IS NOT NULL AND {_USABLE}
            ORDER BY ts DESC, user_id, coalesce(item_id, 'banner ' || banner), position
            LIMIT {int(most)}
        ) GROUP BY start ORDER BY start
        """
    ).df()
