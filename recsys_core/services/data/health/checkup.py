"""Is the data sound? Counts over the whole workspace, and what they mean for recommendations."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data.health import gaps, non_products, unusual_customers
from recsys_core.services.data.health.findings import (
    duplicate_products,
    findings,
    in_order,
    sales_to_nobody,
)
from recsys_core.services.data.health.meaning import Meaning, meaning
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import counts, counts_unusual

FEW = 5
"""Fewer rows than this are too few to learn from."""


@dataclass(frozen=True)
class Health:
    """The state of the data.

    `interactions` counts every stored row, `returns` among them. `users` are the customers with
    any row and those of the customer list. `items` are the products of the product list
    and those sold without it; the latter are counted apart as `items_unlisted`, where there is a
    list. `density` is the share of all pairs of customer and product with at least one sale; `gini`
    how concentrated sales are on a few of the products sold (0 all alike, 1 everything on one).
    `cold_users` and `cold_items` have fewer than five rows, none included. `share_rarely_sold`
    refers to the products sold at least once. `share_returning` is the share of buyers seen on more
    than one day, `share_repeated` the share of rows that repeat a product the same customer had
    before.
    Each finding is {code, severity ("info", "warning", "problem"), sentence}, with `fix` (a name in
    `data_settings.FIXES`) where a setting puts it right.
    """

    users: int
    items: int
    interactions: int
    density: float
    gini: float
    cold_users: int
    cold_items: int
    first_ts: datetime | None
    last_ts: datetime | None
    kind: Literal["explicit", "implicit"]
    ratings: int
    returns: int
    dated: int
    rows_quarantined: int
    items_sold: int
    items_unlisted: int
    share_rarely_sold: float
    median_per_user: float
    top_share: float
    share_returning: float
    share_repeated: float
    meaning: str
    findings: list[dict[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready dictionary; dates as ISO text."""
        values = asdict(self)
        for name in ("first_ts", "last_ts"):
            values[name] = values[name].isoformat() if values[name] else None
        return values


@dataclass(frozen=True)
class Checkup:
    """The health, and what its findings rest on.

    not_products: see `non_products.proposals`; unusual_customers: `unusual_customers.unusual`;
    same_products, same_customers: `storage.counts_unusual`; gaps: `gaps.gaps`. What the
    settings leave out already is not proposed again.
    """

    health: Health
    meaning: Meaning
    not_products: pd.DataFrame
    unusual_customers: pd.DataFrame
    same_products: pd.DataFrame
    same_customers: pd.DataFrame
    gaps: pd.DataFrame


_kept: PerWorkspace[int, Checkup] = PerWorkspace("health of the data", most=1)


@needs(Role.VIEWER)
def health(ws: Workspace) -> Health:
    """Count and judge; kept until the data changes. An empty workspace gives zeros."""
    return checkup(ws).health


@needs(Role.VIEWER)
def checkup(ws: Workspace) -> Checkup:
    """Like `health`, with the products, customers and days that were found; kept as long."""
    return _kept.get(ws, ws.data_version(), lambda: _measure(ws))


@needs(Role.VIEWER)
def activity(ws: Workspace, step: Literal["day", "week"] = "week") -> pd.DataFrame:
    """One row per week or day: `week` (its Monday) or `day`, purchases, customers, revenue;
    returns left out.

    Empty when nothing is dated. For ratings, `purchases` counts the ratings.
    """
    with ws.db.read() as cursor:
        return counts.over_time(cursor, step)


@needs(Role.VIEWER)
def long_tail(ws: Workspace) -> pd.DataFrame:
    """The Lorenz curve: products (share, from the best-selling down) and purchases (share).

    At most 201 points from (0, 0) to (1, 1); empty when nothing was sold.
    """
    with ws.db.read() as cursor:
        per_item, _ = counts.sales_per_item(cursor)
    if not len(per_item):
        return pd.DataFrame({"products": [], "purchases": []})
    reached = np.concatenate([[0.0], np.cumsum(per_item[::-1]) / per_item.sum()])
    picked = np.unique(np.linspace(0, len(per_item), min(len(per_item), 200) + 1).astype(int))
    return pd.DataFrame({"products": picked / len(per_item), "purchases": reached[picked]})


def gini(values: IntArray) -> float:
    """Gini index of (n,) ascending non-negative counts: 0 all alike, towards 1 all on one; 0 for
    none.
    """
    total = int(values.sum())
    if not total:
        return 0.0
    n = len(values)
    weighted = float(np.dot(np.arange(1, n + 1), values))
    return 2 * weighted / (n * total) - (n + 1) / n


def _selling(per_item: IntArray, listed: int, unlisted: int) -> dict[str, Any]:
    """What the (n,) ascending sales per product say, beside the number of products listed, and of
    those sold that are not.
    """
    sold = len(per_item)
    items, rare = listed + unlisted, int(np.count_nonzero(per_item < FEW))
    top = per_item[sold - max(round(sold / 100), 1) :] if sold else per_item
    return {
        "items": items,
        "gini": round(gini(per_item), 6),
        "cold_items": rare + items - sold,
        "items_sold": sold,
        "share_rarely_sold": rare / sold if sold else 0.0,
        "top_share": float(top.sum() / per_item.sum()) if sold else 0.0,
    }


def _measure(ws: Workspace) -> Checkup:
    settings = ws.settings()
    with ws.db.read() as cursor:
        total = counts.totals(cursor)
        per_item, unlisted = counts.sales_per_item(cursor)
        totals = counts_unusual.customer_totals(cursor)
        nobody = counts.sold_to_nobody(cursor)
        users = counts.known_users(cursor)
        listed = counts.listed_items(cursor)
        pairs = counts.distinct_pairs(cursor)
        days = counts_unusual.daily(cursor)
        kinds = counts_unusual.kinds(cursor)
        ratings = counts_unusual.rating_values(cursor) if total["ratings"] else {}
        not_products = non_products.proposals(cursor, settings.excluded_items)
        same_products, in_groups = counts_unusual.same_titles(cursor)
        same_customers = counts_unusual.same_customers(cursor)
    per_user = totals["rows"].to_numpy(dtype=np.int64)
    interactions, rated = int(total["interactions"]), int(total["ratings"])
    explicit = rated * 2 > interactions
    sales = int(per_user.sum())
    products = _selling(per_item, listed, unlisted)
    items = products["items"]
    meant = meaning(kinds, ratings, explicit, settings)
    unusual = unusual_customers.unusual(totals, settings.excluded_users)
    missing = gaps.gaps(days)
    values: dict[str, Any] = products | {
        "users": users,
        "interactions": interactions,
        "density": pairs / (users * items) if pairs else 0.0,
        "cold_users": int(np.count_nonzero(per_user < FEW)) + users - len(per_user),
        "first_ts": total["first_ts"],
        "last_ts": total["last_ts"],
        "kind": "explicit" if explicit else "implicit",
        "ratings": rated,
        "returns": int(total["returns"]),
        "dated": int(total["dated"]),
        "rows_quarantined": int(total["quarantined"]),
        "items_unlisted": unlisted if listed else 0,
        "median_per_user": float(np.median(per_user)) if len(per_user) else 0.0,
        "share_returning": float((totals["days"] > 1).mean()) if len(totals) else 0.0,
        "share_repeated": 1 - pairs / sales if sales else 0.0,
        "meaning": meant.sentence,
    }
    found = in_order(
        [
            *findings(values),
            *sales_to_nobody(*nobody),
            *meant.findings,
            *non_products.findings(not_products),
            *duplicate_products(same_products, in_groups, items),
            *unusual_customers.findings(unusual),
            *unusual_customers.duplicate_findings(same_customers),
            *gaps.findings(days, missing),
        ]
    )
    return Checkup(
        health=Health(**values, findings=found),
        meaning=meant,
        not_products=not_products,
        unusual_customers=unusual,
        same_products=same_products,
        same_customers=same_customers,
        gaps=missing,
    )
