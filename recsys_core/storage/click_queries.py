"""What was shown to whom and clicked, with what was known on the day before."""

import duckdb
import pandas as pd

from recsys_core.storage.customer_queries import CATEGORY


def shown(cursor: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """user_id, thing (a product, or a banner by its name), category ('' unknown), position (NaN
    unknown), clicked, start (the day), and of days before it: user_shown, user_clicked,
    thing_shown, thing_clicked, bought (lines of this product) and bought_kind (of its category).

    The latest `most` that have a moment and say whether they were clicked, in the order of time.
    """
    return cursor.execute(
        f"""
        WITH kinds AS (SELECT item_id, {CATEGORY} AS category FROM catalogue
        ), seen AS MATERIALIZED (
            SELECT user_id, item_id, coalesce(item_id, 'banner ' || banner) AS thing, position,
                   clicked, ts, ts::DATE AS day
            FROM exposures
            WHERE clicked IS NOT NULL AND ts IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL
        ), of_users AS (
            SELECT user_id, day, sum(count(*)) OVER past AS user_shown,
                   sum(count(*) FILTER (clicked)) OVER past AS user_clicked
            FROM seen GROUP BY user_id, day
            WINDOW past AS (PARTITION BY user_id ORDER BY day
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ), of_things AS (
            SELECT thing, day, sum(count(*)) OVER past AS thing_shown,
                   sum(count(*) FILTER (clicked)) OVER past AS thing_clicked
            FROM seen GROUP BY thing, day
            WINDOW past AS (PARTITION BY thing ORDER BY day
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ), asked AS (
            SELECT row_number() OVER (ORDER BY ts, user_id, thing, position) AS place, seen.*,
                   coalesce(category, '') AS category
            FROM seen LEFT JOIN kinds USING (item_id)
            QUALIFY row_number() OVER (ORDER BY ts DESC, user_id, thing, position) <= {int(most)}
        ), bought AS (
            SELECT place, count(*) FILTER (i.item_id = a.item_id) AS bought,
                   count(*) FILTER (a.category <> '' AND k.category = a.category) AS bought_kind
            FROM asked a JOIN interactions i ON i.user_id = a.user_id AND i.ts < a.day
            LEFT JOIN kinds k ON k.item_id = i.item_id
            WHERE i.event = 'purchase' GROUP BY place
        )
        SELECT user_id, thing, category, position::DOUBLE AS position, clicked,
               day::TIMESTAMP AS start,
               coalesce(user_shown, 0)::DOUBLE AS user_shown,
               coalesce(user_clicked, 0)::DOUBLE AS user_clicked,
               coalesce(thing_shown, 0)::DOUBLE AS thing_shown,
               coalesce(thing_clicked, 0)::DOUBLE AS thing_clicked,
               coalesce(bought, 0)::DOUBLE AS bought,
               coalesce(bought_kind, 0)::DOUBLE AS bought_kind
        FROM asked LEFT JOIN of_users USING (user_id, day) LEFT JOIN of_things USING (thing, day)
        LEFT JOIN bought USING (place) ORDER BY place
        """
    ).df()


def clicks_known(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many exposures have a moment and say whether they were clicked, and how many were."""
    rows = cursor.execute(
        "SELECT count(*), count(*) FILTER (clicked) FROM exposures "
        "WHERE clicked IS NOT NULL AND ts IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL"
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


def clicks_by_day(cursor: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """start, clicked: the clicks of each day among the exposures of `shown`."""
    return cursor.execute(
        f"""
        SELECT ts::DATE::TIMESTAMP AS start, count(*) FILTER (clicked) AS clicked FROM (
            SELECT ts, clicked FROM exposures
            WHERE clicked IS NOT NULL AND ts IS NOT NULL AND coalesce(item_id, banner) IS NOT NULL
            ORDER BY ts DESC LIMIT {int(most)}
        ) GROUP BY start ORDER BY start
        """
    ).df()
