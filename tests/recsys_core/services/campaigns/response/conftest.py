import numpy as np
import pandas as pd
import pytest

from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add

DAY0 = pd.Timestamp("2024-01-01")
STARTS = [DAY0 + pd.Timedelta(days=days) for days in (60, 100, 140, 180, 220)]
CUT = STARTS[3]
CUSTOMERS = 300


def fill(ws: Workspace, customers: int = CUSTOMERS) -> None:
    """Five campaigns of 28 days, answered by those who use coupons; the first customers do."""
    rng = np.random.default_rng(7)
    keen = np.arange(customers) < customers // 4
    lines, coupons = [], []
    for n in range(customers):
        for number in range(int(rng.integers(6, 14))):
            when = DAY0 + pd.Timedelta(days=int(rng.integers(250)), hours=int(rng.integers(24)))
            line = {
                "user_id": f"c{n}",
                "item_id": f"p{int(rng.integers(12))}",
                "event": "purchase",
                "quantity": 1.0,
                "revenue": round(float(rng.uniform(1, 30)), 2),
                "ts": when,
                "order_id": f"{n}-{number}",
            }
            lines.append(line)
            if rng.random() < (0.5 if keen[n] else 0.02):
                kept = {name: line[name] for name in ("user_id", "item_id", "order_id", "ts")}
                coupons.append(kept | {"amount": 1.0})
    add(ws.db, "interactions", lines)
    add(ws.db, "coupon_uses", coupons)
    items = [
        {"item_id": f"p{n}", "category_path": f"Shop > Kind {n % 4}", "brand": f"B{n % 2}"}
        for n in range(12)
    ]
    add(ws.db, "items", items)
    named = [f"k{n}" for n in range(len(STARTS))]
    days = [
        {
            "campaign_id": name,
            "type": "Mail",
            "start_ts": start,
            "end_ts": start + pd.Timedelta(days=27),
        }
        for name, start in zip(named, STARTS, strict=True)
    ]
    add(ws.db, "campaigns", days)
    targets = [
        {"campaign_id": name, "user_id": f"c{n}", "arm": "control" if n % 50 == 49 else "mail"}
        for name in named
        for n in range(customers)
    ]
    add(ws.db, "campaign_targets", targets)
    offers = [
        {"campaign_id": name, "offer_id": f"o{n % 3}", "item_id": f"p{n}"}
        for name in named
        for n in range(6)
    ]
    add(ws.db, "campaign_offers", offers)
    answers = [
        {
            "campaign_id": name,
            "offer_id": "o1",
            "user_id": f"c{n}",
            "ts": start + pd.Timedelta(days=int(rng.integers(28))),
        }
        for name, start in zip(named, STARTS, strict=True)
        for n in range(customers)
        if rng.random() < (0.45 if keen[n] else 0.06)
    ]
    add(ws.db, "campaign_responses", answers)


@pytest.fixture
def mailed(ws: Workspace) -> Workspace:
    fill(ws)
    return ws
