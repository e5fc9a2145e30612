"""How customers change, against SQL written for the test and the data cut off at a day."""

import json

import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.over_time.cohorts import cohorts_json, customer_cohorts
from recsys_core.services.customers.over_time.movement import (
    concentration_sentence,
    customer_movement,
    group_order,
    moving_days,
    spend_concentration,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.profiles.timing.test_coming import regular
from tests.recsys_core.storage.builders import add, bought

CUT = pd.Timestamp("2024-07-20")


def rows() -> pd.DataFrame:
    orders = regular(customers=150)
    orders["revenue"] = 1.0 + orders.index % 7
    orders["ts"] = orders["day"] + pd.Timedelta(hours=20)
    return orders.assign(item_id="p", event="purchase", quantity=1.0).drop(columns="day")


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    with open_workspace(tmp_path_factory.mktemp("changing") / "workspace") as ws:
        back = {"user_id": "c1", "item_id": "p", "event": "return", "revenue": -2.0}
        add(ws.db, "interactions", rows().to_dict("records"))
        add(ws.db, "interactions", [{**back, "quantity": -1.0, "ts": CUT}])
        yield ws


def test_cohorts_equal_what_independent_sql_counts(changing):
    found = cohorts_json(customer_cohorts(changing))
    assert found["refused"] is None
    assert len(found["rows"]) > 20
    with changing.db.read() as cursor:
        for row in found["rows"]:
            customers, revenue = cursor.execute(
                """
                WITH own AS (
                    SELECT user_id, strftime(min(ts), '%Y-%m') AS cohort FROM interactions
                    WHERE event = 'purchase' GROUP BY user_id
                )
                SELECT count(DISTINCT CASE WHEN event = 'purchase' THEN user_id END),
                       coalesce(sum(revenue), 0)
                FROM interactions JOIN own USING (user_id)
                WHERE cohort = $1 AND year(ts) * 12 + month(ts) =
                    year(($1 || '-01')::DATE) * 12 + month(($1 || '-01')::DATE) + $2
                """,
                [row["cohort"], row["month"]],
            ).fetchall()[0]
            assert (row["customers"], row["revenue"]) == (customers, pytest.approx(revenue))
            if row["complete"]:
                assert row["share"] == customers / row["size"]
                assert row["low"] <= row["share"] <= row["high"]
            else:
                assert row["share"] is None
    json.dumps(found)
    assert found["sentence"].startswith("Of customers whose next month was over by 26 Oct 2024, ")


@pytest.mark.parametrize("group", ["segment", "status"])
def test_each_day_is_judged_as_if_the_data_ended_there(changing, group, tmp_path):
    last = moving_days(changing)[1]
    movement = customer_movement(changing, CUT, last, group)
    with open_workspace(tmp_path / "then") as then:
        known = rows()[rows()["ts"] < CUT + pd.Timedelta(days=1)]
        back = {"user_id": "c1", "item_id": "p", "event": "return", "revenue": -2.0}
        add(then.db, "interactions", known.to_dict("records"))
        add(then.db, "interactions", [{**back, "quantity": -1.0, "ts": CUT}])
        before = customer_overview(then).set_index("user_id")[group]
    now = customer_overview(changing).set_index("user_id")[group]
    found = movement.customers.set_index("user_id")
    assert found["after"].to_dict() == now.to_dict()
    old = found[found["before"] != "Not yet a customer"]
    assert old["before"].to_dict() == before.to_dict()
    assert movement.flows["customers"].sum() == len(now)
    assert set(movement.flows["before"]) <= set(group_order(group))
    assert movement.changed == pytest.approx((old["before"] != old["after"]).mean())
    assert f"of {len(old)} customers kept their group" in movement.sentence


def test_days_have_to_lie_in_order_within_the_data(changing):
    first, last = moving_days(changing)
    for before, after in [(last, first), (first, first), (first - pd.Timedelta(days=1), last)]:
        with pytest.raises(InputError, match="The first day has to lie before the second"):
            customer_movement(changing, before, after)


def test_the_first_fifth_brings_what_sql_says(changing):
    found = spend_concentration(changing)
    with changing.db.read() as cursor:
        (share,) = cursor.execute(
            "WITH own AS (SELECT sum(revenue) AS s FROM interactions GROUP BY user_id ORDER BY 1 "
            "DESC), n AS (SELECT count(*) AS n FROM own) SELECT (SELECT sum(s) FROM (SELECT s FROM "
            "own LIMIT (SELECT (n / 5)::INT FROM n))) / sum(s) FROM own"
        ).fetchall()[0]
    assert found.top == pytest.approx(share, abs=0.01)
    assert concentration_sentence(found).startswith("The 20 % of customers who spend most bring ")


def test_without_dates_nothing_is_told(ws: Workspace):
    add(ws.db, "interactions", [{**bought("a", "p", 3, 1, 10.0), "ts": None, "revenue": None}])
    cohorts = customer_cohorts(ws)
    assert cohorts_json(cohorts)["refused"] == cohorts.sentence
    assert cohorts_json(cohorts)["rows"] == []
    with pytest.raises(InputError, match="needs dates"):
        moving_days(ws)
    assert spend_concentration(ws) is None


def test_one_unfinished_month_says_that_nothing_is_known_yet(ws: Workspace):
    add(ws.db, "interactions", [bought("a", "p", 3, 1, 10.0)])
    assert customer_cohorts(ws).sentence.startswith("No month after a first order was over")


def test_the_command_line_tells_it(tmp_path, capsys):
    folder = str(tmp_path / "empty")
    assert main(["--workspace", folder, "--json", "cohorts"]) == 0
    assert json.loads(capsys.readouterr().out)["refused"].startswith("Cohorts need purchases")
