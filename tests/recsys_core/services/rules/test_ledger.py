import shutil
from pathlib import Path

import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.rules import Rule
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.rules.ledger import (
    DIVERSITY,
    EMPTIED,
    FILLER,
    NDCG,
    PLACES,
    REVENUE,
    rule_ledger,
)
from recsys_core.services.rules.ruleset import save_rules
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")

ALL_BUT_WINE = Rule(
    name="Only wine for Town 1", action="include", by="category", values=("Wine",),
    segment="town: Town 1",
)  # fmt: skip
IDLE = Rule(name="Nothing", action="exclude", by="product", values=("none",))
FEW = Rule(name="Few wines", action="cap", by="category", values=("Wine",), limit=3)
OLD = Rule(name="Over", action="exclude", by="category", values=("Wine",), end="2020-01-01")


def test_every_rule_is_accounted_for_over_all_customers(what_if_shop: Workspace) -> None:
    save_rules(what_if_shop, (OLD, ALL_BUT_WINE, IDLE, FEW))
    ledger = rule_ledger(what_if_shop, "ease", ListSettings(10))
    assert ledger.customers == 120
    assert ledger.tested > 30
    assert [(row.number, row.name) for row in ledger.rows] == [
        (1, "Only wine for Town 1"),
        (2, "Nothing"),
        (3, "Few wines"),
    ]
    wine, idle, few = ledger.rows
    # Nobody can be shown more than three wines: in Town 1 (a third of the customers) seven of ten
    # places stay empty, and nothing but wine may fill them.
    assert wine.lists_touched == 40
    emptied = wine.effects[EMPTIED]
    assert emptied is not None
    assert 40 * 7 <= emptied.total <= 40 * 8  # some have bought all but two wines
    assert emptied.low <= emptied.value <= emptied.high
    assert emptied.sure
    assert wine.effects[FILLER].total == 0
    assert wine.effects[NDCG].value < 0
    assert wine.effects[NDCG].low <= wine.effects[NDCG].value <= wine.effects[NDCG].high
    assert idle.lists_touched == 0
    for effect in idle.effects.values():
        assert effect is not None
        assert effect.value == effect.low == effect.high == 0
    assert few.lists_touched > 0
    assert few.effects[DIVERSITY] is not None
    assert few.effects[REVENUE] is not None
    assert [row["rule"] for row in ledger.to_json()["rows"]] == [2, 3, 4]


def test_filler_is_what_would_be_needed_to_fill_the_places(what_if_shop: Workspace) -> None:
    # Of twelve products of a category each, customers have most: what is left does not fill ten.
    some = tuple(f"P{number:03d}" for number in range(42))
    save_rules(what_if_shop, (Rule(name="Six", action="exclude", by="product", values=some),))
    (row,) = rule_ledger(what_if_shop, "ease", ListSettings(10)).rows
    assert row.effects[EMPTIED].total >= 120 * 4
    assert row.effects[FILLER].total == 0


def test_a_floor_has_its_price_beside_what_it_gives(what_if_shop: Workspace) -> None:
    floor = Rule(name="Wine", action="at-least", by="category", values=("Wine",), limit=3)
    save_rules(what_if_shop, (floor,))
    (row,) = rule_ledger(what_if_shop, "ease", ListSettings(10)).rows
    places = row.effects[PLACES]
    assert places is not None
    # Three of the last places of ten weigh (1/log2 9 + 1/log2 10 + 1/log2 11) / 4.54 = 0.200.
    assert 0 < places.low <= places.value <= 0.2001
    assert row.lists_touched > 0
    assert row.effects[NDCG].low < row.effects[NDCG].high
    assert row.effects[EMPTIED].total == 0


def test_without_a_measurement_the_lists_are_still_accounted_for(
    what_if_folder: Path, tmp_path: Path
) -> None:
    from recsys_core.services.workspace.workspace import open_workspace

    shutil.copytree(what_if_folder, tmp_path / "ws")
    for status in (tmp_path / "ws" / "runs").iterdir():
        if (status / "evaluation").exists():
            shutil.rmtree(status)
    with open_workspace(tmp_path / "ws") as ws:
        save_rules(ws, (FEW,))
        ledger = rule_ledger(ws, "ease")
    assert ledger.tested == 0
    (row,) = ledger.rows
    assert row.effects[NDCG] is None
    assert row.effects[REVENUE] is None
    assert row.effects[EMPTIED] is not None
    assert ledger.remarks[0].startswith("Accuracy and revenue are not known. No model has been")


def test_no_rule_in_force_is_said(what_if_shop: Workspace) -> None:
    save_rules(what_if_shop, (OLD,))
    with pytest.raises(NotReadyError, match="No rule is in force"):
        rule_ledger(what_if_shop, "ease")
