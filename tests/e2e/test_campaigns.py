"""A campaign from the question to its answer: whom to write to, a file with arms, weeks later the
messages and purchases back, and what became of it.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.app import LONG, App
from tests.e2e.conftest import serve
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = [pytest.mark.e2e]

NAME = "Coffee in autumn"


@pytest.fixture(scope="module")
def campaigns_address(
    audience_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The app on a small shop with campaigns, without a model."""
    folder = tmp_path_factory.mktemp("campaigns") / "workspace"
    with serve(shutil.copytree(audience_folder, folder)) as address:
        yield address


@pytest.fixture
def manager(campaigns_address: str, page: Page) -> App:
    return App(page, campaigns_address)


def numbers(app: App, **values: str) -> None:
    """Type numbers into their boxes."""
    for key, value in values.items():
        box = app.page.locator(f".st-key-audience-{key} input").first
        box.fill(value)
        box.press("Enter")
    app.settle()


def choose(app: App, key: str, value: str) -> None:
    """Choose from a box."""
    app.page.locator(f".st-key-{key} input").first.click()
    app.page.get_by_role("option", name=value, exact=True).click()
    app.settle()


def bring(app: App, file: Path) -> None:
    app.open("data")
    app.page.get_by_role("tab", name="Add data").click()
    app.settle()
    app.upload(file)
    app.sees("What each column means")
    app.press("Import")
    app.sees(f"{file.name} is in")


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_a_campaign_is_sent_and_read_out(manager: App, tmp_path: Path) -> None:
    app = manager
    app.open("campaigns")
    app.answers(re.compile(r"Send to \d+ of \d+: \d+ expected to buy"))
    choose(app, "audience-category", "Coffee")
    numbers(app, size="200", holdout="30", cost="0.1", margin="40")
    app.answers(re.compile(r"Send to 140 of .* buy Coffee within 28 days .*profit after cost"))

    app.page.get_by_label("Name of the campaign").fill(NAME)
    app.page.get_by_label("Name of the campaign").press("Tab")
    app.press("Keep")
    app.sees("kept back at random")
    app.sees("Nothing can be read yet")
    numbers(app, k="0")
    app.press("Make the file")
    take = app.page.get_by_role("button", name="Take audience.csv")
    expect(take).to_be_visible(timeout=LONG)
    app.download(take.click).save_as(tmp_path / "audience.csv")
    with (tmp_path / "audience.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    mailed = [row["user_id"] for row in rows]
    assert {row["arm"] for row in rows} == {"mailed"}
    assert {row["campaign"] for row in rows} == {NAME}
    assert 110 < len(mailed) < 170

    sent = [
        {
            "Campaign": NAME, "user_id": user, "event": event,
            "timestamp": SENDS + pd.Timedelta(hours=hour),
        }
        for place, user in enumerate(mailed)
        for event, hour in (("sent", 8), *([("clicked", 20)] if place < 30 else []))
    ]  # fmt: skip
    bring(app, write(tmp_path / "messages.csv", sent))
    bought = [
        {
            "order_id": f"late-{place}", "user_id": user, "item_id": "p1", "quantity": 1,
            "revenue": 3.0, "timestamp": SENDS + pd.Timedelta(days=place % 28, hours=10),
        }
        for place, user in enumerate([*mailed[:60], *(f"c{n}" for n in range(0, 400, 40))])
    ]  # fmt: skip
    bought.append(bought[0] | {"order_id": "last", "timestamp": SENDS + pd.Timedelta(days=30)})
    bring(app, write(tmp_path / "purchases.csv", bought))

    app.open("campaigns")
    told = re.compile(
        r"Of \d+ written to .* bought Coffee within 28 days, of \d+ kept back .* more"
    )
    expect(app.page.get_by_text(told)).to_be_visible()
    app.sees("30 of those written to clicked in the message", 30_000)
    app.page.get_by_role("link", name="Read it out on the Experiments page").click()
    expect(app.page).to_have_url(re.compile(r"/experiments\?.*audience=Coffee"))
    app.settle()
    tab = app.page.get_by_role("tab", name="Read-out")
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(app.page.locator(".st-key-audience input").first).to_have_value(NAME)
