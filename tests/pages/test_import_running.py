"""While the data is being changed, every page says so."""

from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import background
from recsys_core.schema.contracts import Progress
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm

pytest_plugins = ["tests.pages.market"]
PAGES = (
    "overview",
    "data",
    "customers",
    "models",
    "recommendations",
    "evaluation",
    "campaigns",
    "experiments",
    "settings",
)


@pytest.mark.parametrize("task", ["import", "sample", "undo"])
def test_every_page_says_what_runs_and_how_far_it_is(
    market: Workspace, app: AppTest, task: str
) -> None:
    ended, begun = Event(), Event()

    def work(report: Progress) -> None:
        report(0.4, "Checking")
        begun.set()
        ended.wait(120)

    background.tasks(market).start(task, "Importing orders.csv", work)
    assert begun.wait(10)
    try:
        for page in PAGES:
            calm(app.switch_page(f"pages/{page}.py").run())
            (bar,) = app.get("progress")
            assert "Importing orders" in bar.proto.text, page
            assert bar.proto.value == 40, page
            assert f"cancel-{task}" in {button.key for button in app.button}, page
    finally:
        ended.set()
