"""What customers are worth, asked of a workspace: days of orders, kept answers, words, a file."""

import csv
import json

import pytest

from recsys_core.cli.main import main
from recsys_core.profiles.value.worth import Terms
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.over_time.movement import (
    concentration_sentence,
    spend_concentration,
    worth_concentration,
)
from recsys_core.services.customers.worth import (
    amounts_sentence,
    customer_worth,
    everybodys_worth,
    everybodys_worth_is_known,
    worth_is_known,
    worth_json,
    worth_sentence,
    write_worth,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.customer_queries import newest_day, order_days
from recsys_core.wording.numbers import money, share
from tests.recsys_core.profiles.value.test_worth import shop
from tests.recsys_core.storage.builders import add, bought


@pytest.fixture(scope="module")
def selling(tmp_path_factory):
    """A workspace of 700 customers over 500 days, one customer's number being a formula."""
    orders = shop(customers=700).rename(columns={"day": "ts", "spend": "revenue"})
    orders.loc[orders["user_id"] == "c3", "user_id"] = "=c3"
    rows = orders.assign(item_id="p", event="purchase", quantity=1.0).to_dict("records")
    with open_workspace(tmp_path_factory.mktemp("selling") / "workspace") as ws:
        add(ws.db, "interactions", rows)
        yield ws


def test_an_order_s_day_loses_what_came_back_later(ws: Workspace):
    rows = [bought("a", "p", 3, 1, 10.0), bought("a", "q", 3, 1, 5.0), bought("a", "p", 9, 1, 4.0)]
    rows += [{**bought("a", "p", 7, -1, -6.0), "event": "return"}]
    rows += [{**bought("a", "p", 1, -1, -2.0), "event": "return"}]
    add(ws.db, "interactions", rows)
    with ws.db.read() as cursor:
        found = order_days(cursor)
        assert newest_day(cursor).day == 9
    assert [day.day for day in found["day"]] == [3, 9]
    assert list(found["spend"]) == [9.0, 4.0]


def test_the_answer_is_made_once_and_says_how_it_was_tried(selling):
    assert not worth_is_known(selling)
    worth = customer_worth(selling, 180)
    assert worth_is_known(selling)
    assert customer_worth(selling, 180) is worth
    year = customer_worth(selling, 365)
    assert year.models is worth.models
    assert year.customers["orders"].sum() > worth.customers["orders"].sum()
    sentence = worth_sentence(worth)
    assert sentence.startswith("700 customers are expected to order ")
    assert " within 180 days, worth " in sentence
    assert "of the orders that came" in sentence
    assert sentence.endswith(amounts_sentence(worth))
    off = money(worth.models.amounts.trial.own_mae)
    assert f"the mean of their own orders so far {off}, " in amounts_sentence(worth)


def test_the_keys_hold_what_independent_sql_counts(selling):
    found = worth_json(customer_worth(selling, 180))
    assert found["refused"] is None
    trial = found["holdout"]
    with selling.db.read() as cursor:
        (later,) = cursor.execute(
            "SELECT count(DISTINCT (user_id, ts::DATE)) FROM interactions WHERE ts::DATE > ? AND "
            "user_id IN (SELECT user_id FROM interactions WHERE ts::DATE <= ?)",
            [trial["from"], trial["from"]],
        ).fetchall()[0]
        gap = cursor.execute(
            "SELECT max(ts)::DATE - min(ts)::DATE, max(ts)::DATE - ?::DATE FROM interactions",
            [trial["from"]],
        ).fetchall()[0]
    assert trial["actual"] == later
    with selling.db.read() as cursor:
        (brought,) = cursor.execute(
            "SELECT sum(revenue) FROM interactions WHERE ts::DATE > ? AND "
            "user_id IN (SELECT user_id FROM interactions WHERE ts::DATE <= ?)",
            [trial["from"], trial["from"]],
        ).fetchall()[0]
    assert trial["amounts"]["actual"] == pytest.approx(brought)
    assert trial["amounts"]["orders"] == later
    assert gap[1] == -(-gap[0] // 2)
    assert {one["model"] for one in trial["models"]} == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    assert set(found["value_parameters"]) == set(trial["value_parameters"]) == {"p", "q", "v"}
    assert found["customers"] == 700
    assert found["value"]["low"] < found["value"]["value"] < found["value"]["high"]
    json.dumps(found)


def test_every_customer_goes_into_a_file_that_runs_no_formula(selling, tmp_path):
    out = tmp_path / "values.csv"
    assert write_worth(customer_worth(selling, 180), out) == 700
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert not any(row["user_id"].startswith("=") for row in rows)
    values = [float(row["value"]) for row in rows]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("days", "terms"),
    [(0, Terms()), (9_999, Terms()), (90, Terms(margin=0)), (90, Terms(discount=1))],
)
def test_what_cannot_be_asked_is_said(selling, days, terms):
    with pytest.raises(InputError):
        customer_worth(selling, days, terms)


def test_a_workspace_that_cannot_carry_it_says_why(ws: Workspace, tmp_path):
    add(ws.db, "interactions", [bought("a", "p", 3, 1, 10.0)])
    worth = customer_worth(ws)
    assert worth_sentence(worth).startswith("Only 1 customer has ordered")
    found = worth_json(worth)
    assert found["refused"] == worth_sentence(worth)
    assert found["parameters"] is found["holdout"] is found["orders"] is found["value"] is None
    with pytest.raises(InputError, match="Only 1 customer"):
        write_worth(worth, tmp_path / "none.csv")


def test_the_command_line_tells_it(tmp_path, capsys):
    folder = tmp_path / "empty"
    assert main(["--workspace", str(folder), "--json", "value", "--horizon", "90"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["horizon"] == 90
    assert (
        found["refused"]
        == "The value of customers needs purchases with a date; this data has none."
    )


def test_what_is_expected_is_kept_and_laid_beside_what_was_spent(selling):
    told = everybodys_worth(selling)
    assert everybodys_worth_is_known(selling)
    value = customer_worth(selling, 365).customers.set_index("user_id")["value"]
    assert told.set_index("user_id")["value"].to_dict() == value.to_dict()
    expected, spent = worth_concentration(selling), spend_concentration(selling)
    best = value.sort_values(ascending=False)
    assert expected.top == pytest.approx(best.head(len(best) // 5).sum() / best.sum(), abs=1e-6)
    sentence = concentration_sentence(spent, expected)
    assert sentence.endswith(f"the 20 % expected to bring most bring {share(expected.top)}.")


def test_where_no_worth_is_told_there_is_no_curve_of_it(ws: Workspace):
    add(ws.db, "interactions", [bought("a", "p", 3, 1, 10.0)])
    assert not everybodys_worth_is_known(ws)
    assert everybodys_worth(ws).empty
    assert worth_concentration(ws) is None
