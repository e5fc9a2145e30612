"""The made-up visitor on the Recommendations page."""

from streamlit.testing.v1 import AppTest

from pages.kit.state import Keys
from pages.parts.recommendations.visitor import visitor_panel
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import says

pytest_plugins = ["tests.pages.market"]


def opened(app: AppTest) -> AppTest:
    app.switch_page("pages/recommendations.py")
    app.session_state[visitor_panel.WHO] = visitor_panel.VISITOR
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_a_visitor_picks_a_product_and_gets_a_list(market: Workspace, app: AppTest):
    opened(app)
    assert "Pick a few products" in app.text[0].value
    app.text_input(visitor_panel.SEARCH).set_value("a").run()
    offered = [b for b in app.button if b.key and b.key.startswith("visitor-add-")]
    offered[0].click().run()
    assert not app.exception
    assert "for a visitor who picked 1 product" in app.text[0].value
    assert len(app.dataframe[0].value) > 0
    dropped = [b for b in app.button if b.key and b.key.startswith("visitor-drop-")]
    dropped[0].click().run()
    assert "Pick a few products" in app.text[0].value


def test_words_without_a_product_are_told(market: Workspace, app: AppTest):
    opened(app)
    app.text_input(visitor_panel.WISH).set_value("<i>xylophone</i> $quux$").run()
    assert not app.exception
    assert any("Try others" in str(e.value) for e in app.error)
    assert app.text[0].value == "Nothing fits yet."


def test_the_customer_is_the_usual_way(market: Workspace, app: AppTest):
    app.switch_page("pages/recommendations.py")
    app.run()
    assert not app.exception
    assert "visitor" not in app.text[0].value


def test_a_wish_gives_a_mixed_list_and_says_what_nothing_answers(market: Workspace, app: AppTest):
    opened(app)
    app.text_input(visitor_panel.WISH).set_value("gluten-free bread or wine").run()
    assert not app.exception
    shown = app.dataframe[0].value
    assert set(shown["category"]) == {"Bread", "Wine"}
    assert says(app, "No product's text says “gluten-free”.")
    assert {"bread", "wine"} == {why.split("“")[1].split("”")[0] for why in shown["reason"]}


def test_a_cap_is_there_by_default_and_an_empty_field_takes_it_off(market: Workspace, app: AppTest):
    app.session_state[Keys.K] = 4
    opened(app)
    cap = app.number_input("visitor-category-cap")
    assert cap.value == 2
    app.text_input(visitor_panel.SEARCH).set_value("Wine no. 12").run()
    next(b for b in app.button if b.key and b.key.startswith("visitor-add-")).click().run()
    app.number_input("visitor-category-cap").set_value(1).run()
    assert app.dataframe[0].value["category"].value_counts().max() == 1
    app.number_input("visitor-category-cap").set_value(None).run()
    assert not app.exception
    assert app.dataframe[0].value["category"].value_counts().max() > 1
