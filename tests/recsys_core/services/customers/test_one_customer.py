"""One customer beyond the profile: how they shop, what they are part of, what they were sent."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from recsys_core.cli.main import main
from recsys_core.profiles.neighbours import nearest_users
from recsys_core.services.customers.features import buying_is_known, buying_of_customers
from recsys_core.services.customers.feedback import give_feedback
from recsys_core.services.customers.one_customer.contacts import (
    campaigns_of,
    more_json,
    segments_of,
    worth_known,
    worth_of,
)
from recsys_core.services.customers.one_customer.received import (
    Received,
    received,
    received_sentences,
)
from recsys_core.services.customers.one_customer.shopping import (
    rhythm_of_week,
    rhythm_sentences,
    shopping,
    shopping_table,
    ways_of_shopping,
)
from recsys_core.services.customers.profiles import customer_profile
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.customers.timing.coming import customer_timing, customers_coming
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.storage.builders import add, bought


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Two customers, two kinds of products of two brands; a campaign reached one of them."""
    folder = tmp_path_factory.mktemp("one") / "workspace"
    with open_workspace(folder) as ws:
        items = [
            ("a", "Food > Milk", "Own", "Milk"),
            ("b", "Food > Milk", "Best", "Better milk"),
            ("c", "Food > Bread", "Own", "Bread"),
        ]
        names = ("item_id", "category_path", "brand", "title")
        add(ws.db, "items", [dict(zip(names, one, strict=True)) for one in items])
        rows = [bought("u", "a", day, 1, 1.0) for day in (1, 8, 15)]
        rows += [bought("u", "b", day, 1, 2.0) for day in (22,)]
        rows += [bought("u", "c", day, 1, 3.0) for day in (1, 8)]
        rows += [bought("v", "b", day, 1, 2.0) for day in (2, 3, 4)]
        add(ws.db, "interactions", rows)
        began = pd.Timestamp("2024-01-05")
        campaign = {"campaign_id": "k", "name": "Spring", "start_ts": began}
        add(ws.db, "campaigns", [campaign])
        add(ws.db, "campaign_targets", [{"campaign_id": "k", "user_id": "u", "arm": "mail"}])
        add(ws.db, "campaign_responses", [{"campaign_id": "k", "offer_id": "o", "user_id": "u"}])
        yield ws


def test_brands_variety_and_offers_are_counted_by_hand(shop):
    ways = ways_of_shopping(shop)
    assert buying_of_customers(shop) is buying_of_customers(shop)
    assert buying_is_known(shop)
    assert ways.loc["u", "loyalty"] == 3 / 4
    assert ways.loc["v", "loyalty"] == 1
    parts = np.array([4, 2]) / 6
    assert ways.loc["u", "kinds"] == pytest.approx(np.exp(-(parts * np.log(parts)).sum()))
    assert ways["coupons"].tolist() == [1.0, 0.0] or ways.loc["v", "coupons"] == 0


def test_facts_stand_beside_the_middle_customer(shop):
    found = shopping(shop, customer_profile(shop, "u"))
    assert found["loyalty"] == {"value": 0.75, "usual": 0.875}
    assert found["basket"] == {"value": 1.5}
    assert found["spend"]["value"] == pytest.approx(3.0)
    table = shopping_table(found)
    row = table[table["fact"] == "Keeps to a brand"].iloc[0]
    assert (row["value"], row["usual"]) == ("75 %", "87.5 %")
    assert "returned" not in found


def test_a_day_of_the_week_needs_five_visits_and_an_hour_needs_times(shop):
    profile = customer_profile(shop, "u")
    assert rhythm_of_week(profile) == {}
    assert rhythm_sentences({}) == []
    told = rhythm_sentences(
        {"weekday": 0, "weekday_share": 0.4, "visits": 10, "hour": 22, "hour_share": 0.5}
    )
    assert told == [
        "The weekday with most visits is Monday: 40 % of 10 visits; 14.3 % would be even.",
        "The two hours with most visits begin at 22:00: 50 % of the visits.",
    ]


def test_hours_are_told_where_there_are_times(ws: Workspace):
    rows = [{**bought("u", "p", day, 1, 1.0)} for day in (1, 8, 15, 22, 29)]
    for row in rows:
        row["ts"] = pd.Timestamp(row["ts"]).normalize() + pd.Timedelta(hours=23)
    add(ws.db, "interactions", rows)
    found = rhythm_of_week(customer_profile(ws, "u"))
    assert (found["weekday"], found["weekday_share"], found["visits"]) == (0, 1.0, 5)
    assert found["hour"] in (22, 23)
    assert found["hour_share"] == 1.0


def test_campaigns_and_groups_are_those_of_the_customer(shop):
    found = campaigns_of(shop, "u")
    assert found[["name", "arm", "responses"]].values.tolist() == [["Spring", "mail", 1]]
    assert campaigns_of(shop, "v").empty
    save_ids(shop, "Chosen", ["u"])
    assert segments_of(shop, "u") == ["Chosen"]
    assert segments_of(shop, "v") == []


def test_everything_new_is_told_as_plain_figures(shop):
    give_feedback(shop, "u", "a", "up")
    found = more_json(shop, customer_profile(shop, "u"))
    json.dumps(found)
    assert found["worth"] is None is worth_of(shop, "u") is worth_known(shop, "u")
    assert found["timing"]["stay_away"] is None
    assert found["clock"][0]["category"] == "Milk"
    assert found["campaigns"][0]["start"] == "2024-01-05"
    assert [one["item_id"] for one in found["feedback"]] == ["a"]


def test_who_is_alike_shares_what_few_others_have():
    matrix = csr_matrix(np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 0, 0, 1], [1, 1, 0, 0]]))
    found = nearest_users(matrix, 0, 3)
    assert found.rows.tolist() == [1, 3, 2]
    assert [one.tolist() for one in found.rarest] == [[2, 1], [1, 0], [0]]


def test_the_command_line_tells_it(tmp_path, capsys):
    folder = tmp_path / "workspace"
    with open_workspace(folder) as ws:
        add(ws.db, "interactions", [bought("u", "p", day, 1, 1.0) for day in (1, 4)])
    assert main(["--workspace", str(folder), "--json", "profile", "--user", "u"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["timing"]["next_expected"] == "2024-01-07"
    assert found["worth"] is None
    assert found["campaigns"] == []


def test_the_next_order_has_one_date_wherever_it_is_told(shop):
    coming = customers_coming(shop)
    for user, told in coming.customers.set_index("user_id")["next_expected"].items():
        life = customer_profile(shop, user).lifecycle
        assert life["next_expected"] == told.date().isoformat()
        assert life["next_expected_by"] == "orders"
        assert customer_timing(shop, user)["next_expected"] == life["next_expected"]


def test_a_next_visit_that_is_no_order_goes_by_the_mean_gap(ws: Workspace):
    clicks = [
        {"user_id": user, "item_id": "p", "event": "click", "ts": pd.Timestamp(2024, 1, day)}
        for user, days in {"u": (1, 3, 11), "once": (9,)}.items()
        for day in days
    ]
    add(ws.db, "interactions", clicks)
    life = customer_profile(ws, "u").lifecycle
    assert (life["next_expected"], life["next_expected_by"]) == ("2024-01-16", "mean gap")
    life = customer_profile(ws, "once").lifecycle
    assert (life["next_expected"], life["next_expected_by"]) == (None, None)


def test_orders_beside_more_ratings_tell_the_next_order(ws: Workspace):
    rows = [{**bought("u", "p", day, 1, None), "event": "rating", "rating": 4.0} for day in (1, 9)]
    add(ws.db, "interactions", [*rows, *rows, bought("u", "p", 5, 1, 2.0)])
    life = customer_profile(ws, "u").lifecycle
    assert life["next_expected_by"] == "orders"
    assert life["next_expected"] == customer_timing(ws, "u")["next_expected"]


def test_what_was_bought_on_offers_and_received_is_counted_or_said_to_be_unknown(ws: Workspace):
    add(ws.db, "interactions", [bought("u", item, 1, 1, 1.0) for item in "abc"])
    nothing = received(ws, "u")
    assert set(vars(nothing).values()) == {None, ()}
    assert [one.partition(" is not known")[0] for one in received_sentences(nothing)] == [
        "What they bought at a discount or on an offer",
        "Which lists they were shown",
        "Which messages reached them",
    ]
    add(ws.db, "interactions", [bought("u", "a", 2, 1, 1.0)])
    offers = [{"campaign_id": "k", "offer_id": "o", "item_id": item} for item in "ab"]
    add(ws.db, "campaign_offers", offers)
    day = pd.Timestamp(2024, 1, 1)
    answer = {"campaign_id": "k", "offer_id": "o", "user_id": "u", "ts": day}
    add(ws.db, "campaign_responses", [answer])
    add(ws.db, "exposures", [{"user_id": "u", "item_id": "a", "clicked": n < 1} for n in range(3)])
    sent = [{"campaign_id": "k", "user_id": "v", "event": "sent"}]
    add(ws.db, "deliveries", sent)
    with ws.db.write() as cursor:
        cursor.execute(
            "INSERT INTO audiences BY NAME SELECT 'Spring' AS name, 's1' AS set_id, '{}' AS "
            "definition, '{}' AS forecast, 0.1 AS share, TIMESTAMP '2024-02-01' AS sends, "
            "TIMESTAMP '2024-02-01' AS created_at"
        )
        cursor.execute(
            "INSERT INTO audience_members VALUES ('s1', 'u', 'mailed', 1, 'yes', 0.5), "
            "('s2', 'u', 'held', 1, 'yes', 0.5)"
        )
    found = received(ws, "u")
    assert found == Received(2, 4, 3, 1, 0, 0, ("Spring",))
    assert received_sentences(found)[0].startswith("50 % of 4 purchases were on an offer")
    assert received_sentences(found)[-1] == "Kept audiences that are to write to them: Spring."
    assert more_json(ws, customer_profile(ws, "u"))["received"]["on_offer"] == 2
    gone = received_sentences(received(ws, "gone"))
    assert gone[0].endswith("none of their purchases has a date.")
    used = {"user_id": "u", "item_id": "c", "ts": day, "amount": 0.5}
    add(ws.db, "coupon_uses", [used, {**used, "ts": day + pd.Timedelta(days=3)}])
    assert received(ws, "u").on_offer == 3
