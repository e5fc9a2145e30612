"""The evidence beside its row, and the pages in front of an audience."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluation_config
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.app import PAGES, App
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


def explains(app: App, one: Locator) -> None:
    """The row is marked, and its evidence is there."""
    expect(one).to_have_attribute("aria-expanded", "true")
    title = one.locator(".title").inner_text()
    expect(evidence(app).locator("h3").first).to_have_text(title)
    app.settle()


def is_open(app: App, one: Locator) -> None:
    """The address says so too."""
    explains(app, one)
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


PARTS = ("Which model?", "Who is served well?", "What does each knob cost?", "Can it be trusted?")
SHOWN = {
    **{page or "overview": page for page in PAGES if page != "recommendations"},
    "one customer": "customers?customer=00001",
    "lists": LISTS,
    **{part: f"evaluation?part={quote(part)}" for part in PARTS},
    **{part: f"data?section={quote(part)}" for part in ("Readiness", "Imports")},
}
SCROLLS = """() => { const main = document.querySelector('[data-testid=stMain]');
  return main.scrollHeight - main.clientHeight; }"""


@pytest.mark.parametrize("name", SHOWN)
def test_every_page_fits_a_projector(page: Page, shop: str, name: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    app = App(page, shop)
    where = SHOWN[name]
    app.open(f"{where}{'&' if '?' in where else '?'}present=true")
    app.answers(re.compile(".{20}"))
    page.wait_for_timeout(1500)
    app.settle()
    assert page.evaluate(SCROLLS) <= 0
    large = page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert large >= 16
    if name in ("overview", "data", "customers", "one customer", "lists", "evaluation"):
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
    buttons = page.locator("[data-testid=stMain] :is(button, input[type=text]):not(.row)")
    assert [one.inner_text() for one in buttons.all() if one.is_visible()] == []


def test_lists_for_an_audience_lead_with_reason_and_price(page: Page, shop: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    app = App(page, shop)
    app.open(f"{LISTS}&present=true")
    for place in (0, 1):
        ranked = page.locator(".list").nth(place).locator("button.row")
        visible = [one for one in ranked.all() if one.is_visible()]
        assert len(visible) == 5
        for one in visible:
            expect(one.locator(".price")).to_be_visible()
            expect(one.locator(".reason")).to_be_visible()
    # Without a choice, the top of the list in use is explained; past the fifth rank the next five.
    explains(app, row(app, 1, 1))
    row(app, 1, 5).click()
    is_open(app, row(app, 1, 5))
    page.keyboard.press("ArrowDown")
    is_open(app, row(app, 1, 6))
    expect(row(app, 1, 5)).not_to_be_visible()
    assert page.evaluate(SCROLLS) <= 0


def test_arrows_lead_from_page_to_page(page: Page, shop: str) -> None:
    app = App(page, shop)
    app.open("data")
    page.keyboard.press("ArrowRight")
    app.settle()
    assert "/data" in page.url, "only in front of an audience"
    app.open("customers?present=true")
    way = (("ArrowLeft", "data"), ("PageDown", "customers"), ("ArrowRight", "models"))
    for key, title in way:
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"/{title}\?present=true"), timeout=60_000)
        app.settle()
        expect(page.locator(".st-key-page-top-presenting")).to_have_count(1)
    page.locator(".st-key-present label").first.click()
    expect(page).to_have_url(re.compile("/models$"), timeout=60_000)
    expect(page.locator(".st-key-page-top-presenting")).to_have_count(0)


def test_a_storyboard_is_prepared_and_walked_through(page: Page, shop: str) -> None:
    app = App(page, shop)
    lines = {"models": "Who leads", f"{LISTS}&k=4": "What one customer gets", "data": "The data"}
    for where, line in lines.items():
        app.open(where)
        app.press("Storyboard")
        page.get_by_label("A line for this page").fill(line)
        page.keyboard.press("Enter")
        app.settle()
        app.press("Add this page as it is")
        app.sees(f". {line}")
    page.locator(".st-key-storyboard-up-3 button").click()
    app.settle()
    app.sees("2. The data")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Walk through it").click()
    show = App(opened.value, shop)
    walk = (("Who leads", "/models"), ("The data", "/data"), ("What one customer gets", "k=4"))
    for number, (line, where) in enumerate(walk, start=1):
        expect(show.page).to_have_url(re.compile(re.escape(where)), timeout=60_000)
        expect(show.page.locator(".story .line")).to_contain_text(line, timeout=60_000)
        expect(show.page.locator(".story .place")).to_have_text(f"{number} of 3")
        show.settle()
        show.page.keyboard.press("ArrowRight")
    expect(show.page.locator(".list").nth(1).locator("button.row")).to_have_count(4)
    show.page.locator(".story a.previous").click()
    expect(show.page).to_have_url(re.compile("/data"), timeout=60_000)
