from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import ITEM_COLUMNS, Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from recsys_core.storage import meta
from recsys_core.storage.database import Database, open_database
from recsys_core.storage.dataset import build_dataset, choose_min_item_users, fingerprint
from recsys_core.storage.imports import undo_import
from tests.recsys_core.storage.builders import add, bought, rated

ALL = DataSettings(min_item_users=1)


def built(db: Database, rows: Sequence[dict[str, Any]], settings: DataSettings = ALL) -> Dataset:
    add(db, "interactions", rows)
    return build_dataset(db, settings)


def pairs(data: Dataset) -> dict[tuple[str, str], float]:
    rows = data.matrix.tocoo()
    users, items = data.users["user_id"], data.items["item_id"]
    return {
        (users[u], items[i]): float(v)
        for u, i, v in zip(rows.row, rows.col, rows.data, strict=True)
    }


def test_occasions_count_and_units_do_not(memory_db: Database) -> None:
    data = built(
        memory_db,
        [
            bought("a", "tin", day=1, quantity=5),
            bought("a", "tin", day=3, quantity=1),
            bought("a", "tin", day=3, quantity=2),
            bought("b", "bread", day=2),
        ],
    )
    assert data.kind == "implicit"
    assert pairs(data) == {("a", "tin"): 2.0, ("b", "bread"): 1.0}
    assert data.weight.tolist() == [1, 1, 1]


def test_returns_net_against_their_purchases(memory_db: Database) -> None:
    data = built(
        memory_db,
        [
            bought("a", "kept", day=1, quantity=3),
            bought("a", "kept", day=2, quantity=-1),
            bought("a", "sent back", day=1, quantity=2),
            bought("a", "sent back", day=4, quantity=-2),
            bought("a", "more back than bought", quantity=1),
            bought("a", "more back than bought", day=2, quantity=-3),
            bought("a", "nothing", quantity=0),
            bought("b", "only back", quantity=-1),
        ],
    )
    assert pairs(data) == {("a", "kept"): 1.0}
    assert data.users["user_id"].tolist() == ["a", "b"]
    assert data.items["item_id"].tolist() == ["kept"]


def test_a_return_that_carries_a_positive_quantity_is_still_a_return(memory_db: Database) -> None:
    back = {**bought("a", "1", day=2), "event": "return"}
    data = built(memory_db, [bought("a", "1"), back, bought("a", "2")])
    assert pairs(data) == {("a", "2"): 1.0}


def test_purchases_without_a_quantity_count_as_one(memory_db: Database) -> None:
    rows = [{**bought("a", "1"), "quantity": None}, bought("b", "1")]
    assert pairs(built(memory_db, rows)) == {("a", "1"): 1.0, ("b", "1"): 1.0}


def test_views_need_no_purchase(memory_db: Database) -> None:
    rows = [{**bought("a", "1"), "event": "view"}, {**bought("a", "1", 2), "event": "click"}]
    assert pairs(built(memory_db, rows)) == {("a", "1"): 2.0}


def test_a_purchase_taken_back_takes_its_views_along(memory_db: Database) -> None:
    rows = [
        {**bought("a", "1", 1), "event": "view"},
        bought("a", "1", 2),
        bought("a", "1", 3, quantity=-1),
        bought("a", "2"),
    ]
    assert pairs(built(memory_db, rows)) == {("a", "2"): DataSettings().weight_purchase}


def test_undated_rows_count_orders_or_else_rows(memory_db: Database) -> None:
    with_orders = [{**bought("a", "1", None), "order_id": order} for order in ("o1", "o1", "o2")]
    without = [{**bought("b", "1", None), "order_id": None} for _ in range(3)]
    data = built(memory_db, with_orders + without)
    assert pairs(data) == {("a", "1"): 2.0, ("b", "1"): 3.0}
    assert data.ts.tolist() == [NO_TIME, NO_TIME]
    assert not data.dated


def test_ratings_are_explicit_and_weigh_their_rating(memory_db: Database) -> None:
    data = built(memory_db, [rated("a", "1", 2), rated("a", "1", 4, day=2), rated("b", "2", 4.5)])
    assert data.kind == "explicit"
    assert pairs(data) == {("a", "1"): 3.0, ("b", "2"): 4.5}
    assert data.rating_scale == (2.0, 4.5)


def test_the_majority_decides_between_ratings_and_purchases(memory_db: Database) -> None:
    rows = [{**bought("a", str(n)), "rating": None} for n in range(3)] + [rated("b", "1", 3)]
    data = built(memory_db, rows)
    assert data.kind == "implicit"
    assert len(pairs(data)) == 4


def test_codes_follow_the_sorted_ids_and_events_the_customer_and_time(memory_db: Database) -> None:
    data = built(
        memory_db,
        [bought("b", "10", 5), bought("b", "9", 2), bought("a", "9", 7), bought("Z", "é", 1)],
    )
    assert data.users["user_id"].tolist() == ["Z", "a", "b"]
    assert data.items["item_id"].tolist() == ["10", "9", "é"]
    assert data.user.tolist() == [0, 1, 2, 2]
    assert data.item.tolist() == [2, 1, 1, 0]
    assert data.ts[1] == int(datetime(2024, 1, 7).timestamp() - datetime(1970, 1, 1).timestamp())
    dtypes = (data.user.dtype, data.item.dtype, data.weight.dtype, data.ts.dtype)
    assert dtypes == (np.int32, np.int32, np.float32, np.int64)


def test_products_with_too_few_customers_are_left_out_but_customers_stay(
    memory_db: Database,
) -> None:
    rows = [bought(u, "common") for u in "abc"] + [bought("d", "rare"), bought("a", "rare")]
    data = built(memory_db, rows, DataSettings(min_item_users=3))
    assert data.items["item_id"].tolist() == ["common"]
    assert data.users["user_id"].tolist() == ["a", "b", "c", "d"]
    assert data.histories(np.array([3])).nnz == 0


@pytest.mark.parametrize(
    ("more", "customers"),
    [({}, "aad"), ({"min_user_items": 2}, "aa"), ({"min_user_items": 2, "core": True}, "aa")],
)
def test_what_too_few_customers_bought_is_kept_apart_in_its_place(
    memory_db: Database, more: dict[str, Any], customers: str
) -> None:
    """Products of one moment follow their ids; customers whom a setting leaves out are no part."""
    rows = [bought(u, item, day=2) for u in "ab" for item in ("common", "dear")]
    rows += [bought("a", "able", day=1), bought("a", "cheap", day=2), bought("d", "rare", day=1)]
    data = built(memory_db, rows, DataSettings(min_item_users=2, **more))
    assert data.items["item_id"].tolist() == ["common", "dear"]
    out = data.outside
    assert out is not None
    assert (out.least, out.n_items) == (2, len(customers))
    assert "".join(data.users["user_id"][out.user]) == customers
    assert out.at.tolist() == [0, 0, 4][: len(customers)]
    # able, cheap, common, dear; common, dear; rare
    assert data.whole().item.tolist() == [2, 3, 0, 1, 0, 1, 4][: 4 + len(customers)]


def test_customers_with_too_few_products_stay_but_are_not_learnt_from(memory_db: Database) -> None:
    rows = [bought("a", "1"), bought("a", "2"), bought("b", "1"), bought("b", "1", 9)]
    data = built(memory_db, rows, DataSettings(min_item_users=1, min_user_items=2))
    assert pairs(data) == {("a", "1"): 1.0, ("a", "2"): 1.0}
    assert data.users["user_id"].tolist() == ["a", "b"]


def test_the_threshold_is_the_smallest_that_fits() -> None:
    counts = np.array([1, 1, 1, 2, 2, 3, 4, 12, 25, 4000])
    assert choose_min_item_users(counts, 10) == 1
    assert choose_min_item_users(counts, 7) == 2
    assert choose_min_item_users(counts, 5) == 3
    assert choose_min_item_users(counts, 3) == 5
    assert choose_min_item_users(counts, 2) == 20
    assert choose_min_item_users(counts, 0) == 5000


def test_a_large_catalogue_is_cut_by_itself(memory_db: Database) -> None:
    rows = [bought("a", f"once {n}") for n in range(11)]
    rows += [bought(u, f"twice {n}") for n in range(10) for u in "ab"]
    data = built(memory_db, rows, DataSettings(max_items=10))
    assert data.n_items == 10
    assert all(name.startswith("twice") for name in data.items["item_id"])


def test_what_is_known_about_products(memory_db: Database) -> None:
    add(
        memory_db,
        "items",
        [
            {
                "item_id": "1",
                "title": "Margherita",
                "category_path": "Grocery > Frozen pizza > Traditional",
                "brand": "Roma",
                "price": 3.5,
                "description": "Tomato and cheese",
            },
            {"item_id": "2", "title": "Roma water", "category_path": "Drinks", "brand": "Roma"},
            {"item_id": "3", "title": " "},
        ],
    )
    rows = [bought("a", "1", revenue=9.0), bought("a", "3"), bought("a", "4711")]
    rows += [bought("a", "STOCK-1"), bought("a", "2", day=9, quantity=4, revenue=8.0)]
    rows += [bought("a", "2", day=8, quantity=1, revenue=3.0), bought("a", "2", 7, 1, 2.5)]
    items = built(memory_db, rows).items.set_index("item_id")
    assert list(items.reset_index().columns) == ITEM_COLUMNS
    assert items.loc["1", "category"] == "Frozen pizza"
    assert items.loc["1", "price"] == 3.5
    assert items.loc["1", "text"] == (
        "Margherita. Grocery, Frozen pizza, Traditional. Roma. Tomato and cheese"
    )
    assert items.loc["2", "category"] == "Drinks"
    assert items.loc["2", "price"] == 2.5
    assert items.loc["2", "text"] == "Roma water. Drinks"
    assert items.loc["3", "title"] == "Product 3"
    assert items.loc["4711", "title"] == "Product 4711"
    assert items.loc["STOCK-1", "title"] == "STOCK-1"
    assert np.isnan(items.loc["STOCK-1", "price"])
    assert not items.drop(columns=["price", "margin", "stock"]).isna().any().any()


def test_what_is_known_about_customers(memory_db: Database) -> None:
    add(
        memory_db,
        "users",
        [
            {"user_id": "a", "attributes": '{"age": 30, "a/b ~c\\"d": "x", "user_id": "no"}'},
            {"user_id": "b", "attributes": '{"city": null}'},
            {"user_id": "without purchases", "attributes": "{}"},
        ],
    )
    users = built(memory_db, [bought("c", "1"), bought("a", "1"), bought("b", "1")]).users
    assert users["user_id"].tolist() == ["a", "b", "c"]
    assert list(users.columns) == ["user_id", 'a/b ~c"d', "age", "city"]
    assert users.iloc[0].tolist() == ["a", "x", "30", ""]
    assert users.iloc[2].tolist() == ["c", "", "", ""]


def test_nothing_to_build_from_says_what_to_do(memory_db: Database) -> None:
    with pytest.raises(NotReadyError, match="no purchases or ratings"):
        build_dataset(memory_db, ALL)
    add(memory_db, "interactions", [bought("a", "1")])
    with pytest.raises(NotReadyError, match="5 customers or more"):
        build_dataset(memory_db, DataSettings(min_item_users=5))


def test_the_fingerprint_follows_content_and_settings(memory_db: Database) -> None:
    add(memory_db, "interactions", [bought("a", "1")])
    first = fingerprint(memory_db, ALL)
    assert first == fingerprint(memory_db, ALL)
    assert first == build_dataset(memory_db, ALL).fingerprint
    assert first != fingerprint(memory_db, DataSettings(min_item_users=2))

    second = add(memory_db, "interactions", [bought("a", "2")])
    assert fingerprint(memory_db, ALL) != first
    with memory_db.write() as cursor:
        undo_import(cursor, second, datetime(2024, 6, 1))
    assert fingerprint(memory_db, ALL) == first

    add(memory_db, "campaigns", [{"campaign_id": "1"}])
    assert fingerprint(memory_db, ALL) == first
    with memory_db.write() as cursor:
        meta.record_edit(cursor)
    assert fingerprint(memory_db, ALL) != first


EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from(["1", "2", "3"]),
        st.integers(1, 4),
        st.integers(-2, 3),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=10, deadline=None)
@given(EVENTS, st.randoms())
def test_pairs_are_those_that_net_to_something_in_any_row_order(
    events: list[tuple[str, str, int, int]], shuffler: Any
) -> None:
    net: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, str], set[int]] = {}
    for user, item, day, quantity in events:
        net[user, item] = net.get((user, item), 0) + quantity
        if quantity > 0:
            days.setdefault((user, item), set()).add(day)
    expected = {pair: float(len(days[pair])) for pair, total in net.items() if total > 0}
    rows = [bought(*event) for event in events]
    found = []
    for _ in range(2):
        db = open_database(":memory:")
        if expected:
            found.append(built(db, rows))
            assert pairs(found[-1]) == expected
        else:
            with pytest.raises(NotReadyError):
                built(db, rows)
        db.close()
        shuffler.shuffle(rows)
    if expected:
        np.testing.assert_array_equal(found[0].item, found[1].item)
        np.testing.assert_array_equal(found[0].ts, found[1].ts)
