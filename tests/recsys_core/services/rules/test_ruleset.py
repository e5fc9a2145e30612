from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ruleset import (
    add_rule,
    check_rules,
    enable_rule,
    import_rules,
    list_rules,
    move_rule,
    remove_rule,
    replace_rule,
    rule_sentences,
    rules_yaml,
    save_rules,
    with_rules,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import import_shop, write_shop

pytest_plugins = ["tests.recsys_core.schema.rules.dearer"]


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    write_shop(folder)
    with open_workspace(folder / "ws") as workspace:
        import_shop(workspace, folder, guess_rest=True)
        yield workspace


@pytest.fixture(autouse=True)
def _empty(ws: Workspace):
    save_rules(ws, ())


def rule(name: str, **more) -> Rule:
    return Rule(
        **{"name": name, "action": "exclude", "by": "category", "values": ("Wine",), **more}
    )


def names(ws: Workspace) -> list[str]:
    return [one.name for one in list_rules(ws)]


def test_rules_are_kept_in_order_and_can_be_changed(ws: Workspace) -> None:
    for name in "abc":
        add_rule(ws, rule(name))
    assert names(ws) == ["a", "b", "c"]
    move_rule(ws, 2, 0)
    assert names(ws) == ["c", "a", "b"]
    move_rule(ws, 0, 99)
    assert names(ws) == ["a", "b", "c"]
    gone = list_rules(ws)[1]
    remove_rule(ws, 1)
    assert names(ws) == ["a", "c"]
    add_rule(ws, gone, 1)
    assert names(ws) == ["a", "b", "c"]
    replace_rule(ws, 0, rule("z"))
    enable_rule(ws, 2, on=False)
    assert names(ws) == ["z", "b", "c"]
    assert [one.enabled for one in list_rules(ws)] == [True, True, False]
    for number in (-1, 3):
        with pytest.raises(NotFoundError, match="there are 3"):
            remove_rule(ws, number)
    with pytest.raises(InputError, match="at most 200 rules"):
        save_rules(ws, [rule("x")] * 201)
    assert names(ws) == ["z", "b", "c"]


def test_they_are_still_there_when_the_workspace_is_opened_again(tmp_path: Path) -> None:
    one = rule("a", segment="Segment: Loyal", start="2026-01-02", low=None)
    with open_workspace(tmp_path / "ws") as first:
        add_rule(first, one)
    with open_workspace(tmp_path / "ws") as second:
        assert list_rules(second) == (one,)


def test_a_file_takes_the_place_of_all_rules_or_changes_nothing(ws: Workspace) -> None:
    add_rule(ws, rule("a"))
    text = rules_yaml(ws)
    import_rules(ws, text.replace("name: a", "name: b"))
    assert names(ws) == ["b"]
    with pytest.raises(InputError, match="Line"):
        import_rules(ws, text + "  - name: broken\n")
    assert names(ws) == ["b"]


def test_findings_look_at_the_workspaces_own_products_and_groups(ws: Workspace) -> None:
    assert check_rules(ws) == []
    for one in (
        rule("No vine", values=("Wyne",)),
        rule("Only wine", action="include"),
        rule("No wine"),
        rule("Ulm", segment="town: Town 9"),
    ):
        add_rule(ws, one)
    found = check_rules(ws)
    assert [(one.kind, one.rules) for one in found] == [
        ("unknown", (0,)),
        ("unknown", (3,)),
        ("conflict", (1, 2)),
    ]
    assert found[0].sentence == "There is no category “Wyne”; did you mean “Wine”?"
    assert found[1].sentence.startswith("There is no group of customers “town: Town 9”; did you")


def test_sentences_name_products_by_their_title(ws: Workspace) -> None:
    found = rule_sentences(ws, [rule("x", by="product", values=("P001", "P999"))])
    assert found == ["Show no product “Yoghurt no. 1” or “P999”."]


def test_a_reranking_gets_the_rules_only_when_asked(ws: Workspace) -> None:
    add_rule(ws, rule("a"))
    rerank_config = RerankConfig(novelty=0.2)
    assert with_rules(ws, rerank_config) == RerankConfig(novelty=0.2, rules=(rule("a"),))
    assert rerank_config.rules == ()


def test_a_kind_of_ones_own_is_checked_beside_the_others(ws: Workspace, dearer: Rule) -> None:
    hero = Rule(name="Hero", action="pin", by="product", values=("P001",))
    found = [one.sentence for one in check_rules(ws, (dearer, hero))]
    assert found == ["Too few products to hide any.", "Hides the hero."]
