"""Which rows, products and customers the settings leave, worked out in temporary tables.

Every step is SQL over the tables of the workspace. What they leave behind:

- `pairs` (user_id, item_id, n): customer and product with something to learn from, n rows each;
- `coded_users`, `coded_items` (id, code): everybody with a row, and the products that are kept;
- `coded_pairs` (user_id, item_id, u, i, n): the pairs of kept products and customers;
- `every_pair`: `pairs` before customers and products were left out in turn, where they were.
"""

from dataclasses import dataclass
from typing import Literal

import duckdb
import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import IntArray
from recsys_core.storage import messages as m
from recsys_core.wording.messages import say

SIGNALS = ("purchase", "cart", "click", "view")
"""Kinds of events that are told apart by a weight. A rating beside them weighs as a purchase."""


@dataclass(frozen=True)
class Selection:
    """kind and scale as in `Dataset`; `least` customers a product needs; `events` is the SQL of
    (u, i, ts, weight); `rows` names what they are made of.
    """

    kind: Literal["explicit", "implicit"]
    scale: tuple[float, float]
    least: int
    events: str
    rows: str


def select(cursor: duckdb.DuckDBPyConnection, settings: DataSettings) -> Selection:
    """Leave the temporary tables; raises `NotReadyError` for a workspace without rows."""
    kind, scale = kind_of(cursor)
    rows = _kept_rows(cursor, settings)
    if settings.max_events_per_user is not None:
        rows = _latest_rows(cursor, settings.max_events_per_user, rows, kind)
    if kind == "implicit" and several_kinds(cursor):
        cursor.execute("CREATE TEMP TABLE netted AS " + _PAIRS_IMPLICIT.format(rows=rows))
        cursor.execute("CREATE TEMP TABLE occasions AS " + _weighed_events(settings, rows))
        cursor.execute(
            "CREATE TEMP TABLE pairs AS SELECT user_id, item_id, sum(n)::BIGINT AS n "
            "FROM occasions GROUP BY user_id, item_id"
        )
        events = _EVENTS_OCCASIONS
    else:
        pairs, events = (_PAIRS_EXPLICIT, _EVENTS_EXPLICIT)
        if kind == "implicit":
            pairs, events = (_PAIRS_IMPLICIT, _EVENTS_IMPLICIT)
        cursor.execute("CREATE TEMP TABLE pairs AS " + pairs.format(rows=rows))
        events = events.format(rows=rows)
    least = _code(cursor, settings)
    if settings.popularity_damping and kind == "implicit":
        events = _damped(events, settings.popularity_damping)
    return Selection(kind, scale, least, events, rows)


def kind_of(
    cursor: duckdb.DuckDBPyConnection,
) -> tuple[Literal["explicit", "implicit"], tuple[float, float]]:
    """Explicit when most rows carry a rating; with the lowest and highest rating seen."""
    total, rated, low, high = cursor.execute(
        f"SELECT count(*), count({Columns.Rating}), min({Columns.Rating}), max({Columns.Rating}) "
        "FROM interactions"
    ).fetchall()[0]
    if not total:
        raise NotReadyError(say(m.NO_ROWS_YET))
    if rated * 2 > total:
        return "explicit", (float(low), float(high))
    return "implicit", (1.0, 5.0)


def several_kinds(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether events of more than one kind lie beside one another, so that weights are needed."""
    rows = cursor.execute("SELECT DISTINCT event FROM interactions").fetchall()
    return len({event for (event,) in rows} & set(SIGNALS)) > 1


def choose_min_item_users(counts: IntArray, max_items: int) -> int:
    """The smallest of 1, 2, 3, 5, 10, 20, 50 … that leaves at most `max_items` products.

    counts: (n,) customers per product that has any.
    """
    steps = [step * int(10**power) for power in range(10) for step in (1, 2, 5)]
    candidates = sorted([*steps, 3])
    for least in candidates:
        if np.count_nonzero(counts >= least) <= max_items:
            return least
    return candidates[-1]


_PAIRS_EXPLICIT = """
    SELECT user_id, item_id, count(*) AS n FROM {rows} WHERE rating IS NOT NULL
    GROUP BY user_id, item_id
"""

# A pair with neither purchase nor return (views, clicks, carts) has nothing to net.
_PAIRS_IMPLICIT = """
    SELECT user_id, item_id, count(*) FILTER (event <> 'return') AS n
    FROM {rows}
    GROUP BY user_id, item_id
    HAVING bool_or(event <> 'return') AND (
        NOT bool_or(event IN ('purchase', 'return'))
        OR sum(CASE event WHEN 'return' THEN -abs(coalesce(quantity, 1))
                          WHEN 'purchase' THEN coalesce(quantity, 1) END) > 0
    )
"""

_EVENTS_EXPLICIT = """
    SELECT p.u, p.i, n.ts, n.rating AS weight
    FROM {rows} n JOIN coded_pairs p USING (user_id, item_id) WHERE n.rating IS NOT NULL
"""

_EVENTS_IMPLICIT = """
    SELECT p.u, p.i, n.ts, 1.0 AS weight
    FROM {rows} n JOIN coded_pairs p USING (user_id, item_id)
    WHERE n.event <> 'return' AND n.ts IS NOT NULL
    GROUP BY p.u, p.i, n.ts
    UNION ALL
    SELECT p.u, p.i, NULL AS ts,
           greatest(count(DISTINCT n.order_id), count(*) FILTER (n.order_id IS NULL)) AS weight
    FROM {rows} n JOIN coded_pairs p USING (user_id, item_id)
    WHERE n.event <> 'return' AND n.ts IS NULL
    GROUP BY p.u, p.i
"""

_EVENTS_OCCASIONS = """
    SELECT p.u, p.i, o.ts, o.weight
    FROM occasions o JOIN coded_pairs p USING (user_id, item_id)
"""


def _kept_rows(cursor: duckdb.DuckDBPyConnection, settings: DataSettings) -> str:
    """The name of the table or view that holds the rows within the window and the lists."""
    conditions = []
    if settings.since:
        conditions.append(f"ts >= TIMESTAMP '{settings.since.isoformat()} 00:00:00'")
    if settings.until:
        conditions.append(
            f"ts < TIMESTAMP '{settings.until.isoformat()} 00:00:00' + INTERVAL 1 DAY"
        )
    if settings.last_months:
        newest = cursor.execute(
            f"SELECT max(ts) - INTERVAL {settings.last_months:d} MONTH FROM interactions"
        ).fetchall()[0][0]
        if newest is not None:
            conditions.append(f"ts > TIMESTAMP '{newest.isoformat(sep=' ')}'")
        else:
            conditions.append("ts IS NOT NULL")
    for column, ids in (
        (Columns.Item, settings.excluded_items),
        (Columns.User, settings.excluded_users),
    ):
        if ids:
            cursor.execute(
                f"CREATE TEMP TABLE without_{column} AS SELECT unnest(?::TEXT[]) AS id", [list(ids)]
            )
            conditions.append(f"{column} NOT IN (SELECT id FROM without_{column})")
    if not conditions:
        return "interactions"
    cursor.execute(
        "CREATE TEMP VIEW kept_rows AS SELECT * FROM interactions WHERE " + " AND ".join(conditions)
    )
    return "kept_rows"


def _latest_rows(cursor: duckdb.DuckDBPyConnection, cap: int, rows: str, kind: str) -> str:
    """The name of the view without the oldest occasions of customers who have more than `cap`.

    An occasion is one product at one moment; of one moment, products count in the order of their
    ids. Only the customers with more rows than that are looked at closely.
    """
    counts = "rating IS NOT NULL" if kind == "explicit" else "event <> 'return'"
    cursor.execute(
        f"""
        CREATE TEMP TABLE oldest AS
        WITH heavy AS (
            SELECT user_id FROM {rows} WHERE {counts} GROUP BY user_id HAVING count(*) > {cap:d}
        ), occasions AS (
            SELECT DISTINCT user_id, ts, item_id FROM {rows} SEMI JOIN heavy USING (user_id)
            WHERE {counts}
        )
        SELECT user_id, ts, item_id FROM occasions
        QUALIFY row_number() OVER (
            PARTITION BY user_id ORDER BY ts DESC NULLS LAST, item_id) = {cap:d}
        """
    )
    cursor.execute(
        f"""
        CREATE TEMP VIEW latest_rows AS
        SELECT r.* FROM {rows} r LEFT JOIN oldest o USING (user_id)
        WHERE o.item_id IS NULL OR r.ts > o.ts OR (r.ts IS NOT NULL AND o.ts IS NULL)
           OR (r.ts IS NOT DISTINCT FROM o.ts AND r.item_id <= o.item_id)
        """
    )
    return "latest_rows"


def _weighed_events(settings: DataSettings, rows: str) -> str:
    """The SQL of (user_id, item_id, ts, weight, n) where kinds of events weigh differently.

    One event per customer, product, moment and kind; the kinds of one moment add up. Returns then
    take off `weight_return` for every purchase, by the share of the units that came back, spread
    over the events of the pair; a pair left with nothing goes.
    """
    cases = " ".join(
        f"WHEN '{event}' THEN {float(getattr(settings, f'weight_{event}'))!r}" for event in SIGNALS
    )
    weight = f"CASE event {cases} ELSE {settings.weight_purchase!r} END"
    return f"""
        WITH kinds AS (
            SELECT user_id, item_id, ts, event, count(*) AS n, CASE WHEN ts IS NOT NULL THEN 1
                ELSE greatest(count(DISTINCT order_id), count(*) FILTER (order_id IS NULL))
                END AS times
            FROM {rows} SEMI JOIN netted USING (user_id, item_id)
            WHERE event <> 'return' GROUP BY user_id, item_id, ts, event
        ), moments AS (
            SELECT user_id, item_id, ts, sum({weight} * times) AS weight,
                   coalesce(sum(times) FILTER (event = 'purchase'), 0) AS bought,
                   sum(n) FILTER ({weight} > 0) AS n
            FROM kinds GROUP BY user_id, item_id, ts HAVING sum({weight} * times) > 0
        ), lost AS (
            SELECT user_id, item_id, {settings.weight_return!r} * least(1, coalesce(
                sum(abs(coalesce(quantity, 1))) FILTER (event = 'return')
                / sum(coalesce(quantity, 1)) FILTER (event = 'purchase'), 0)) AS each
            FROM {rows} SEMI JOIN netted USING (user_id, item_id) GROUP BY user_id, item_id
        ), pairs_left AS (
            SELECT user_id, item_id, 1 + any_value(each) * sum(bought) / sum(weight) AS share
            FROM moments JOIN lost USING (user_id, item_id) GROUP BY user_id, item_id
        )
        SELECT user_id, item_id, ts, weight * share AS weight, n
        FROM moments JOIN pairs_left USING (user_id, item_id) WHERE share > 0
    """


def _code(cursor: duckdb.DuckDBPyConnection, settings: DataSettings) -> int:
    """Apply the limits to `pairs` and number what is left; returns how many customers a product
    needs.
    """
    cursor.execute(
        "CREATE TEMP TABLE coded_users AS "
        "SELECT user_id, (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS code "
        "FROM (SELECT DISTINCT user_id FROM interactions)"
    )
    counts = cursor.execute("SELECT count(*) AS n FROM pairs GROUP BY item_id").fetchnumpy()["n"]
    least = settings.min_item_users or choose_min_item_users(counts, settings.max_items)
    if settings.core:
        cursor.execute("CREATE TEMP TABLE every_pair AS SELECT * FROM pairs")
        _shrink_to_core(cursor, least, settings.min_user_items)
    cursor.execute(
        "CREATE TEMP TABLE coded_items AS "
        "SELECT item_id, (row_number() OVER (ORDER BY item_id) - 1)::INTEGER AS code "
        "FROM (SELECT item_id FROM pairs GROUP BY item_id HAVING count(*) >= ?)",
        [least],
    )
    enough = "" if settings.min_user_items == 1 else "QUALIFY count(*) OVER (PARTITION BY u) >= ?"
    cursor.execute(
        "CREATE TEMP TABLE coded_pairs AS "
        "SELECT p.user_id, p.item_id, u.code AS u, i.code AS i, p.n FROM pairs p "
        f"JOIN coded_users u USING (user_id) JOIN coded_items i USING (item_id) {enough}",
        [settings.min_user_items] if enough else [],
    )
    return least


def _shrink_to_core(cursor: duckdb.DuckDBPyConnection, least: int, products: int) -> None:
    """Take products and customers out of `pairs` in turn until both limits hold for all."""
    removed = 1
    while removed:
        removed = 0
        for column, limit in ((Columns.Item, least), (Columns.User, products)):
            rows = cursor.execute(
                f"DELETE FROM pairs WHERE {column} IN "
                f"(SELECT {column} FROM pairs GROUP BY {column} HAVING count(*) < ?)",
                [limit],
            ).fetchall()
            removed += int(rows[0][0])


def _damped(events: str, exponent: float) -> str:
    return f"""
        SELECT e.u, e.i, e.ts,
               e.weight * pow((SELECT max(c) FROM customers_per_item) / c.c, {exponent!r}) AS weight
        FROM ({events}) e JOIN customers_per_item c USING (i)
    """.replace(
        "customers_per_item",
        "(SELECT i, count(*)::DOUBLE AS c FROM coded_pairs GROUP BY i)",
    )
