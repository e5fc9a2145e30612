"""What tells customers apart, against figures worked out by hand."""

from math import log

import numpy as np
import pytest

from recsys_core.profiles.features import NAMES, customer_features, feature_name
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.customers.features import features_of_customers
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries, feature_queries
from tests.recsys_core.storage.builders import add, bought, rated

PRODUCTS = [
    {"item_id": "brie", "category_path": "Food > Cheese"},
    {"item_id": "gouda", "category_path": "Food > Cheese"},
    {"item_id": "beer", "category_path": "Drinks"},
    {"item_id": "card"},
]


@pytest.fixture
def asked(ws: Workspace):
    """The two frames of figures by customer: a buys cheese and beer, b cheese, c a card."""
    add(ws.db, "items", PRODUCTS)
    add(
        ws.db,
        "interactions",
        [
            *(bought("a", "brie", day, 1, 10.0) for day in (1, 2)),
            *(bought("a", "beer", day, 2, 4.0) for day in (3, 4)),
            *(bought("b", "gouda", day, 1, 4.0) for day in (1, 2)),
            bought("b", "brie", 5, 1, 5.0),
            bought("b", "gouda", 6, -1, -4.0),
            bought("c", "card", None, 1, None),
        ],
    )
    with ws.db.read() as cursor:
        what = customer_queries.activity(cursor)
        buying = feature_queries.buying_figures(cursor, what).set_index("user_id")
        shares = feature_queries.category_shares(cursor, what, 1).set_index("user_id")
    return buying, shares


def test_figures_are_those_worked_out_by_hand(asked):
    buying, shares = asked
    assert buying["products"].to_dict() == {"a": 2, "b": 2, "c": 1}
    # Usual prices: brie 7.5 (the median of 10 and 5), gouda 4, beer 2; brie stands above gouda.
    assert buying["tier"]["a"] == pytest.approx((2 * 0.75 + 2 * 0.5) / 4)
    assert buying["tier"]["b"] == pytest.approx((2 * 0.25 + 0.75) / 3)
    assert buying["paid"]["a"] == pytest.approx((20 + 8) / (2 * 7.5 + 4 * 2))
    assert buying["paid"]["b"] == pytest.approx((8 + 5) / (2 * 4 + 7.5))
    assert buying["returned"].to_dict() == pytest.approx({"a": 0, "b": 1 / 3, "c": 0})
    assert buying["variety"]["a"] == pytest.approx(log(2))
    assert buying["variety"]["b"] == pytest.approx(0)
    assert buying.loc["c", ["tier", "paid", "variety"]].isna().all()
    assert shares.columns.tolist() == ["Cheese"]
    assert shares["Cheese"].to_dict() == {"a": 0.5, "b": 1.0}


def test_a_product_s_place_is_the_middle_of_those_that_cost_the_same(ws: Workspace):
    items = [{"item_id": name, "category_path": "Food"} for name in "pqrs"]
    add(ws.db, "items", items)
    prices = {"p": 1.0, "q": 2.0, "r": 2.0, "s": 9.0}
    add(ws.db, "interactions", [bought(name, name, 1, 1, paid) for name, paid in prices.items()])
    with ws.db.read() as cursor:
        what = customer_queries.activity(cursor)
        tiers = feature_queries.buying_figures(cursor, what).set_index("user_id")["tier"]
    assert tiers.to_dict() == pytest.approx({"p": 1 / 8, "q": 4 / 8, "r": 4 / 8, "s": 7 / 8})


def test_features_follow_the_overview_and_are_known_for_everybody(asked, ws: Workspace):
    found, overview = features_of_customers(ws), customer_overview(ws)
    assert features_of_customers(ws) is found
    assert len(found.frame) == len(overview) == 3
    visits = np.log1p(overview["visits"].to_numpy(dtype=float))
    assert found.frame["visits"].to_numpy() == pytest.approx(visits)
    assert not found.frame.isna().to_numpy().any()
    # c has no known price, category or date: the median of a and b stands in.
    c = int(np.flatnonzero(overview[Columns.User] == "c")[0])
    others = found.frame["tier"].drop(index=c)
    assert found.frame["tier"][c] == pytest.approx(others.median())
    assert found.filled["tier"] == found.filled["category: Cheese"] == 1
    assert "rating" not in found.frame
    assert "coupons" not in found.frame
    assert found.standardised.mean(axis=0) == pytest.approx(0, abs=1e-9)
    assert found.standardised.std(axis=0) == pytest.approx(1)


def test_every_feature_has_a_name_and_a_category_its_own(asked, ws: Workspace):
    names = [feature_name(column) for column in features_of_customers(ws).frame]
    assert len(set(names)) == len(names)
    assert "Share of Cheese" in names
    assert len({feature_name(column) for column in NAMES}) == len(NAMES)


def test_what_nobody_differs_in_is_left_out(asked, ws: Workspace):
    buying, shares = asked
    one = customer_overview(ws).head(1)
    found = customer_features(one, buying.reset_index(), shares.reset_index())
    assert len(found.frame) == 1
    assert found.frame.columns.tolist() == []
    all_of_them = customer_overview(ws)
    nearly = buying.assign(tier=[0.1 + 0.2, 0.3, 0.3]).reset_index()
    assert "tier" not in customer_features(all_of_them, nearly, shares.reset_index()).frame


def test_ratings_have_their_height_and_no_money(ws: Workspace):
    add(ws.db, "interactions", [rated("a", "p", 5), rated("a", "q", 2), rated("b", "p", 1, 3)])
    frame = features_of_customers(ws).frame
    assert sorted(frame["rating"]) == [1.0, 3.5]
    assert not {"spend", "paid", "tier"} & set(frame)


def test_answers_to_campaigns_count_where_there_are_any(ws: Workspace):
    add(ws.db, "interactions", [bought("a", "p"), bought("b", "p")])
    answer = {"campaign_id": "1", "user_id": "b", "offer_id": "x"}
    add(ws.db, "campaign_responses", [answer, answer])
    coupons = features_of_customers(ws).frame["coupons"]
    assert sorted(coupons) == pytest.approx([0, log(3)])


def test_no_customers_are_said_to_be_missing(ws: Workspace):
    with pytest.raises(NotReadyError):
        features_of_customers(ws)
