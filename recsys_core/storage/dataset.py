"""From the tables to the integer-coded arrays that models are fitted to.

Ratings ("explicit"): every rating is an event that weighs its rating.

Everything else ("implicit"): one event per customer, product and moment, weighing 1. Occasions
count, not units: five tins in one go are one purchase, because buying again says more about taste
than buying many. Rows without a time count as one event per pair that weighs the number of orders
(of rows, where there is no order number either). Returns are taken off the pair's quantity; a pair
that nets to nothing leaves no event at all.

Where purchases lie beside views, clicks or carts, each kind weighs what the settings say, and a
return takes off its weight by the share of the units that came back: see `dataset_selection`.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import MONEY, Dataset, Outside
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from recsys_core.storage import messages as m
from recsys_core.storage import meta
from recsys_core.storage.database import Database
from recsys_core.storage.dataset_frames import item_frame, user_frame
from recsys_core.storage.dataset_selection import (
    Selection,
    choose_min_item_users,
    select,
    several_kinds,
)
from recsys_core.wording.messages import say

__all__ = ["Extent", "build_dataset", "choose_min_item_users", "extent", "fingerprint"]

FORMAT = 2
"""Raised whenever the same tables would give other arrays, so that saved ones are rebuilt."""

FIRST_SETTINGS = {"min_item_users", "max_items", "min_user_items"}
WEIGHTS = ("weight_view", "weight_click", "weight_cart", "weight_purchase", "weight_return")


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
    content = [FORMAT, meta.edits(cursor), live, _identity(settings)]
    if several_kinds(cursor):
        content.append({name: getattr(settings, name) for name in WEIGHTS})
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _identity(settings: DataSettings) -> dict[str, Any]:
    """What of the settings names the data. A setting added later counts only once it is used, so
    that data prepared before it keeps its name.
    """
    return settings.model_dump(mode="json", include=FIRST_SETTINGS) | settings.changes()


def build_dataset(db: Database, settings: DataSettings) -> Dataset:
    """Read, net, filter, weigh and code everything; the same tables give the same arrays.

    Customers are all who have any row; products those with at least `min_item_users` customers
    (chosen when not set: `choose_min_item_users`). Codes follow the sorted ids.
    Raises `NotReadyError` when no event is left.
    """
    with _consistent(db) as cursor:
        found = select(cursor, settings)
        events = _events(cursor, found.events)
        if not len(events["user"]):
            raise NotReadyError(_nothing_left(found.least, settings))
        return Dataset(
            fingerprint=_fingerprint(cursor, settings),
            kind=found.kind,
            **events,
            items=item_frame(cursor),
            users=user_frame(cursor),
            settings=settings,
            rating_scale=found.scale,
            outside=_outside(cursor, found, settings, events),
            **_money(cursor, found),
        )


def _events(cursor: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """The arrays of `EVENTS`, sorted by customer, time and product."""
    found = cursor.execute(
        f"SELECT u, i, coalesce(floor(epoch(ts))::BIGINT, {NO_TIME}) AS ts, "
        f"weight::FLOAT AS weight FROM ({query}) ORDER BY u, ts, i, weight"
    ).fetchnumpy()
    return {
        "user": np.asarray(found["u"], dtype=np.int32),
        "item": np.asarray(found["i"], dtype=np.int32),
        "weight": np.asarray(found["weight"], dtype=np.float32),
        "ts": np.asarray(found["ts"], dtype=np.int64),
    }


def _money(cursor: duckdb.DuckDBPyConnection, found: Selection) -> dict[str, Any]:
    """The arrays of `MONEY`, in the order of `_events`. What a pair sent back is taken off all its
    events alike. Ratings bring no money.
    """
    arrays = cursor.execute(
        f"""
        WITH sales AS (
            SELECT p.u, p.i, n.ts, n.event, n.revenue, n.quantity
            FROM {found.rows} n JOIN coded_pairs p USING (user_id, item_id)
        ), kept AS (
            SELECT u, i, greatest(sum(revenue) FILTER (event IN ('purchase', 'return')), 0)
                / nullif(sum(revenue) FILTER (event = 'purchase'), 0) AS share
            FROM sales GROUP BY u, i
        ), paid AS (
            SELECT u, i, ts, sum(revenue) AS money,
                sum(revenue) FILTER (quantity > 0 AND revenue > 0)
                / sum(quantity) FILTER (quantity > 0 AND revenue > 0) AS price
            FROM sales WHERE event = 'purchase' GROUP BY u, i, ts
        )
        SELECT m.money * k.share AS spent, m.price FROM ({found.events}) e
        LEFT JOIN paid m ON e.u = m.u AND e.i = m.i AND e.ts IS NOT DISTINCT FROM m.ts
        LEFT JOIN kept k ON e.u = k.u AND e.i = k.i
        ORDER BY e.u, coalesce(floor(epoch(e.ts))::BIGINT, {NO_TIME}), e.i, e.weight
        """
    ).fetchnumpy()
    masked = {name: np.ma.filled(arrays[name].astype(np.float64), np.nan) for name in MONEY}
    if found.kind == "explicit":
        masked["spent"] = np.full(len(masked["spent"]), np.nan)
    return masked


def _outside(
    cursor: duckdb.DuckDBPyConnection,
    found: Selection,
    settings: DataSettings,
    events: dict[str, Any],
) -> Outside:
    """What too few customers bought. Products of one moment follow their ids, kept or not, so that
    no cut within a basket prefers either. Customers whom a setting leaves out are no part of it.
    """
    several = settings.core or settings.min_user_items > 1
    cursor.execute(
        "CREATE TEMP TABLE outside_pairs AS SELECT p.user_id, p.item_id, u.code AS u, "
        "(dense_rank() OVER (ORDER BY p.item_id) - 1)::INTEGER AS i, p.n "
        f"FROM {'every_pair' if settings.core else 'pairs'} p "
        "JOIN coded_users u USING (user_id) ANTI JOIN coded_items USING (item_id) "
        + ("SEMI JOIN coded_pairs USING (user_id)" if several else "")
    )
    more = _events(cursor, found.events.replace("coded_pairs", "outside_pairs"))
    names = cursor.execute(
        "SELECT sum(kept) OVER (ORDER BY item_id) - 0.5 AS place FROM ("
        "SELECT item_id, 1 AS kept FROM coded_items "
        "UNION ALL SELECT DISTINCT item_id, 0 FROM outside_pairs) QUALIFY kept = 0 ORDER BY item_id"
    ).fetchnumpy()["place"]
    places = (np.asarray(names, dtype=np.float64)[more["item"]], events["item"])
    order = np.lexsort(
        (np.append(places[1], places[0]), *(np.append(events[n], more[n]) for n in ("ts", "user")))
    )
    kept = order < len(events["user"])
    return Outside(found.least, len(names), at=np.cumsum(kept, dtype=np.int64)[~kept], **more)


@dataclass(frozen=True)
class Extent:
    """How much a model would learn from: rows, customers with any, products, customers a product
    needs.
    """

    rows: int
    customers: int
    products: int
    least: int


def extent(db: Database, settings: DataSettings) -> Extent:
    """What `settings` would leave, without building it. Nothing left gives zeros.

    Raises `NotReadyError` for a workspace without rows.
    """
    with _consistent(db) as cursor:
        found = select(cursor, settings)
        rows = cursor.execute(
            "SELECT coalesce(sum(n), 0)::BIGINT, count(DISTINCT u), count(DISTINCT i) "
            "FROM coded_pairs"
        ).fetchall()
    kept, customers, products = map(int, rows[0])
    return Extent(kept, customers, products, found.least)


@contextmanager
def _consistent(db: Database) -> Iterator[duckdb.DuckDBPyConnection]:
    """One view of the tables over all the statements; temporary tables vanish at the end."""
    with db.read() as cursor:
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")


def _nothing_left(least: int, settings: DataSettings) -> str:
    limits = {"min_item_users", "max_items", "min_user_items"}
    if settings.changes().keys() - limits:
        return say(m.SETTINGS_LEAVE_NOTHING)
    return say(m.NO_PRODUCT_OFTEN_ENOUGH, least=least)
