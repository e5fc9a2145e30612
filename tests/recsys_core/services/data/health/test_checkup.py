import json
from datetime import datetime

import numpy as np
import pytest

from recsys_core.services.data.data_settings import FIXES
from recsys_core.services.data.health.checkup import activity, gini, health, long_tail
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.storage.builders import add, bought, rated


def codes(ws: Workspace) -> set[str]:
    return {finding["code"] for finding in health(ws).findings}


def test_an_empty_workspace_counts_zero_and_says_what_to_do(ws: Workspace) -> None:
    found = health(ws)
    assert (found.users, found.items, found.interactions, found.density) == (0, 0, 0, 0.0)
    assert (found.gini, found.first_ts, found.last_ts) == (0.0, None, None)
    assert [f["code"] for f in found.findings] == ["empty"]
    assert "Load a sample" in found.findings[0]["sentence"]
    assert activity(ws).empty
    assert long_tail(ws).empty


def test_the_counts_of_a_small_workspace(ws: Workspace) -> None:
    add(ws.db, "items", [{"item_id": "1"}, {"item_id": "2"}, {"item_id": "never"}])
    add(ws.db, "users", [{"user_id": "a"}, {"user_id": "new"}])
    rows = [bought("a", "1", day) for day in range(1, 7)]
    rows += [bought("b", "1", 3), bought("b", "unlisted", 20), bought("b", "2", 9, quantity=0)]
    add(ws.db, "interactions", rows)
    found = health(ws)
    assert found.interactions == 9
    assert found.returns == 1
    assert found.users == 3
    assert found.items == 4
    assert found.items_sold == 2
    assert found.items_unlisted == 1
    assert found.density == pytest.approx(3 / 12)
    assert found.gini == pytest.approx((8 - 2 * 1) / (2 * 8) - 0.0, abs=0.01)
    assert found.cold_users == 2
    assert found.cold_items == 3
    assert found.share_rarely_sold == 0.5
    assert found.median_per_user == 4.0
    assert (found.first_ts, found.last_ts) == (datetime(2024, 1, 1), datetime(2024, 1, 20))
    assert {"rarely_sold", "never_sold", "unlisted", "returns", "few_customers"} <= codes(ws)
    assert "short_history" in codes(ws)


def test_a_product_list_that_matches_nothing_is_said(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1"), bought("b", "2")])
    assert "list_matches_nothing" not in codes(ws)
    add(ws.db, "items", [{"item_id": "SKU-1"}, {"item_id": "SKU-2"}])
    first = health(ws).findings[0]
    assert first["sentence"].startswith("The product list matches nothing: none of the 2 products")
    assert "2 products of the product list were never sold" in str(health(ws).findings)
    add(ws.db, "items", [{"item_id": "1"}])
    assert {"unlisted"} <= codes(ws)
    assert "list_matches_nothing" not in codes(ws)


def test_without_a_product_list_products_are_those_sold(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1", None), bought("a", "2", None)])
    found = health(ws)
    assert (found.items, found.items_unlisted, found.density) == (2, 0, 1.0)
    assert "undated" in codes(ws)
    assert "unlisted" not in codes(ws)


def test_ratings_are_spoken_of_as_ratings(ws: Workspace) -> None:
    add(ws.db, "interactions", [rated("a", "1", 4), rated("b", "1", 5)])
    found = health(ws)
    assert (found.kind, found.ratings) == ("explicit", 2)
    assert "were rated fewer than five times" in found.findings[0]["sentence"]


def test_the_answer_follows_the_data_and_is_kept_meanwhile(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1")])
    first = health(ws)
    assert health(ws) is first
    add(ws.db, "interactions", [bought("b", "1")])
    assert health(ws).interactions == 2


def test_the_keys_of_the_command_line_are_there_and_plain(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1", 5)])
    found = json.loads(json.dumps(health(ws).to_json()))
    keys = "users items interactions density gini cold_users cold_items first_ts last_ts findings"
    assert set(keys.split()) <= set(found)
    assert found["first_ts"] == "2024-01-05T00:00:00"
    assert all({"code", "severity", "sentence"} <= set(f) for f in found["findings"])
    assert {f["fix"] for f in found["findings"] if "fix" in f} <= set(FIXES)


def test_findings_start_with_the_gravest(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1"), bought("b", "2", quantity=-1)])
    order = ["problem", "warning", "info"]
    ranks = [order.index(finding["severity"]) for finding in health(ws).findings]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_activity_counts_by_week_with_the_empty_weeks(ws: Workspace) -> None:
    rows = [bought("a", "1", 1, revenue=2.0), bought("b", "1", 7, revenue=1.5)]
    rows += [bought("a", "1", 15), bought("a", "2", 16, quantity=-1, revenue=-0.5)]
    rows += [bought("a", "2", None)]
    add(ws.db, "interactions", rows)
    frame = activity(ws)
    assert list(frame.columns) == ["week", "purchases", "customers", "revenue"]
    assert frame["week"].dt.day.tolist() == [1, 8, 15]
    assert frame["purchases"].tolist() == [2, 0, 1]
    assert frame["customers"].tolist() == [2, 0, 1]
    assert frame["revenue"].tolist() == [3.5, 0.0, -0.5]  # Net of what came back.
    days = activity(ws, "day")
    assert days["day"].dt.day.tolist() == list(range(1, 17))
    assert days["purchases"].tolist() == [1, *[0] * 5, 1, *[0] * 7, 1, 0]
    assert days["revenue"].sum() == frame["revenue"].sum()


def test_the_long_tail_starts_with_the_best_sellers(ws: Workspace) -> None:
    rows = [bought("a", "best", day) for day in range(1, 9)] + [bought("a", "x"), bought("a", "y")]
    add(ws.db, "interactions", rows)
    curve = long_tail(ws)
    assert curve["products"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve["purchases"].tolist() == pytest.approx([0, 0.8, 0.9, 1])


def test_gini_of_known_spreads() -> None:
    assert gini(np.array([], dtype=np.int64)) == 0.0
    assert gini(np.array([3, 3, 3])) == pytest.approx(0.0)
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(0.75)
    values = np.sort(np.random.default_rng(1).integers(0, 50, 200))
    differences = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(values) == pytest.approx(differences / (2 * values.mean()))
