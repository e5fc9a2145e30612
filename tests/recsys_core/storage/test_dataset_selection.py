"""What the settings of the data leave, by examples solved by hand."""

import hashlib
import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.storage.database import Database
from recsys_core.storage.dataset import Extent, build_dataset, extent, fingerprint
from tests.recsys_core.storage.builders import add, bought, rated


def pairs(data: Dataset) -> dict[str, float]:
    """`customer product` -> weight."""
    rows = data.matrix.tocoo()
    users, items = data.users["user_id"], data.items["item_id"]
    return {
        f"{users[u]} {items[i]}": round(float(v), 5)
        for u, i, v in zip(rows.row, rows.col, rows.data, strict=True)
    }


def built(db: Database, rows: list[dict[str, Any]], **settings: Any) -> dict[str, float]:
    """The pairs `settings` leave; what `extent` says beforehand must be what comes out."""
    add(db, "interactions", rows)
    chosen = DataSettings(**{"min_item_users": 1, **settings})
    data = build_dataset(db, chosen)
    said = extent(db, chosen)
    assert said.customers == np.count_nonzero(np.diff(data.matrix.indptr))
    assert said.products == np.count_nonzero(data.item_counts)
    return pairs(data)


def did(event: str, user: str, item: str, day: int | None = 1) -> dict[str, Any]:
    return {**bought(user, item, day), "event": event}


def test_untouched_settings_keep_the_name_of_the_data(memory_db: Database) -> None:
    add(memory_db, "interactions", [bought("a", "1")], sha256="the file")
    # As it was before there were more settings than three.
    three = {"min_item_users": None, "max_items": 12_000, "min_user_items": 1}
    content = [2, 0, [["imp-000001", "the file", "interactions", 1, 0]], three]
    before = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    assert fingerprint(memory_db, DataSettings()) == before
    assert fingerprint(memory_db, DataSettings()) == fingerprint(
        memory_db, DataSettings(popularity_damping=0, excluded_items=(), since=None)
    )
    for change in (
        {"max_events_per_user": 5},
        {"since": date(2024, 1, 1)},
        {"popularity_damping": 0.5},
        {"excluded_items": ("1",)},
        {"core": True},
    ):
        assert fingerprint(memory_db, DataSettings(**change)) != fingerprint(
            memory_db, DataSettings()
        )


def test_only_the_latest_occasions_of_a_customer_count(memory_db: Database) -> None:
    rows = [bought("a", str(day), day) for day in (1, 2, 3, 4)] + [bought("b", "1", 1)]
    assert built(memory_db, rows, max_events_per_user=2) == {"a 3": 1, "a 4": 1, "b 1": 1}


def test_of_one_moment_products_count_in_the_order_of_their_ids(memory_db: Database) -> None:
    rows = [bought("a", item, 5) for item in ("c", "a", "b")] + [bought("a", "old", 1)]
    rows += [bought("a", "undated", None)]
    assert built(memory_db, rows, max_events_per_user=2) == {"a a": 1, "a b": 1}
    add(memory_db, "interactions", [bought("a", "undated 2", None)])
    every = DataSettings(min_item_users=1, max_events_per_user=5)
    assert set(pairs(build_dataset(memory_db, every))) == {"a a", "a b", "a c", "a old"} | {
        "a undated"
    }


def test_two_lines_of_one_product_at_one_moment_are_one_occasion(memory_db: Database) -> None:
    rows = [bought("a", "1", 5), bought("a", "1", 5), bought("a", "2", 4), bought("a", "3", 3)]
    assert built(memory_db, rows, max_events_per_user=2) == {"a 1": 1, "a 2": 1}


def test_the_cap_holds_for_ratings_too(memory_db: Database) -> None:
    rows = [rated("a", str(day), day, day) for day in (1, 2, 3)]
    assert built(memory_db, rows, max_events_per_user=2) == {"a 2": 2, "a 3": 3}


def test_the_window_has_both_its_days(memory_db: Database) -> None:
    rows = [bought("a", str(day), day) for day in (1, 2, 3, 4)] + [bought("a", "undated", None)]
    window = {"since": date(2024, 1, 2), "until": date(2024, 1, 3)}
    assert built(memory_db, rows, **window) == {"a 2": 1, "a 3": 1}


def test_the_last_months_are_counted_from_the_newest_row(memory_db: Database) -> None:
    at = [("old", "2023-11-15"), ("just in", "2024-01-16"), ("edge", "2024-01-15"), ("new",) * 2]
    rows = [
        {**bought("a", item), "ts": np.datetime64("2024-03-15" if item == "new" else when)}
        for item, when in at
    ]
    assert built(memory_db, rows, last_months=2) == {"a just in": 1, "a new": 1}


def test_a_return_within_the_window_nets_what_is_in_it(memory_db: Database) -> None:
    rows = [bought("a", "1", 1), bought("a", "1", 5, -1), bought("b", "1", 5)]
    assert built(memory_db, rows, until=date(2024, 1, 4)) == {"a 1": 1}


def test_what_is_left_out_teaches_nothing_and_its_customers_stay(memory_db: Database) -> None:
    rows = [bought("a", "POST"), bought("a", "1"), bought("bot", "1"), bought("bot", "2")]
    found = built(memory_db, rows, excluded_items="POST", excluded_users=["bot"])
    assert found == {"a 1": 1}
    settings = DataSettings(min_item_users=1, excluded_users=("bot",))
    data = build_dataset(memory_db, settings)
    assert data.users["user_id"].tolist() == ["a", "bot"]
    assert data.items["item_id"].tolist() == ["1", "POST"]


def test_without_the_core_one_pass_is_made(memory_db: Database) -> None:
    # c has only product 3; leaving c out takes 3 below two customers, then b below two products.
    rows = [bought(user, item) for user, item in ("a1", "a2", "d1", "d2", "b1", "b3", "c3")]
    limits = {"min_item_users": 2, "min_user_items": 2}
    one_pass = {"a 1": 1, "a 2": 1, "b 1": 1, "b 3": 1, "d 1": 1, "d 2": 1}
    assert built(memory_db, rows, **limits) == one_pass
    add(memory_db, "interactions", [bought("a", "4")])
    settings = DataSettings(core=True, **limits)
    core = {"a 1": 1, "a 2": 1, "d 1": 1, "d 2": 1}
    assert pairs(build_dataset(memory_db, settings)) == core
    assert extent(memory_db, settings) == Extent(rows=4, customers=2, products=2, least=2)


def test_damping_lifts_what_few_customers_bought(memory_db: Database) -> None:
    rows = [bought(user, "best") for user in "abcd"] + [bought("a", "rare", 2)]
    found = built(memory_db, rows, popularity_damping=0.5)
    assert found == {"a best": 1, "b best": 1, "c best": 1, "d best": 1, "a rare": 2}


def test_damping_leaves_ratings_alone(memory_db: Database) -> None:
    rows = [rated("a", "best", 4), rated("b", "best", 4), rated("a", "rare", 3)]
    assert built(memory_db, rows, popularity_damping=1)["a rare"] == 3


def test_kinds_of_events_weigh_differently(memory_db: Database) -> None:
    rows = [did("view", "a", "1"), did("view", "a", "1", 2), did("cart", "a", "1", 2)]
    rows += [did("purchase", "a", "2", 3), did("click", "b", "2"), did("view", "b", "3")]
    assert built(memory_db, rows) == {"a 1": 5, "a 2": 5, "b 2": 1, "b 3": 1}
    settings = DataSettings(min_item_users=1, weight_view=0, weight_purchase=10)
    assert pairs(build_dataset(memory_db, settings)) == {"a 1": 3, "a 2": 10, "b 2": 1}


def test_a_return_takes_its_weight_off_by_the_share_that_came_back(memory_db: Database) -> None:
    rows = [did("view", "a", "1", 1), bought("a", "1", 2, quantity=4), bought("a", "1", 3, -1)]
    # 1 + 5, less a quarter of 5.
    assert built(memory_db, rows) == {"a 1": 4.75}
    twice = DataSettings(min_item_users=1, weight_return=-30)
    with pytest.raises(NotReadyError, match="Take some of them back"):
        build_dataset(memory_db, twice)


def test_undated_events_weigh_by_kind_and_count(memory_db: Database) -> None:
    rows = [did("view", "a", "1", None), did("view", "a", "1", None), did("cart", "a", "1", None)]
    assert built(memory_db, rows) == {"a 1": 5}


def test_with_purchases_only_weights_change_nothing(memory_db: Database) -> None:
    rows = [bought("a", "1"), bought("a", "1", 2), bought("a", "2", 3, -1)]
    assert built(memory_db, rows, weight_purchase=9) == {"a 1": 2}


def test_settings_that_leave_nothing_say_where_to_look(memory_db: Database) -> None:
    add(memory_db, "interactions", [bought("a", "1")])
    nothing = DataSettings(until=date(2020, 1, 1))
    assert extent(memory_db, nothing) == Extent(0, 0, 0, 1)
    with pytest.raises(NotReadyError, match="Data page"):
        build_dataset(memory_db, nothing)
