"""Lists for everybody, made in the background."""

import time

from streamlit.testing.v1 import AppTest

from pages.kit import background
from pages.parts.export import everybody
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.pages.market"]


def wait(ws: Workspace) -> None:
    for _ in range(200):
        if not background.tasks(ws).running(everybody.TASK):
            return
        time.sleep(0.05)


def test_a_file_for_everybody_is_made_and_offered(market: Workspace, app: AppTest):
    app.switch_page("pages/recommendations.py")
    app.session_state[everybody.DRAWER] = True
    app.run()
    assert not app.exception
    app.selectbox("everybody-form").set_value(everybody.WIDE)
    app.run()
    app.button("everybody-start").click().run()
    wait(market)
    app.run()
    assert not app.exception
    task = background.tasks(market).latest(everybody.TASK)
    assert task.state == "done", task.error
    header = task.result.path.read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("user_id,item_1,item_2")
    assert "Download the file" in [b.proto.label for b in app.get("download_button")]


def test_a_link_without_a_place_for_the_product_is_refused(market: Workspace, app: AppTest):
    app.switch_page("pages/recommendations.py")
    app.session_state[everybody.DRAWER] = True
    app.run()
    app.selectbox("everybody-form").set_value(everybody.WIDE)
    app.run()
    app.text_input("everybody-link").set_value("https://shop.example")
    app.run()
    assert any("cannot be used for links" in str(e.value).replace("\\", "") for e in app.error)
    assert "everybody-start" not in {button.key for button in app.button}
