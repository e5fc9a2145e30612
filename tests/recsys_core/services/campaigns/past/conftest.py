import numpy as np
import pandas as pd
import pytest

from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add

DAY0 = pd.Timestamp("2024-01-01")
DAYS = 200
SPRING, AUTUMN = pd.Timestamp("2024-03-01"), pd.Timestamp("2024-07-01")
"""First days: of a campaign of 28 days in the data, and of one that ends after it."""


def purchases(rng: np.random.Generator, customers: int) -> list[dict[str, object]]:
    """About ten lines a customer over `DAYS` days; every twelfth is a return. The first customers
    buy twice as often.
    """
    rows: list[dict[str, object]] = []
    for n in range(customers):
        for _ in range(int(rng.integers(6, 12)) * (2 if n < customers // 4 else 1)):
            back = rng.random() < 1 / 12
            minutes = int(rng.integers(24 * 60))
            when = DAY0 + pd.Timedelta(days=int(rng.integers(DAYS)), minutes=minutes)
            rows.append(
                {
                    "user_id": f"c{n}",
                    "item_id": f"p{int(rng.integers(12))}",
                    "event": "return" if back else "purchase",
                    "quantity": -1.0 if back else 1.0,
                    "revenue": round(float(rng.uniform(1, 30)), 2) * (-1 if back else 1),
                    "ts": when,
                }
            )
    return rows


def fill(ws: Workspace, customers: int = 160) -> None:
    """Two campaigns with offers: `spring`, answered by frequent buyers, and `autumn`, not over."""
    rng = np.random.default_rng(5)
    add(ws.db, "interactions", purchases(rng, customers))
    kinds = ["Dairy", "Wine", "Bread", "Soap"]
    items = [
        {"item_id": f"p{n}", "title": f"Product {n}", "category_path": f"Shop > {kinds[n % 4]}"}
        for n in range(12)
    ]
    add(ws.db, "items", items)
    days = {"spring": (SPRING, 27), "autumn": (AUTUMN, 59)}
    add(
        ws.db,
        "campaigns",
        [
            {
                "campaign_id": name,
                "name": name.title(),
                "type": "Mail",
                "start_ts": start,
                "end_ts": start + pd.Timedelta(days=length),
            }
            for name, (start, length) in days.items()
        ],
    )
    half = range(0, customers, 2)
    targets = [("spring", f"c{n}") for n in half] + [("autumn", f"c{n}") for n in range(customers)]
    add(ws.db, "campaign_targets", [{"campaign_id": c, "user_id": u} for c, u in targets])
    offers = [("spring", "o1", f"p{n}") for n in range(0, 12, 4)] + [
        ("spring", "o2", "p1"),
        ("autumn", "o3", "p2"),
    ]
    add(
        ws.db,
        "campaign_offers",
        [{"campaign_id": c, "offer_id": o, "item_id": i} for c, o, i in offers],
    )
    answers = []
    for n in half:
        if rng.random() < (0.7 if n < customers // 4 else 0.15):
            answers.append(("spring", f"o{1 + n % 3 // 2}", f"c{n}", int(rng.integers(28))))
    answers += [("spring", "o1", "stranger", 3), ("autumn", "o3", "c1", 2)]
    add(
        ws.db,
        "campaign_responses",
        [
            {
                "campaign_id": campaign,
                "offer_id": offer,
                "user_id": user,
                "ts": days[campaign][0] + pd.Timedelta(days=after),
            }
            for campaign, offer, user, after in answers
        ],
    )


@pytest.fixture
def campaigns(ws: Workspace) -> Workspace:
    fill(ws)
    return ws
