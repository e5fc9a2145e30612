import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add

ITEMS = [
    {
        "item_id": f"p{n}",
        "title": f"Product {n}",
        "category_path": f"Food > {kind} > {kind} {n % 2}",
        "brand": ["Own", "Best"][n % 2],
    }
    for n, kind in enumerate(["Dairy", "Dairy", "Dairy", "Wine", "Wine", "Bread"])
]
CITIES = ["Rome", "Oslo", "Bonn"]


def define(*conditions: dict, match: str = "all") -> SegmentDefinition:
    return SegmentDefinition.model_validate({"match": match, "conditions": list(conditions)})


@pytest.fixture
def shop(ws: Workspace) -> Workspace:
    """Forty customers buy in 400 lines of 200 days, some bring back; two are on the list only."""
    rng = np.random.default_rng(11)
    rows = []
    for n in range(400):
        day = int(rng.integers(200) ** 1.05 // 1.2)
        user = f"c{int(40 * rng.random() ** 2)}"
        back = rng.random() < 0.05
        rows.append(
            {
                "user_id": user,
                "item_id": f"p{int(rng.integers(6))}",
                "event": "return" if back else "purchase",
                "quantity": -1.0 if back else 1.0,
                "revenue": round(float(rng.uniform(1, 9)) * (-1 if back else 1), 2),
                "ts": pd.Timestamp(2024, 1, 1)
                + pd.Timedelta(days=day, hours=int(rng.integers(24))),
                "order_id": f"{user}-{day}-{n % 2}",
            }
        )
    add(ws.db, "interactions", rows)
    add(ws.db, "items", ITEMS)
    listed = [
        {"user_id": f"c{n}", "attributes": json.dumps({"city": CITIES[n % 3], "age": str(20 + n)})}
        for n in range(45)
    ]
    add(ws.db, "users", listed)
    campaign = [{"campaign_id": "k1", "name": "Spring"}, {"campaign_id": "k2", "name": "Summer"}]
    add(ws.db, "campaigns", campaign)
    shown = [{"campaign_id": f"k{1 + n % 2}", "user_id": f"c{n}", "arm": "a"} for n in range(20)]
    add(ws.db, "campaign_targets", shown)
    answered = [{"campaign_id": "k1", "user_id": f"c{n}", "offer_id": "o"} for n in (0, 2, 4, 30)]
    add(ws.db, "campaign_responses", answered)
    return ws
