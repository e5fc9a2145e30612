"""One name for a group: by recency, frequency and spend, or saved."""

import pytest

from recsys_core.schema.errors import NotFoundError
from recsys_core.services.customers.group_choice import (
    group_members,
    group_names,
    group_users,
    in_group,
    next_in_group,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.saved import save_ids
from tests.recsys_core.storage.builders import add, bought


@pytest.fixture
def shop(ws):
    rows = [bought(f"c{n}", "p", day) for n in range(8) for day in range(1, 9 - n)]
    add(ws.db, "interactions", rows)
    return ws


def test_saved_segments_stand_behind_the_others_and_hide_none(shop):
    before = group_names(shop)
    save_ids(shop, "Mine", ["c5", "c1"])
    save_ids(shop, before[0].lower(), ["c7"])
    assert group_names(shop) == [*before, "Mine"]
    assert group_users(shop, "mine") == ["c1", "c5"]
    assert set(group_users(shop, before[0])) == set(
        customer_overview(shop).query("segment == @before[0]")["user_id"]
    )
    assert group_members(shop, "Mine").sum() == 2
    with pytest.raises(NotFoundError, match="or Mine"):
        group_members(shop, "Nobody")


def test_next_and_previous_go_round_within_the_group(shop):
    save_ids(shop, "Mine", ["c5", "c1", "c3"])
    assert next_in_group(shop, "c1", 1, "Mine") == "c3"
    assert next_in_group(shop, "c1", -1, "Mine") == "c5"
    assert next_in_group(shop, "c5", 1, "Mine") == "c1"
    assert next_in_group(shop, "c0", 1, "Mine") == "c1"


def test_whoever_is_not_a_customer_is_in_no_group(shop):
    save_ids(shop, "Mine", ["c5", "c1"])
    found = in_group(shop, ["ghost", "c5", "c0", "c1"], "mine")
    assert found.tolist() == [False, True, False, True]
    assert in_group(shop, [], "Mine").tolist() == []
