from pathlib import Path

import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.feedback import (
    feedback_of,
    give_feedback,
    remove_feedback,
    remove_vanished,
)
from recsys_core.services.data import data_settings
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.undo import undo_import
from recsys_core.services.recommend.scenarios import (
    Choice,
    delete_scenario,
    rename_scenario,
    save_scenario,
    scenarios,
)
from recsys_core.services.rules.ruleset import add_rule, list_rules, move_rule, remove_rule
from recsys_core.services.workspace.amounts import set_amounts
from recsys_core.services.workspace.changes import changing, recent_changes, undo_last
from recsys_core.services.workspace.storyboard import add_state, storyboard
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta

WINE = Rule(name="No wine", action="exclude", by="category", values=("Wine",))
BREAD = Rule(name="No bread", action="exclude", by="category", values=("Bread",))


@pytest.fixture
def sold(ws: Workspace, tmp_path: Path) -> tuple[Workspace, str]:
    rows = [f"c{n % 4},p{n % 5},2024-01-{1 + n:02d}" for n in range(20)]
    (tmp_path / "orders.csv").write_text("\n".join(["customer,product,date", *rows]))
    return ws, import_files(ws, "interactions", [tmp_path / "orders.csv"]).import_id


def said(ws: Workspace) -> list[str]:
    return [one.sentence for one in recent_changes(ws)]


def test_every_undo_goes_one_change_further_back(ws: Workspace):
    add_rule(ws, WINE)
    add_rule(ws, BREAD)
    move_rule(ws, 1, 0)
    remove_rule(ws, 1)
    assert said(ws) == [
        "Business rules: “No wine” was deleted.",
        "Business rules: put in another order.",
        "Business rules: “No bread” was added.",
        "Business rules: “No wine” was added.",
    ]
    for expected in ((BREAD, WINE), (WINE, BREAD), (WINE,), ()):
        undo_last(ws)
        assert list_rules(ws) == expected
    with pytest.raises(InputError, match="no change"):
        undo_last(ws)
    assert all(one.undone for one in recent_changes(ws))


def test_what_changes_nothing_is_no_change(ws: Workspace):
    add_rule(ws, WINE)
    move_rule(ws, 0, 0)
    set_amounts(ws, style=None)
    assert len(recent_changes(ws)) == 1


def test_settings_and_amounts_are_taken_back(sold: tuple[Workspace, str]):
    ws, _ = sold
    data_settings.save(ws, DataSettings(last_months=3), "a try")
    assert said(ws) == ["Settings of the data: “Only the last months” was added."]
    set_amounts(ws, "EUR")
    set_amounts(ws, "CHF")
    assert said(ws)[0] == "Currency and numbers: “currency” was changed."
    undo_last(ws)
    assert ws.amounts().currency == "EUR"
    undo_last(ws)
    assert ws.amounts().currency == ""
    undo_last(ws)
    assert ws.settings() == DataSettings()


def test_feedback_is_taken_back_customer_by_customer(sold: tuple[Workspace, str]):
    ws, _ = sold
    give_feedback(ws, "c1", "p1", "up")
    give_feedback(ws, "c2", "p2", "down")
    give_feedback(ws, "c1", "p1", "never")
    assert said(ws)[0] == "Feedback of customer c1: “p1” was changed."
    remove_feedback(ws, "c2")
    undo_last(ws)
    assert feedback_of(ws, "c2") == {"p2": "down"}
    undo_last(ws)
    assert feedback_of(ws, "c1") == {"p1": "up"}


def test_scenarios_and_the_storyboard_are_taken_back(ws: Workspace):
    save_scenario(ws, "One", Choice("popularity"))
    rename_scenario(ws, "One", "Two")
    delete_scenario(ws, "Two")
    add_state(ws, "customers?find=loyal", "The loyal ones")
    undo_last(ws)
    assert storyboard(ws) == []
    for names in (["Two"], ["One"], []):
        undo_last(ws)
        assert [one.name for one in scenarios(ws)] == names


def test_a_state_that_is_no_longer_as_the_change_left_it_stays(ws: Workspace):
    add_rule(ws, WINE)
    with ws.db.write() as cursor:
        cursor.execute("DELETE FROM rules")
    with pytest.raises(InputError, match="no longer as this change left it"):
        undo_last(ws)
    assert not recent_changes(ws)[0].undone


def test_a_change_that_fails_is_not_noted(ws: Workspace):
    def fail() -> None:
        with changing(ws, "amounts") as cursor:
            meta.keep_amounts(cursor, {"currency": "EUR"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert recent_changes(ws) == []
    assert ws.amounts().currency == ""


def test_a_long_list_of_names_is_cut_and_counted(ws: Workspace):
    for number in range(5):
        add_rule(ws, WINE.model_copy(update={"name": f"Rule {number}"}))
    with changing(ws, "rules") as cursor:
        cursor.execute("DELETE FROM rules")
    first = said(ws)[0]
    assert first.endswith("“Rule 0”, “Rule 1”, “Rule 2” and 2 more were deleted.")


def test_nothing_of_customers_who_are_gone_stays_among_the_changes(sold: tuple[Workspace, str]):
    ws, import_id = sold
    give_feedback(ws, "c1", "p1", "up")
    add_rule(ws, WINE)
    undo_import(ws, import_id)
    remove_vanished(ws)
    assert said(ws) == ["Business rules: “No wine” was added."]
