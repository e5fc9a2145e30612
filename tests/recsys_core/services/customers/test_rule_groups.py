"""Saved segments as the audience of business rules."""

from dataclasses import replace

import numpy as np
import pytest

from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.customers.rule_groups import (
    list_context,
    members,
    rule_group_names,
    segments_stamp,
)
from recsys_core.services.customers.segments import workspace_facts
from recsys_core.services.customers.segments.saved import delete, rename, save, save_ids
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.rules.ruleset import check_rules
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace

MINE = "Saved segment: Mine"


def rule(group: str) -> Rule:
    return Rule(name="No wine", action="exclude", by="category", values=("Wine",), segment=group)


def test_a_saved_segment_is_a_group_of_rules_while_it_is_there(shop: Workspace):
    before, stamp = rule_group_names(shop), segments_stamp(shop)
    save_ids(shop, "Mine", ["00001", "00005"])
    assert set(rule_group_names(shop)) - set(before) == {MINE}
    assert segments_stamp(shop) != stamp
    assert members(shop, customer_state(shop), MINE) == {"00001", "00005"}
    data = shop.dataset()
    users = np.arange(data.n_users)
    context = list_context(shop, data, users, data.matrix, [rule(MINE)])
    inside = context.groups[MINE]
    assert set(data.users["user_id"][inside]) == {"00001", "00005"}
    assert not [one for one in check_rules(shop, [rule(MINE)]) if "Mine" in one.sentence]
    rename(shop, "Mine", "Ours")
    assert members(shop, customer_state(shop), MINE) == set()
    assert any("Mine" in one.sentence for one in check_rules(shop, [rule(MINE)]))
    delete(shop, "Ours")
    assert rule_group_names(shop) == before


def test_a_segment_that_cannot_be_told_is_offered_to_no_rule_and_holds_nobody(shop: Workspace):
    gone = {"kind": "attribute", "fact": "shoe size", "values": ["44"]}
    save(shop, "Feet", SegmentDefinition.model_validate({"conditions": [gone]}))
    assert "Saved segment: Feet" not in rule_group_names(shop)
    assert members(shop, customer_state(shop), "Saved segment: Feet") == set()


def test_naming_the_groups_fits_nothing(shop: Workspace, monkeypatch):
    worth = {"kind": "worth", "low": 1}
    save(shop, "Dear", SegmentDefinition.model_validate({"conditions": [worth]}))
    monkeypatch.setattr(workspace_facts, "customer_worth", lambda *_: pytest.fail("fitted"))
    assert "Saved segment: Dear" in rule_group_names(shop)


def test_a_rule_for_a_segment_changes_the_lists_of_those_in_it_alone(shop: Workspace):
    save_ids(shop, "Mine", ["00001"])
    ruled = RerankConfig(rules=(rule(MINE),))
    for user, kept in (("00001", False), ("00005", True)):
        ask = RecommendRequest(user=user, model="ease", k=40, include_seen=True)
        plain = {item.item_id for item in recommend(shop, ask).items}
        found = {item.item_id for item in recommend(shop, replace(ask, rerank_config=ruled)).items}
        assert (found == plain) == kept
