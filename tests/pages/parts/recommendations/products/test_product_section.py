"""The product's side on the Recommendations page."""

from streamlit.testing.v1 import AppTest

from pages.parts.recommendations.products import product_section
from pages.parts.recommendations.products.charts.neighbours import near
from recsys_core.services.items.item import Neighbour
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.market import ODD_TITLE

pytest_plugins = ["tests.pages.market"]


def opened(app: AppTest) -> AppTest:
    app.switch_page("pages/recommendations.py")
    app.session_state[product_section.DRAWER] = True
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_a_product_is_found_and_its_side_shown(market: Workspace, app: AppTest):
    opened(app)
    app.text_input(product_section.SEARCH).set_value("bold").run()
    offered = [b for b in app.button if b.key == "product-p0"]
    offered[0].click().run()
    assert not app.exception, app.exception[0].stack_trace
    said = [str(text.value) for text in app.text]
    assert any(text.startswith(f"{ODD_TITLE}: ") for text in said), "a title stays text"


def test_a_new_product_is_placed_at_once(market: Workspace, app: AppTest):
    opened(app)
    app.segmented_control(product_section.KIND).set_value(product_section.NEW).run()
    app.text_input("product-new-title").set_value("A sparkling wine").run()
    assert not app.exception, app.exception[0].stack_trace
    assert any("Placed by" in str(c.value) for c in app.caption)


def test_the_drawing_names_extremes_apart_from_one_another_and_escapes():
    points = [
        Neighbour(
            f"p{n}", "<b>x</b>" if n == 0 else f"Product {n}", "", 1 - n / 10, n + 1, n / 10, 9, 5
        )
        for n in range(8)
    ]
    labels = [note.text for note in near(points, "Title").layout.annotations]
    assert labels[0] == "&lt;b&gt;x&lt;/b&gt;"
    assert 2 <= len(labels) < 6
