import json

import pandas as pd
import pytest

from recsys_core.profiles.overdue import CameBack
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.services.customers import profiles, summary
from recsys_core.services.customers.finding import find_customers, search_customers
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.imports import undo_import
from tests.recsys_core.storage.builders import NOW, add, bought, rated

ITEMS = [
    {"item_id": f"p{i}", "title": f"Product {i}", "category_path": f"Food > {kind}"}
    for i, kind in enumerate(["Dairy", "Dairy", "Wine", "Wine", "Bread", "Bread"])
]


@pytest.fixture
def shop(ws: Workspace) -> Workspace:
    """Eight customers: 718 comes every third day for dairy, 8 came once, 9 brought it back."""
    rows = []
    for day in range(1, 29, 3):
        rows += [{**bought("718", "p0", day, 2, 4.0)}, {**bought("718", "p1", day, 1, 1.0)}]
    for n, user in enumerate(["1", "2", "3", "4", "71"]):
        for day in (2 + n, 12 + n, 22 + n):
            rows += [bought(user, f"p{i}", day, 1, 2.0) for i in (0, 2, 4)]
    rows += [bought("8", "p2", 1, 1, 3.0), bought("9", "p2", 5, 1, 3.0)]
    rows += [bought("9", "p2", 6, -1, -3.0)]
    add(ws.db, "interactions", rows)
    add(ws.db, "items", ITEMS)
    add(
        ws.db,
        "users",
        [
            {"user_id": "718", "attributes": json.dumps({"age": "45-54", "home": "Owner"})},
            {"user_id": "1", "attributes": json.dumps({"age": "25-34", "note": "Søren ' OR 1=1"})},
            {"user_id": "77", "attributes": json.dumps({"age": "65+"})},
        ],
    )
    return ws


def test_the_first_line_says_who_it_is(shop):
    profile = profiles.customer_profile(shop, "718")
    assert profile.sentence == (
        "Customer 718: champion, 10 visits, buys every 3 days, dairy 3 × the average."
    )


def test_the_figures_of_a_customer(shop):
    profile = profiles.customer_profile(shop, " 718 ")
    assert profile.rfm["frequency"] == 10
    assert profile.rfm["frequency_unit"] == "visits"
    assert profile.rfm["spend"] == 50.0
    assert profile.rfm["products"] == 2
    assert profile.rfm["recency_days"] == 0
    assert profile.lifecycle["status"] == "active"
    assert profile.lifecycle["interval_days"] == 3.0
    assert profile.lifecycle["last"] == "2024-01-28"
    # Nine gaps of 3 days and five of the shop's, as `timing` says; not the mean gap of 3 days.
    assert profile.lifecycle["next_expected"] == "2024-02-03"
    assert profile.lifecycle["next_expected_by"] == "orders"
    assert profile.attributes == {"age": "45-54", "home": "Owner"}
    assert profile.tastes["purchases"].tolist() == [20]
    assert profile.tastes["share"].tolist() == [1.0]
    assert len(profile.timeline) == 10
    assert profile.timeline["spend"].sum() == 50.0
    assert len(profile.recent) == 20
    assert profile.months["purchases"].sum() == 20
    assert set(profile.neighbours["user_id"]) == {"1", "2", "3", "4", "71"}
    assert (profile.neighbours["shared_products"] == 1).all()


def test_a_customer_in_four_figures_and_a_line(shop):
    profile = profiles.customer_profile(shop, "718")
    end = "28 Jan 2024"
    away, often, much, pace = summary.figures(profile)
    said = f"From the last purchase ({end}) to the end of the data ({end})."
    assert away == ("Away for", "0 days", said)
    assert often == ("Visits", "10", f"Between 1 Jan 2024 and {end}.")
    assert much == ("Spend", "50.00", "All purchases together, net of returns.")
    assert pace[:2] == ("Comes every", "3 days")
    assert summary.status_line(profile).startswith("Compared with all customers, Champions: ")
    assert " By their own rhythm, active: " in summary.status_line(profile)


def test_sentence_and_figure_give_the_same_days_between_visits(ws):
    add(ws.db, "interactions", [bought("a", "p0", day, 1, 1.0) for day in (1, 2, 4, 6, 8, 9, 11)])
    profile = profiles.customer_profile(ws, "a")
    assert "every 1.67 days" in profile.sentence
    assert summary.figures(profile)[-1][:2] == ("Comes every", "1.67 days")


def test_all_customers_in_a_sentence(shop):
    overview, segments = profiles.customer_overview(shop), profiles.segment_summary(shop)
    text = summary.base_answer(overview, segments)
    assert text.startswith(f"{len(overview)} customers: ")
    assert " of the spend" in text
    assert ("overdue by their own rhythm." in text) == (
        overview["status"].isin(["overdue", "lost"]).any()
    )
    assert customer_state(shop).before == ()  # Too few customers to tell.
    tried = [CameBack(pd.Timestamp(2024, 9, 1), 30, 100, 53)]
    late = overview.assign(status="overdue")
    assert summary.return_answer(late, tried) == (
        "Of those called overdue on 1 Sep 2024, 53 % came back within 30 days."
    )
    assert summary.return_answer(late, []) == ""
    more = [CameBack(pd.Timestamp(2024, month, 1), 30, 80, 43) for month in (7, 8)] + tried
    assert summary.overdue_answer(late, more) == (
        f"{len(overview)} customers are overdue by their own rhythm. Of those called overdue on "
        "1 Sep 2024, 53 % came back within 30 days; 53.8 % of those on 1 Aug 2024 and "
        "53.8 % of those on 1 Jul 2024."
    )
    for nobody in (summary.overdue_answer, summary.return_answer):
        assert nobody(overview.assign(status="active"), more) == ""


def test_the_average_share_is_the_mean_of_the_customers_shares(shop):
    # 718: all dairy; five with a third each; 8 and 9 all wine.
    tastes = profiles.customer_profile(shop, "1").tastes.set_index("category")
    assert tastes.loc["Dairy", "average_share"] == pytest.approx((1 + 5 / 3) / 8)
    assert tastes.loc["Wine", "average_share"] == pytest.approx((2 + 5 / 3) / 8)
    assert tastes.loc["Dairy", "lift"] == pytest.approx((1 / 3) / ((1 + 5 / 3) / 8))


def test_what_came_back_is_not_spent_and_not_a_visit(shop):
    profile = profiles.customer_profile(shop, "9")
    assert profile.rfm["spend"] == 0.0
    assert profile.rfm["frequency"] == 1
    assert len(profile.recent) == 1
    assert profile.lifecycle["interval_days"] is None


def test_the_json_has_the_keys_of_the_command_line_and_no_nan(shop):
    document = profiles.profile_json(profiles.customer_profile(shop, "8"))
    assert {"rfm", "lifecycle", "tastes", "neighbours"} <= set(document)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["tastes"][0]["lift"] is None  # one purchase says nothing about taste
    assert set(document["tastes"][0]) == {
        "category", "purchases", "share", "average_share", "lift"
    }  # fmt: skip


def test_search_finds_numbers_and_facts(shop):
    def ids(text, **options):
        return search_customers(shop, text, **options)["user_id"].tolist()

    assert ids("71") == ["71", "718"]
    assert ids("OWNER") == ["718"]
    assert ids("age 25-34") == ["1"]
    assert ids("") == profiles.customer_overview(shop)["user_id"].tolist()
    assert ids("", limit=2) == ids("")[:2]
    assert ids("")[0] == "718"
    assert ids("nobody") == []


@pytest.mark.parametrize(
    ("typed", "users", "sentence"),
    [
        ("45-54 owner", ["718"], "1 customer: age 45-54 and home owner."),
        ("Age 25-34", ["1"], "1 customer: age 25-34."),
        ("45-54 25-34", [], "0 customers: age 45-54 and age 25-34."),
        ("champions", ["718"], "1 customer: segment champions."),
        ("SOREN", [], "0 customers: “SOREN” in the number or a fact."),
        ("søren", ["1"], "1 customer: “søren” in the number or a fact."),
        ("71", ["71", "718"], "2 customers: “71” in the number or a fact."),
    ],
)
def test_what_was_typed_is_matched_with_facts_and_said(shop, typed, users, sentence):
    found, said = find_customers(shop, typed)
    assert sorted(found["user_id"]) == users
    assert said == sentence


@pytest.mark.parametrize("typed", ["' OR 1=1", "'; DROP TABLE interactions; --", "%", "[(", "\\"])
def test_typed_text_is_only_ever_text(shop, typed):
    found = search_customers(shop, typed)["user_id"].tolist()
    assert found == (["1"] if "OR 1=1" in typed else [])
    with pytest.raises(NotFoundError):
        profiles.customer_profile(shop, typed)
    assert len(profiles.customer_overview(shop)) == 8


def test_an_unknown_customer_is_said_with_close_numbers(shop):
    with pytest.raises(NotFoundError, match=r"no customer '719'.*Did you mean 71(8)? or 71(8)?\?"):
        profiles.customer_profile(shop, "719")
    with pytest.raises(NotFoundError, match=r"no customer 'xyz'.*Search on the Customers page\."):
        profiles.customer_profile(shop, "xyz")


def test_a_listed_customer_without_purchases_is_said_to_have_none(shop):
    with pytest.raises(NotFoundError, match="Customer 77 is on the customer list but has not"):
        profiles.customer_profile(shop, "77")


def test_segments_add_up(shop):
    summary, overview = profiles.segment_summary(shop), profiles.customer_overview(shop)
    assert summary["customers"].sum() == len(overview) == 8
    assert summary["share"].sum() == pytest.approx(1)
    assert summary["spend"].sum() == pytest.approx(overview["spend"].sum())
    assert summary["meaning"].notna().all()


def test_walking_through_the_customers_comes_round(shop):
    ids = profiles.customer_overview(shop)["user_id"].tolist()
    seen = [ids[0]]
    for _ in ids[1:]:
        seen.append(profiles.next_customer(shop, seen[-1], 1))
    assert seen == ids
    assert profiles.next_customer(shop, seen[-1], 1) == ids[0]
    assert profiles.next_customer(shop, ids[0], -1) == ids[-1]
    with pytest.raises(NotFoundError):
        profiles.next_customer(shop, "nobody", 1)


def test_walking_stays_within_a_segment(shop):
    overview = profiles.customer_overview(shop)
    segment = overview["segment"].iloc[0]
    inside = overview.loc[overview["segment"] == segment, "user_id"].tolist()
    assert profiles.next_customer(shop, inside[-1], 1, segment) == inside[0]
    assert profiles.random_customer(shop, 4, segment) in inside
    with pytest.raises(NotFoundError, match="choose another segment"):
        profiles.random_customer(shop, 4, "Unheard of")


def test_a_random_customer_depends_on_the_seed_only(shop):
    drawn = [profiles.random_customer(shop, seed) for seed in range(20)]
    assert drawn == [profiles.random_customer(shop, seed) for seed in range(20)]
    assert len(set(drawn)) > 3


def test_the_overview_follows_the_data(shop):
    before = profiles.customer_overview(shop)
    import_id = add(shop.db, "interactions", [bought("new", "p0", 3, 1, 1.0)])
    assert "new" in set(profiles.customer_overview(shop)["user_id"])
    with shop.db.write() as cursor:
        undo_import(cursor, import_id, NOW)
    pd.testing.assert_frame_equal(profiles.customer_overview(shop), before)


def test_changing_what_was_handed_out_changes_nothing(shop):
    frame = profiles.customer_overview(shop)
    frame["segment"] = "?"
    frame.loc[0, "visits"] = -1
    assert profiles.customer_overview(shop)["visits"].min() > 0
    assert "?" not in set(profiles.customer_overview(shop)["segment"])


def test_orders_are_visits_where_there_are_order_numbers(ws):
    rows = [{**bought("a", f"p{n}", 1, 1, 1.0), "order_id": f"o{n}"} for n in range(3)]
    add(ws.db, "interactions", [*rows, {**bought("b", "p1", 9, 1, 1.0), "order_id": "o9"}])
    assert profiles.customer_profile(ws, "a").rfm["frequency"] == 3


def test_ratings_are_called_ratings(ws):
    rows = [rated("405", f"m{n}", 1 + n % 5, day=1 + n // 3) for n in range(9)]
    add(ws.db, "interactions", [*rows, rated("7", "m1", 3)])
    profile = profiles.customer_profile(ws, "405")
    assert profile.sentence.startswith("Customer 405: ")
    assert "rated 9 products over 3 days" in profile.sentence
    assert profile.rfm["spend"] is None
    assert profile.rfm["frequency_unit"] == "days with ratings"
    assert "rating" in profile.recent.columns
    assert "revenue" not in profile.recent.columns
    assert profile.timeline["spend"].isna().all()


def test_undated_purchases_invent_no_recency(ws):
    add(ws.db, "interactions", [bought("a", f"p{n}", None) for n in range(4)])
    add(ws.db, "interactions", [bought("b", "p1", None)])
    profile = profiles.customer_profile(ws, "a")
    assert profile.sentence == "Customer a: frequent, 4 purchases, dates unknown."
    assert profile.rfm["recency_days"] is None
    assert profile.rfm["r"] is None
    assert profile.lifecycle["status"] == "unknown"
    assert profile.lifecycle["last"] is None
    assert profile.timeline.empty
    assert profile.months.empty
    assert len(profile.recent) == 4
    json.dumps(profiles.profile_json(profile), allow_nan=False)


def test_visits_without_purchases_are_visits(ws):
    clicks = [
        {"user_id": u, "item_id": "p1", "event": "click", "ts": pd.Timestamp(2024, 1, d)}
        for u, d in [("a", 1), ("a", 5), ("a", 9), ("b", 2)]
    ]
    add(ws.db, "interactions", clicks)
    assert profiles.customer_profile(ws, "a").sentence == (
        "Customer a: champion, 3 visits, comes every 4 days."
    )


def test_an_empty_workspace_says_what_to_do(ws):
    for ask in (profiles.customer_overview, profiles.segment_summary):
        with pytest.raises(NotReadyError, match="Load a sample or import a file"):
            ask(ws)
    with pytest.raises(NotReadyError):
        profiles.customer_profile(ws, "1")


def test_an_absent_customer_is_said_to_be_away(ws):
    rows = [bought("gone", "p1", day, 1, 1.0) for day in (1, 3, 5)]
    add(ws.db, "interactions", [*rows, *[bought("here", "p1", d, 1, 1.0) for d in (2, 16, 30)]])
    assert "buys every 2 days and is overdue, away for 25 days" in (
        profiles.customer_profile(ws, "gone").sentence
    )
