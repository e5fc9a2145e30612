"""An experiment from the plan to the report: planned and dealt out, a file with arms, weeks later
the purchases back, the verdict by the plan, and the same in the report.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.app import LONG, App
from tests.e2e.conftest import serve
from tests.e2e.test_campaigns import bring, write
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("audience_folder")]

NAME = "Spring test"


@pytest.fixture(scope="module")
def experiments_address(
    audience_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The app on a small shop in which the bestsellers were measured, so that it has a report."""
    folder = tmp_path_factory.mktemp("experiments") / "workspace"
    shutil.copytree(audience_folder, folder)
    with open_workspace(folder) as ws:
        evaluate_and_wait(ws, ["popularity"])
    with serve(folder) as address:
        yield address


@pytest.fixture
def tester(experiments_address: str, page: Page) -> App:
    return App(page, experiments_address)


def fill(app: App, key: str, value: str) -> None:
    box = app.page.locator(f".st-key-{key} input").first
    box.fill(value)
    box.press("Enter")
    app.settle()


def test_an_experiment_is_dealt_out_read_and_reported(tester: App, tmp_path: Path) -> None:
    app = tester
    app.open("experiments?part=plan")
    app.page.get_by_text("All at once", exact=True).click()
    fill(app, "plan-window", "14")
    app.answers(re.compile(r"To see .* become .* you need .* customers an arm"))
    fill(app, "deal-name", NAME)
    app.press("Deal out")
    app.sees(f"{NAME}: ")
    app.press("Make the file")
    take = app.page.get_by_role("button", name="Take experiment.csv")
    expect(take).to_be_visible(timeout=LONG)
    app.download(take.click).save_as(tmp_path / "experiment.csv")
    rows = pd.read_csv(tmp_path / "experiment.csv", dtype=str)
    assert set(rows["experiment"]) == {NAME}
    arms = {arm: list(own["user_id"]) for arm, own in rows.groupby("arm")}
    assert set(arms) == {"control", "new 1"}
    app.press("Read it out")
    app.answers(re.compile(f"Nothing can be read yet: “{NAME}” counts from 17 Sep 2024 on"))

    bought = [
        {
            "order_id": f"late-{place}", "user_id": user, "item_id": "p1", "quantity": 1,
            "revenue": 3.0, "timestamp": SENDS + pd.Timedelta(days=place % 14, hours=10),
        }
        for place, user in enumerate([*arms["new 1"][:90], *arms["control"][:20]])
    ]  # fmt: skip
    bought.append(bought[0] | {"order_id": "last", "timestamp": SENDS + pd.Timedelta(days=14)})
    bring(app, write(tmp_path / "purchases.csv", bought))

    app.open("experiments?part=plan")
    app.press("Read it out")
    app.answers(re.compile(r"“new 1” won: .* points more “bought within 14 days”"))
    app.sees("The 14 days that were planned are over, so the fixed interval decides")

    app.open("evaluation")
    app.page.get_by_role("tab", name="Take it along").click()
    app.settle()
    button = app.page.get_by_role("button", name="Report (HTML)")
    app.download(button.click).save_as(tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"{NAME}: does “new 1” change “bought within 14 days”, against “control”?" in report
    assert "“new 1” won: " in report
