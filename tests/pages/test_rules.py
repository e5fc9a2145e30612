from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.recommendations import lists_table
from pages.parts.recommendations.rules import ledger, rule_form, rules_section
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ruleset import list_rules, save_rules
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import asks_forever, calm, ended

pytest_plugins = ["tests.pages.market", "tests.recsys_core.schema.rules.dearer"]

PAGE = "pages/recommendations.py"
NO_WINE = Rule(name="No wine", action="exclude", by="category", values=("Wine",))
ONLY_WINE = Rule(name="Only wine", action="include", by="category", values=("Wine",))
HERO = Rule(name="Hero **x**", action="pin", by="product", values=("p39",), place=2)


ALONE = """
import os
from pages.kit import guard
from pages.parts.recommendations.rules import rules_section as section
section.show(guard.opened(os.environ[guard.VARIABLE]))
"""


@pytest.fixture
def builder(market: Workspace):
    """The section on a page of its own, after rules are put in."""

    def make(*rules: Rule) -> AppTest:
        save_rules(market, rules)
        app = AppTest.from_string(ALONE, default_timeout=20)
        app.session_state[rules_section.DRAWER] = True
        return calm(app.run())

    return make


def says(app: AppTest, words: str) -> bool:
    parts = [*app.text, *app.caption, *app.markdown, *app.success, *app.error]
    return any(words in str(part.value).replace("\\", "") for part in parts)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key).click()
    return calm(app.run())


def names(ws: Workspace) -> list[str]:
    return [rule.name for rule in list_rules(ws)]


def test_rules_read_as_sentences_with_what_is_wrong_beside_them(builder) -> None:
    app = builder(NO_WINE, HERO, ONLY_WINE)
    assert says(app, "Show no product of category “Wine”.")
    assert says(app, "Put product “Soap no. 39” at place 2.")
    wrong = "“Only wine” shows only products that “No wine” takes off."
    assert sum(str(part.value) == wrong for part in app.text) == 2  # beside both


def test_order_switch_delete_and_undo(builder, market: Workspace) -> None:
    app = builder(NO_WINE, HERO, ONLY_WINE)
    press(app, "rule-up-2")
    assert names(market) == ["No wine", "Only wine", "Hero **x**"]
    press(app, "rule-down-0")
    assert names(market) == ["Only wine", "No wine", "Hero **x**"]
    app.toggle("rule-on-1").set_value(False)
    calm(app.run())
    assert [rule.enabled for rule in list_rules(market)] == [True, False, True]
    assert says(app, "2. No wine · off")
    assert not any("“No wine” takes off" in str(part.value) for part in app.text)
    press(app, "rule-delete-0")
    assert names(market) == ["No wine", "Hero **x**"]
    assert says(app, "Business rules: “Only wine” was deleted.")
    press(app, "rule-undo")
    assert names(market) == ["Only wine", "No wine", "Hero **x**"]


def test_a_rule_is_built_from_fields_that_follow_its_action(builder, market: Workspace) -> None:
    app = builder()
    assert says(app, "A rule says what is on the lists whatever the model thinks")
    app.session_state[rule_form.OPEN] = True
    calm(app.run())
    assert says(app, "Name at least one product, category, brand or value.")
    assert app.button("rule-done").disabled
    app.selectbox("rule-action").select("boost")
    calm(app.run())
    assert "all" not in app.selectbox("rule-by").options
    app.multiselect("rule-values").select("Wine")
    app.slider("rule-strength").set_value(60)
    app.date_input("rule-end").set_value(date(2026, 5, 3))
    calm(app.run())
    words = "Move products of category “Wine” up, 60 % of the way to the top until 3 May 2026."
    assert says(app, words)
    press(app, "rule-done")
    (rule,) = list_rules(market)
    assert rule == Rule(
        name="Move up: Wine", action="boost", by="category", values=("Wine",), strength=0.6,
        end=date(2026, 5, 3),
    )  # fmt: skip


def test_what_needs_no_products_is_about_all_of_them(builder) -> None:
    app = builder()
    app.session_state[rule_form.OPEN] = True
    calm(app.run())
    for action in ("in-stock", "price-range", "margin-floor", "bought-within"):
        app.selectbox("rule-action").select(action)
        calm(app.run())
        app.selectbox("rule-by").select("all")
        calm(app.run())
        if action == "price-range":
            assert app.button("rule-done").disabled
            app.number_input("rule-low").set_value(3.0)
            calm(app.run())
        assert not app.button("rule-done").disabled


def test_a_rule_can_be_changed(builder, market: Workspace) -> None:
    app = builder(NO_WINE, HERO)
    press(app, "rule-edit-1")
    assert app.selectbox("rule-action").value == "pin"
    assert app.multiselect("rule-values").value == ["p39"]
    app.number_input("rule-place").set_value(4)
    calm(app.run())
    press(app, "rule-done")
    assert list_rules(market) == (NO_WINE, HERO.model_copy(update={"place": 4}))
    assert app.session_state[rule_form.OPEN] is False


def test_lists_follow_the_rules_once_they_are_switched_on(market: Workspace, app: AppTest) -> None:
    save_rules(market, (NO_WINE,))
    app.switch_page(PAGE)
    app.session_state[rules_section.DRAWER] = True
    app.session_state[lists_table.DRAWER] = True
    app.query_params["customer"] = "c1"
    calm(app.run())
    assert says(app, "Show no product of category “Wine”.")
    assert (app.dataframe[0].value["category"] == "Wine").any()
    app.session_state["rules"] = True
    calm(app.run())
    assert not (app.dataframe[0].value["category"] == "Wine").any()


def test_a_new_rule_shows_what_it_does_acts_at_once_and_can_be_undone(
    market: Workspace, app: AppTest
) -> None:
    app.switch_page(PAGE)
    for drawer in (rules_section.DRAWER, rule_form.OPEN, lists_table.DRAWER):
        app.session_state[drawer] = True
    app.query_params["customer"] = "c1"
    calm(app.run())
    app.selectbox("rule-by").select("category")
    calm(app.run())
    app.multiselect("rule-values").select("Wine")
    calm(app.run())
    effect = next(one.value for one in app.dataframe if "then" in one.value.columns)
    shown = app.dataframe[0].value
    wine = set(shown.loc[shown["category"] == "Wine", "title"])
    assert wine
    assert wine <= set(effect["now"])
    assert not wine & set(effect["then"])
    assert (effect["change"] == "new").sum() == len(set(effect["now"]) - set(effect["then"]))
    assert says(app, "off the list")
    press(app, "rule-done")
    assert app.session_state["rules"], "it acts at once"
    assert not (app.dataframe[0].value["category"] == "Wine").any()
    assert says(app, "was added.")
    press(app, "rule-undo")
    assert list_rules(market) == ()
    assert (app.dataframe[0].value["category"] == "Wine").any()


def test_a_rule_that_changes_nothing_here_says_so(market: Workspace, app: AppTest) -> None:
    save_rules(market, (NO_WINE,))
    app.switch_page(PAGE)
    for drawer in (rules_section.DRAWER, rule_form.OPEN):
        app.session_state[drawer] = True
    app.query_params["customer"] = "c1"
    calm(app.run())
    app.multiselect("rule-values").select("Wine")
    calm(app.run())
    assert says(app, "It changes nothing on customer c1’s list by")


def test_working_out_the_costs_is_cancelled(
    builder, market: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "rule_ledger", asks_forever)
    app = press(builder(NO_WINE), "rules-ledger")
    press(app, "cancel-rule-ledger")
    ended(app, market, "rule-ledger")
    assert any("Cancelled" in one.value for one in app.info)
    assert not says(app, "have changed"), "nothing was worked out before"


def test_the_costs_are_worked_out_on_request(builder, market: Workspace) -> None:
    app = builder(NO_WINE, HERO)
    press(app, "rules-ledger")
    ended(app, market, "rule-ledger")
    assert says(app, "is not measured yet")
    assert not says(app, "could be shown to cost accuracy")
    table = next(one.value for one in app.dataframe if "touched" in one.value.columns)
    assert list(table["rule"]) == ["No wine", "Hero **x**"]
    assert (table["touched"] > 0).all()
    assert says(app, "Accuracy and revenue are not known.")
    press(app, "rule-delete-0")
    assert says(app, "have changed: work it out again")


def test_a_file_takes_the_place_of_the_rules_and_a_broken_one_is_explained(
    builder, market: Workspace
) -> None:
    app = builder(HERO)
    broken = b"rules:\n  - {name: x, action: forbid}\n"
    app.file_uploader("rules-file").upload("rules.yaml", broken, "application/yaml")
    calm(app.run())
    press(app, "rules-bring-in")
    assert says(app, "Line 2: “action” must be one of exclude")
    assert names(market) == ["Hero **x**"]
    good = b"rules:\n  - {name: No wine, action: exclude, by: category, values: Wine}\n"
    app.file_uploader("rules-file").upload("rules.yaml", good, "application/yaml")
    calm(app.run())
    press(app, "rules-bring-in")
    assert says(app, "1 rule brought in.")
    assert list_rules(market) == (NO_WINE,)


def test_the_form_asks_for_the_fields_of_a_kind_of_ones_own(builder, dearer: Rule) -> None:
    app = builder()
    app.session_state[rule_form.OPEN] = True
    calm(app.run())
    app.selectbox("rule-action").select(dearer.action)
    calm(app.run())
    app.selectbox("rule-by").select("all")
    calm(app.run())
    assert app.number_input("rule-high").label == "Dearest price"
    app.number_input("rule-high").set_value(4.0)
    calm(app.run())
    assert says(app, "Hide products above 4.")
