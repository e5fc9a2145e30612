"""What the tables say for auctions: what was shown and clicked, what an order brings."""

import duckdb
import pandas as pd


def shown(cursor: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """Name (of the product or banner), position, clicked, converted (NULL where not told): what was
    shown last and is known to be clicked or not, in the order of time.
    """
    return cursor.execute(
        """
        SELECT * EXCLUDE (ts) FROM (
            SELECT coalesce(banner, item_id) AS name, coalesce(position, 0) AS position,
                   clicked, converted, ts
            FROM exposures WHERE clicked IS NOT NULL ORDER BY ts DESC NULLS LAST LIMIT $most
        ) ORDER BY ts NULLS FIRST
        """,
        {"most": most},
    ).df()


def places(cursor: duckdb.DuckDBPyConnection) -> list[int]:
    """Positions in which something was shown that is known to be clicked or not, in order."""
    rows = cursor.execute(
        "SELECT DISTINCT position FROM exposures WHERE clicked IS NOT NULL "
        "AND position IS NOT NULL ORDER BY position"
    ).fetchall()
    return [int(place) for (place,) in rows]


def shown_in(cursor: duckdb.DuckDBPyConnection, place: int) -> pd.DataFrame:
    """Name (a banner, or a product by its title), shown, clicked, told (clicks of which it is known
    whether they converted) and converted (of those; NULL where nothing is told) of what was shown
    in a position and is known to be clicked or not.
    """
    return cursor.execute(
        """
        SELECT coalesce(any_value(banner), any_value(title), any_value(e.item_id)) AS name,
               count(*) AS shown, count(*) FILTER (clicked) AS clicked,
               count(converted) FILTER (clicked) AS told, CASE WHEN count(converted) > 0
                    THEN count(*) FILTER (clicked AND converted) END AS converted
        FROM exposures e LEFT JOIN catalogue USING (item_id)
        WHERE clicked IS NOT NULL AND position = $place
        GROUP BY coalesce(banner, e.item_id) ORDER BY shown DESC, name
        """,
        {"place": place},
    ).df()


def order_value(cursor: duckdb.DuckDBPyConnection) -> float | None:
    """What an order brings on average; None where no row says what was paid."""
    found = cursor.execute(
        """
        SELECT avg(paid) FROM (
            SELECT sum(revenue) AS paid FROM interactions WHERE event = 'purchase'
            GROUP BY user_id, coalesce(order_id, ts::DATE::VARCHAR)
        )
        """
    ).fetchall()[0][0]
    return None if found is None else float(found)
