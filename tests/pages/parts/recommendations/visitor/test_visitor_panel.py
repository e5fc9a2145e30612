"""The made-up visitor on the Recommendations page."""

from streamlit.testing.v1 import AppTest

from pages.parts.recommendations.visitor import visitor_panel
from recsys_core.services.workspace.workspace import Workspace

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
