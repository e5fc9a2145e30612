"""From the tables to the integer-coded arrays that models are fitted to.

Ratings ("explicit"): every rating is an event that weighs its rating.

Everything else ("implicit"): one event per customer, product and moment, weighing 1. Occasions
count, not units: five tins in one go are one purchase, because buying again says more about taste
than buying many. Rows without a time count as one event per pair that weighs the number of orders
(of rows, where there is no order number either). Returns are taken off the pair's quantity; a pair
that nets to nothing leaves no event at all.
"""

import hashlib
import json

import duckdb
import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import NO_TIME, Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import IntArray
from recsys_core.storage import meta
from recsys_core.storage.database import Database
from recsys_core.storage.dataset_frames import item_frame, user_frame

FORMAT = 1
"""Raised whenever the same tables would give other arrays, so that saved ones are rebuilt."""

_PAIRS_EXPLICIT = """
    CREATE TEMP TABLE pairs AS
    SELECT DISTINCT user_id, item_id FROM interactions WHERE rating IS NOT NULL
"""

# A pair with neither purchase nor return (views, clicks, carts) has nothing to net.
_PAIRS_IMPLICIT = """
    CREATE TEMP TABLE pairs AS
    SELECT user_id, item_id
    FROM interactions
    GROUP BY user_id, item_id
    HAVING bool_or(event <> 'return') AND (
        NOT bool_or(event IN ('purchase', 'return'))
        OR sum(CASE event WHEN 'return' THEN -abs(coalesce(quantity, 1))
                          WHEN 'purchase' THEN coalesce(quantity, 1) END) > 0
    )
"""

_EVENTS_EXPLICIT = """
    SELECT p.u, p.i, n.ts, n.rating AS weight
    FROM interactions n JOIN coded_pairs p USING (user_id, item_id) WHERE n.rating IS NOT NULL
"""

_EVENTS_IMPLICIT = """
    SELECT p.u, p.i, n.ts, 1.0 AS weight
    FROM interactions n JOIN coded_pairs p USING (user_id, item_id)
    WHERE n.event <> 'return' AND n.ts IS NOT NULL
    GROUP BY p.u, p.i, n.ts
    UNION ALL
    SELECT p.u, p.i, NULL AS ts,
           greatest(count(DISTINCT n.order_id), count(*) FILTER (n.order_id IS NULL)) AS weight
    FROM interactions n JOIN coded_pairs p USING (user_id, item_id)
    WHERE n.event <> 'return' AND n.ts IS NULL
    GROUP BY p.u, p.i
"""


def fingerprint(db: Database, settings: DataSettings) -> str:
    """What identifies the content of the tables together with the settings.

    Made from the imports in force and their hashes, so that importing and taking back again gives
    the earlier fingerprint.
    """
    with db.read() as cursor:
        return _fingerprint(cursor, settings)


def _fingerprint(cursor: duckdb.DuckDBPyConnection, settings: DataSettings) -> str:
    live = cursor.execute(
        "SELECT import_id, sha256, kind, rows_accepted, rows_return FROM imports "
        "WHERE undone_at IS NULL AND kind NOT IN ('campaigns', 'exposures') ORDER BY import_id"
    ).fetchall()
    content = [FORMAT, meta.edits(cursor), live, settings.model_dump()]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def build_dataset(db: Database, settings: DataSettings) -> Dataset:
    """Read, net, filter and code everything; the same tables give the same arrays.

    Customers are all who have any row; products those with at least `min_item_users` customers
    (chosen when not set: `choose_min_item_users`). Codes follow the sorted ids.
    Raises `NotReadyError` when no event is left.
    """
    with db.read() as cursor:
        cursor.execute("BEGIN")  # one consistent view over all the statements
        try:
            return _build(cursor, settings)
        finally:
            cursor.execute("ROLLBACK")


def _build(cursor: duckdb.DuckDBPyConnection, settings: DataSettings) -> Dataset:
    kind, scale = _kind(cursor)
    explicit = kind == "explicit"
    cursor.execute(_PAIRS_EXPLICIT if explicit else _PAIRS_IMPLICIT)
    cursor.execute(
        "CREATE TEMP TABLE coded_users AS "
        "SELECT user_id, (row_number() OVER (ORDER BY user_id) - 1)::INTEGER AS code "
        "FROM (SELECT DISTINCT user_id FROM interactions)"
    )
    counts = cursor.execute("SELECT count(*) AS n FROM pairs GROUP BY item_id").fetchnumpy()["n"]
    least = settings.min_item_users or choose_min_item_users(counts, settings.max_items)
    cursor.execute(
        "CREATE TEMP TABLE coded_items AS "
        "SELECT item_id, (row_number() OVER (ORDER BY item_id) - 1)::INTEGER AS code "
        "FROM (SELECT item_id FROM pairs GROUP BY item_id HAVING count(*) >= ?)",
        [least],
    )
    cursor.execute(
        "CREATE TEMP TABLE coded_pairs AS "
        "SELECT p.user_id, p.item_id, u.code AS u, i.code AS i FROM pairs p "
        "JOIN coded_users u USING (user_id) JOIN coded_items i USING (item_id) "
        "QUALIFY count(*) OVER (PARTITION BY u.code) >= ?",
        [settings.min_user_items],
    )
    events = cursor.execute(
        f"SELECT u, i, coalesce(floor(epoch(ts))::BIGINT, {NO_TIME}) AS ts, "
        "weight::FLOAT AS weight "
        f"FROM ({_EVENTS_EXPLICIT if explicit else _EVENTS_IMPLICIT}) "
        "ORDER BY u, ts, i, weight"
    ).fetchnumpy()
    if not len(events["u"]):
        raise NotReadyError(
            f"No product was bought by {least:,} customers or more, so there is nothing to learn "
            "from. Lower the fewest customers per product, or import more purchases."
        )
    return Dataset(
        fingerprint=_fingerprint(cursor, settings),
        kind="explicit" if explicit else "implicit",
        user=np.asarray(events["u"], dtype=np.int32),
        item=np.asarray(events["i"], dtype=np.int32),
        weight=np.asarray(events["weight"], dtype=np.float32),
        ts=np.asarray(events["ts"], dtype=np.int64),
        items=item_frame(cursor),
        users=user_frame(cursor),
        settings=settings,
        rating_scale=scale,
    )


def _kind(cursor: duckdb.DuckDBPyConnection) -> tuple[str, tuple[float, float]]:
    """Explicit when most rows carry a rating; with the lowest and highest rating seen."""
    total, rated, low, high = cursor.execute(
        f"SELECT count(*), count({Columns.Rating}), min({Columns.Rating}), max({Columns.Rating}) "
        "FROM interactions"
    ).fetchall()[0]
    if not total:
        raise NotReadyError(
            "There are no purchases or ratings in this workspace yet. "
            "Load a sample or import a file on the Data page."
        )
    if rated * 2 > total:
        return "explicit", (float(low), float(high))
    return "implicit", (1.0, 5.0)


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
