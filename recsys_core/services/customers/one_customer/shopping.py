"""How one customer shops against all others: price level, brands, variety, basket, hours."""

from typing import Any

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.features import buying_of_customers
from recsys_core.services.customers.one_customer import messages as m
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.kept_figures import kept_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import shopping_queries
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, money, number, share

FEW = 5
"""With fewer visits nobody has a day or an hour."""
HOURS = 2
"""Hours that are told as one time of the day."""
_FIGURES = {
    "tier": (m.TIER, m.ABOUT_TIER, share),
    "paid": (m.PAID, m.ABOUT_PAID, share),
    "loyalty": (m.LOYALTY, m.ABOUT_LOYALTY, share),
    "kinds": (m.VARIETY, m.ABOUT_VARIETY, number),
    "returned": (m.RETURNED, m.ABOUT_RETURNED, share),
    "coupons": (m.COUPONS, m.ABOUT_COUPONS, number),
}

_ways: PerWorkspace[int, pd.DataFrame] = PerWorkspace("how customers shop", most=1)


@needs(Role.VIEWER)
def ways_of_shopping(ws: Workspace) -> pd.DataFrame:
    """By user_id: tier, paid, returned, coupons as of `storage.feature_queries.buying_figures`,
    kinds (the exponential of the entropy over categories), loyalty; NaN where unknown.
    """

    def asked() -> pd.DataFrame:
        with ws.db.read() as cursor:
            return shopping_queries.brand_loyalty(cursor)

    def ask() -> pd.DataFrame:
        loyalty = kept_frame(ws, "loyalty", asked).set_index(Columns.User)
        found = buying_of_customers(ws).set_index(Columns.User)
        kinds = np.exp(found["variety"].astype(float))
        frame = found.assign(kinds=kinds, loyalty=loyalty["loyalty"].reindex(found.index))
        for name in ("returned", "coupons"):
            if frame[name].gt(0).any():
                frame[name] = frame[name].fillna(0.0)
        return frame[[*_FIGURES]].astype(float)

    return _ways.get(ws, ws.data_version(), ask)


@needs(Role.VIEWER)
def shopping(ws: Workspace, profile: CustomerProfile) -> dict[str, dict[str, float]]:
    """Figure -> value and usual, the median of all customers; what the data does not say, of this
    customer or of anybody, is left out. basket and spend are medians of this customer's visits,
    without a usual.
    """
    ways = ways_of_shopping(ws)
    found: dict[str, dict[str, float]] = {}
    for name in _FIGURES:
        if profile.user_id in ways.index and ways[name].nunique() > 1:
            value = float(ways.at[profile.user_id, name])
            if not np.isnan(value):
                found[name] = {"value": value, "usual": float(ways[name].median())}
    visits = profile.timeline
    for name, column in (("basket", C.Products), ("spend", C.Spend)):
        if profile.activity.kind == "purchase" and visits[column].notna().any():
            found[name] = {"value": float(visits[column].median())}
    return found


def shopping_table(found: dict[str, dict[str, float]]) -> pd.DataFrame:
    """fact, value, usual (texts) and about, a line for each of `shopping`."""
    writing = {
        **_FIGURES,
        "basket": (m.PRODUCTS_EACH, m.ABOUT_PRODUCTS_EACH, number),
        "spend": (m.SPEND_EACH, m.ABOUT_SPEND_EACH, money),
    }
    rows = [
        (
            say(writing[name][0]),
            writing[name][2](one["value"]),
            writing[name][2](one["usual"]) if "usual" in one else UNKNOWN,
            say(writing[name][1]),
        )
        for name, one in found.items()
    ]
    return pd.DataFrame(rows, columns=["fact", "value", "usual", "about"])


def rhythm_of_week(profile: CustomerProfile) -> dict[str, Any]:
    """Weekday (0 = Monday), weekday_share, hour, hour_share of the visits: the most common day, and
    the `HOURS` hours from `hour` with most visits, None where no times are known; empty with fewer
    than `FEW` dated visits.
    """
    moments = profile.timeline[Columns.Time].dropna()
    if len(moments) < FEW:
        return {}
    days = np.bincount(moments.dt.day_of_week, minlength=7) / len(moments)
    found: dict[str, Any] = {"weekday": int(days.argmax()), "weekday_share": float(days.max())}
    found |= {"visits": len(moments), "hour": None, "hour_share": None}
    if (moments != moments.dt.normalize()).any():
        hours = np.bincount(moments.dt.hour, minlength=24) / len(moments)
        spans = sum(np.roll(hours, -at) for at in range(HOURS))
        found |= {"hour": int(np.argmax(spans)), "hour_share": float(np.max(spans))}
    return found


def rhythm_sentences(found: dict[str, Any]) -> list[str]:
    """The day and the hours in sentences."""
    if not found:
        return []
    weekday = say(m.WEEKDAYS).split()[found["weekday"]]
    part = share(found["weekday_share"])
    told = [say(m.COMES_ON, weekday=weekday, share=part, n=found["visits"])]
    if found["hour"] is not None:
        part = share(found["hour_share"])
        told.append(say(m.COMES_AT, start=found["hour"], share=part))
    return told
