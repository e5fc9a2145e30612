"""A shop in which people buy coffee, with campaigns, consents and deliveries."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage import meta
from tests.recsys_core.storage.builders import add

CUSTOMERS, DAYS = 400, 260
FIRST = pd.Timestamp("2024-01-01")
SENDS = FIRST + pd.Timedelta(days=DAYS)
KINDS = ("Tea", "Coffee", "Bread")


def purchases() -> list[dict[str, object]]:
    """Everybody comes at an own pace and likes each of nine products in an own measure."""
    rng = np.random.default_rng(8)
    pace = np.clip(rng.gamma(2, 0.03, CUSTOMERS), 0.005, 0.3)
    likes = rng.dirichlet(np.full(9, 0.5), CUSTOMERS)
    rows: list[dict[str, object]] = []
    for user, day in zip(*np.nonzero(rng.random((CUSTOMERS, DAYS)) < pace[:, None]), strict=True):
        for item in np.unique(rng.choice(9, 2, p=likes[user])):
            rows.append(
                {
                    "user_id": f"c{user}",
                    "item_id": f"p{item}",
                    "event": "purchase",
                    "quantity": 1.0,
                    "revenue": float(2 + item),
                    "ts": FIRST + pd.Timedelta(days=int(day), hours=int(rng.integers(24))),
                    "order_id": f"{user}-{day}",
                }
            )
    return rows


@pytest.fixture(scope="session")
def audience_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with campaigns, consents and deliveries; not to be written to."""
    folder = tmp_path_factory.mktemp("audience") / "workspace"
    with open_workspace(folder) as ws:
        add(ws.db, "interactions", purchases())
        items = [
            {
                "item_id": f"p{n}",
                "title": f"Product {n}",
                "category_path": f"Shop > {KINDS[n % 3]}",
                "brand": ["Own", "Best"][n % 2],
                "price": float(2 + n),
            }
            for n in range(9)
        ]
        add(ws.db, "items", items)
        listed = [
            {
                "user_id": f"c{n}",
                "attributes": json.dumps({"mail": f"c{n}@example.org" if n % 9 else ""}),
                "consent": [True, True, False, None][n % 4],
            }
            for n in range(CUSTOMERS)
        ]
        add(ws.db, "users", listed)
        early, late = SENDS - pd.Timedelta(days=40), SENDS - pd.Timedelta(days=3)
        campaigns = [
            {"campaign_id": name, "name": name, "start_ts": start}
            for name, start in (("old", early), ("fresh", late), ("second", late))
        ]
        add(ws.db, "campaigns", campaigns)
        targets = [
            {"campaign_id": name, "user_id": f"c{n}", "arm": arm}
            for name, step, arm in (("old", 2, "a"), ("fresh", 5, "a"), ("second", 10, "a"))
            for n in range(0, CUSTOMERS, step)
        ]
        targets += [
            {"campaign_id": "fresh", "user_id": f"c{n}", "arm": "control"}
            for n in range(1, CUSTOMERS, 50)
        ]
        add(ws.db, "campaign_targets", targets)
        offers = [
            {"campaign_id": "fresh", "offer_id": "ten off", "item_id": f"p{n}"} for n in (0, 3)
        ]
        add(ws.db, "campaign_offers", offers)
        deliveries = [
            {"campaign_id": "old", "user_id": f"c{n}", "event": event, "ts": early}
            for event, every in (("unsubscribed", 31), ("bounced", 37))
            for n in range(0, CUSTOMERS, every)
        ]
        add(ws.db, "deliveries", deliveries)
        # Lots are the same in every run, else one in a thousand is one that stops a read-out.
        with ws.db.write() as cursor:
            meta.keep_lot_key(cursor, "a lot for tests")
    return folder


@pytest.fixture
def audience_shop(audience_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy to work in."""
    shutil.copytree(audience_folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws


def asked(**changes: object):
    """An audience for coffee, with a hold-out."""
    from recsys_core.services.campaigns.audience.request import AudienceRequest

    return AudienceRequest(**({"kind": "category", "value": "Coffee", "size": 120} | changes))
