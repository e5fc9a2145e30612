"""When customers come next, asked of a workspace: kept answers, words, a file, the clock."""

import csv
import json

import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.timing.coming import (
    category_paces,
    coming_is_known,
    coming_json,
    coming_sentence,
    customer_timing,
    customers_coming,
    repurchase_clock,
    soonest,
    write_coming,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.profiles.timing.test_coming import regular
from tests.recsys_core.storage.builders import add, bought


@pytest.fixture(scope="module")
def coming_back(tmp_path_factory):
    """A workspace of 600 customers over 300 days, one customer's number being a formula."""
    orders = regular().rename(columns={"day": "ts"})
    orders.loc[orders["user_id"] == "c3", "user_id"] = "=c3"
    rows = orders.assign(item_id="p", event="purchase", quantity=1.0, revenue=2.0)
    with open_workspace(tmp_path_factory.mktemp("coming") / "workspace") as ws:
        add(ws.db, "interactions", rows.to_dict("records"))
        yield ws


def test_the_answer_is_made_once_and_says_how_it_was_tried(coming_back):
    assert not coming_is_known(coming_back)
    coming = customers_coming(coming_back)
    assert coming_is_known(coming_back)
    assert customers_coming(coming_back) is coming
    sentence = coming_sentence(coming)
    assert "customers are expected to order within 30 days" in sentence
    assert "Tried on the 30 days after" in sentence
    found = coming_json(coming)
    json.dumps(found)
    with coming_back.db.read() as cursor:
        known, later = cursor.execute(
            "SELECT count(DISTINCT user_id) FILTER (ts::DATE <= $1), "
            "count(DISTINCT user_id) FILTER (ts::DATE > $1 AND user_id IN ("
            "SELECT user_id FROM interactions WHERE ts::DATE <= $1)) FROM interactions",
            [found["trial"]["from"]],
        ).fetchall()[0]
    assert found["trial"]["customers"] == known
    assert found["trial"]["actual"] == known - later
    assert sum(found["bands"].values()) == found["customers"]


def test_one_customer_has_a_day_an_interval_and_a_chance(coming_back):
    one = customer_timing(coming_back, "c5")
    assert one["next_from"] <= one["next_expected"] <= one["next_to"]
    assert 0 <= one["stay_away"] <= 1
    assert customer_timing(coming_back, "nobody") is None


def test_those_to_come_stand_before_those_whose_day_has_passed(coming_back, tmp_path):
    coming = customers_coming(coming_back)
    passed = soonest(coming)["next_expected"] <= coming.until
    assert passed.is_monotonic_increasing
    out = tmp_path / "next.csv"
    assert write_coming(coming, out) == len(coming.customers)
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert not any(row["user_id"].startswith("=") for row in rows)


@pytest.mark.parametrize("days", [0, 6, 366])
def test_what_cannot_be_asked_is_said(coming_back, days):
    with pytest.raises(InputError, match="for 7 to 365 days"):
        customers_coming(coming_back, days)


def test_the_clock_goes_by_the_customers_and_the_shops_days(ws: Workspace):
    add(ws.db, "items", [{"item_id": "m", "category_path": "Food > Milk", "title": "Milk"}])
    rows = [bought("a", "m", day, 1, 1.0) for day in (1, 7, 13)]
    rows += [bought("b", "m", day, 1, 1.0) for day in (2, 14, 20)]
    rows += [{**bought("a", "m", 20, -1, -1.0), "event": "return"}]
    add(ws.db, "interactions", rows)
    paces = category_paces(ws)
    assert paces.to_dict("records") == [{"category": "Milk", "customers": 2, "every": 7.5}]
    found = repurchase_clock(ws, "a")
    assert found.loc[0, ["category", "times", "ago"]].tolist() == ["Milk", 3, 7]
    assert found.loc[0, "every"] == pytest.approx((2 * 6 + 5 * 7.5) / 7)
    assert repurchase_clock(ws, "nobody").empty


def test_a_workspace_without_dates_says_so(ws: Workspace, tmp_path):
    add(ws.db, "interactions", [{**bought("a", "p", 3, 1, 10.0), "ts": None}])
    coming = customers_coming(ws)
    assert coming_json(coming)["refused"] == coming_sentence(coming)
    assert customer_timing(ws, "a") is None
    assert repurchase_clock(ws, "a").empty
    with pytest.raises(InputError, match="needs purchases with a date"):
        write_coming(coming, tmp_path / "none.csv")


def test_few_customers_have_days_and_no_chance(ws: Workspace):
    add(ws.db, "interactions", [bought("a", "p", day, 1, 1.0) for day in (1, 5, 9)])
    coming = customers_coming(ws, 7)
    assert coming.customers["next_expected"].tolist() == [pd.Timestamp("2024-01-13")]
    assert coming.refused in coming_sentence(coming)
    assert customer_timing(ws, "a", 7)["stay_away"] is None


def test_the_command_line_tells_it(tmp_path, capsys):
    folder = str(tmp_path / "empty")
    assert main(["--workspace", folder, "--json", "timing", "--horizon", "14"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["horizon"] == 14
    assert found["refused"].startswith("When customers come next needs purchases")
