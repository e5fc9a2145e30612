"""The product's side on the Recommendations page."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.recommendations.products import product_section
from pages.parts.recommendations.products.charts.neighbours import near
from recsys_core.services.items.item import Neighbour
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import asks_forever, calm, ended
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
    calm(app.button("product-p0").click().run())
    ended(app, market, product_section.TASK)
    said = [str(text.value) for text in app.text]
    assert any(text.startswith(f"{ODD_TITLE}: ") for text in said), "a title stays text"


def test_asking_for_its_side_is_cancelled_and_begins_anew_with_another_click(
    market: Workspace, app: AppTest, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as slow:
        slow.setattr(product_section, "item_side", asks_forever)
        opened(app)
        app.text_input(product_section.SEARCH).set_value("bold").run()
        calm(app.button("product-p0").click().run())
        calm(app.button(f"cancel-{product_section.TASK}").click().run())
        ended(app, market, product_section.TASK)
        assert any("Cancelled" in one.value for one in app.info)
        assert not app.session_state[product_section.CHOSEN], "it does not begin again by itself"
    app.text_input(product_section.SEARCH).set_value("bold").run()
    calm(app.button("product-p0").click().run())
    ended(app, market, product_section.TASK)
    assert any(str(text.value).startswith(f"{ODD_TITLE}: ") for text in app.text)


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
