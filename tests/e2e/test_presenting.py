"""The evidence beside its row, and the pages in front of an audience."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluation_config
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.app import App
from tests.e2e.conftest import serve
from tests.factories import import_shop, write_shop

pytestmark = [pytest.mark.e2e]

LISTS = "recommendations?customer=00001&models=popularity&models=ease"
FOCUSED = "() => document.activeElement.shadowRoot?.activeElement?.dataset.item"
CUT = """() => {
  const whole = (one) => one.scrollWidth <= one.clientWidth + 1
    && one.scrollHeight <= one.clientHeight + 1 && !one.textContent.endsWith('…');
  const lists = [...document.querySelectorAll('*')].map((one) => one.shadowRoot).filter(Boolean);
  const texts = lists.flatMap((one) => [...one.querySelectorAll('.title, .reason')]);
  return texts.length < 40 ? ['no lists'] : texts.filter((one) => !whole(one)).map(String);
}"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a measured shop whose products are told apart by the end of long titles."""
    folder = tmp_path_factory.mktemp("shop")
    products = write_shop(folder) / "products.csv"
    long = r"\1 of whole fruit from the farms of the southern hills (private label, no. \2)"
    text = products.read_text(encoding="utf-8")
    products.write_text(re.sub(r"(\w+) no\. (\d+)", long, text).replace("label,", "label"))
    with open_workspace(folder / "workspace") as ws:
        import_shop(ws, folder)
        for model in ("popularity", "ease"):
            train_and_wait(ws, model)
        evaluate_and_wait(ws, ["popularity", "ease"], evaluation_config())
    with serve(folder / "workspace") as address:
        yield address


def row(app: App, place: int, rank: int) -> Locator:
    return app.page.locator(".list").nth(place).locator("button.row").nth(rank - 1)


def box(one: Locator) -> FloatRect:
    found = one.bounding_box()
    assert found
    return found


def evidence(app: App) -> Locator:
    return app.page.locator(".st-key-card-evidence")


def is_open(app: App, one: Locator) -> None:
    """The row is marked, its evidence is there, and the address says so."""
    expect(one).to_have_attribute("aria-expanded", "true")
    title = one.locator(".title").inner_text()
    expect(evidence(app).locator("h3").first).to_have_text(title)
    app.settle()
    expect(app.page).to_have_url(re.compile(rf"why=\w+(%3A|:){one.get_attribute('data-item')}"))


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (1920, True), (1000, False)])
def test_evidence_lies_beside_its_row_or_under_it_and_covers_no_list(
    page: Page, shop: str, width: int, beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    app = App(page, shop)
    app.open(LISTS)
    assert page.evaluate(CUT) == []
    opened = row(app, 1, 2)
    opened.scroll_into_view_if_needed()
    opened.focus()
    before = box(opened)
    opened.press("Enter")
    is_open(app, opened)
    page.wait_for_timeout(1000)
    here, there = box(opened), box(evidence(app))
    assert abs(here["y"] - before["y"]) < 60
    assert page.evaluate(CUT) == []
    rows = [box(one) for one in page.locator("button.row").all()]
    if beside:
        assert all(one["x"] + one["width"] <= there["x"] for one in rows)
        assert there["y"] < here["y"] + here["height"]
        assert there["y"] + there["height"] > here["y"]
    else:
        assert 0 <= there["y"] - here["y"] - here["height"] < 40
        below = there["y"] + there["height"]
        assert all(one["y"] >= below or one["y"] <= here["y"] for one in rows)


def test_arrows_walk_the_ranks_and_escape_gives_the_focus_back(page: Page, shop: str) -> None:
    app = App(page, shop)
    app.open(LISTS)
    row(app, 1, 1).click()
    is_open(app, row(app, 1, 1))
    page.keyboard.press("ArrowDown")
    is_open(app, row(app, 1, 2))
    page.keyboard.press("ArrowLeft")
    is_open(app, row(app, 0, 2))
    page.keyboard.press("ArrowUp")
    is_open(app, row(app, 0, 1))
    page.keyboard.press("ArrowUp")
    is_open(app, row(app, 0, 1))
    # From within the evidence too.
    page.locator(".st-key-evidence-close button").focus()
    page.keyboard.press("Escape")
    expect(evidence(app)).to_have_count(0)
    app.settle()
    assert page.evaluate(FOCUSED) == row(app, 0, 1).get_attribute("data-item")
    assert "why=" not in page.url
    page.keyboard.press("ArrowDown")
    app.settle()
    expect(evidence(app)).to_have_count(0)


def test_a_link_opens_the_row_and_its_button_closes_it(page: Page, shop: str) -> None:
    app = App(page, shop)
    app.open(LISTS)
    item = row(app, 1, 3).get_attribute("data-item")
    app.open(f"{LISTS}&why=ease:{item}")
    is_open(app, row(app, 1, 3))
    app.press("Close")
    expect(evidence(app)).to_have_count(0)
