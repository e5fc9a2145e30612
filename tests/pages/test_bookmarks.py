"""Bookmarks in the header of every page."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import bookmarks as panel
from recsys_core.services.workspace.bookmarks import bookmarks, keep_bookmark
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, press

NASTY = '"><img src=x onerror=alert(1)>'


def opened(app: AppTest, page: str) -> AppTest:
    app.session_state["bookmarks"] = True
    app.run()
    return calm(app.switch_page(f"pages/{page}.py").run())


def drawn(app: AppTest) -> str:
    return "".join(one.proto.body for one in app.get("html"))


@pytest.mark.parametrize("page", ["data", "customers", "models"])
def test_a_bookmark_is_a_link_on_every_page(
    app: AppTest, workspace: Workspace, orders: str, page: str
):
    keep_bookmark(workspace, "Loyal", "customers?find=loyal")
    assert '<a href="./customers?find=loyal" target="_self">Loyal</a>' in drawn(opened(app, page))


def test_a_page_is_kept_under_a_name_and_forgotten(app: AppTest, workspace: Workspace, orders: str):
    opened(app, "customers").text_input(panel.NAME).set_value("Mine")
    press(app, "Keep this page")
    assert list(bookmarks(workspace)) == ["Mine"]
    press(app, "Forget")
    assert bookmarks(workspace) == {}


def test_a_page_without_a_name_is_not_kept_and_the_page_says_why(
    app: AppTest, workspace: Workspace, orders: str
):
    press(opened(app, "customers"), "Keep this page")
    assert bookmarks(workspace) == {}
    assert any("Give the bookmark a name" in str(one.value) for one in app.error)


def test_a_name_is_only_ever_text(app: AppTest, workspace: Workspace, orders: str):
    keep_bookmark(workspace, NASTY, "data")
    assert "<img" not in drawn(opened(app, "customers"))
