"""Small things of every day, in a real browser: addresses, limits, a visitor's wish, no 404."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Response, expect

from recsys_core.jobs.queue import SUPERVISOR_LOCK
from tests.e2e.app import PAGES, App
from tests.e2e.conftest import serve

pytest_plugins = ["tests.pages.market"]
pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def workspace(market_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small market with two models, to be written to."""
    return shutil.copytree(market_folder, tmp_path_factory.mktemp("everyday") / "workspace")


@pytest.fixture(scope="module")
def shop_address(workspace: Path) -> Iterator[str]:
    """The app on that market."""
    with serve(workspace) as address:
        yield address


@pytest.fixture
def app(shop_address: str, page: Page) -> App:
    return App(page, shop_address)


def test_no_page_asks_for_what_is_not_there(app: App) -> None:
    answered: list[Response] = []
    app.page.on("response", lambda one: answered.append(one))
    for where in PAGES:
        app.open(where)
    assert answered
    assert [one.url for one in answered if one.status >= 400] == []


def test_a_wish_gives_a_mixed_list_that_a_link_gives_again(app: App) -> None:
    app.open("recommendations")
    app.page.get_by_text("A made-up visitor").first.click()
    app.settle()
    wish = app.page.get_by_label("What the visitor is looking for")
    wish.fill("gluten-free bread or wine")
    wish.press("Enter")
    app.answers("10 products from 2 categories for a visitor who asked for")
    app.sees("No product's text says “gluten-free”.")
    app.open(app.page.url.removeprefix(f"{app.address}/"))
    app.answers("10 products from 2 categories for a visitor who asked for")


def test_no_limit_is_an_empty_field_also_for_a_link_of_before(app: App) -> None:
    app.open("recommendations?customer=c0&category_cap=0")
    app.page.get_by_role("button", name=re.compile("More knobs")).click()
    field = app.page.get_by_role("spinbutton", name="Most products of a category")
    expect(field).to_have_value("")
    field.fill("2")
    field.press("Enter")
    app.settle()
    expect(app.page).to_have_url(re.compile("category_cap=2"))
    field.fill("")
    field.press("Enter")
    app.settle()
    expect(app.page).not_to_have_url(re.compile("category_cap"))


def test_the_segment_that_is_clicked_stands_in_the_address(app: App) -> None:
    app.open("customers")
    bar = app.page.locator(".st-key-segments .points .point path").last
    bar.click(force=True)
    app.settle()
    expect(app.page).to_have_url(re.compile("segment="))
    heading = app.page.get_by_role("heading", name=re.compile(r": \d+ customers?$")).last
    said = heading.inner_text()
    app.open(app.page.url.removeprefix(f"{app.address}/"))
    expect(app.page.get_by_role("heading", name=said)).to_be_visible()
    app.press("Show the customers of all segments")
    expect(app.page).not_to_have_url(re.compile("segment="))


def choose(app: App, key: str, option: str) -> None:
    """Take an option of a box; a run that ends meanwhile closes it again."""
    for _ in range(5):
        app.page.locator(f".st-key-{key}").get_by_role("combobox").click()
        try:
            app.page.get_by_role("option", name=option, exact=True).click(timeout=4_000)
        except PlaywrightError:
            continue
        app.settle()
        return
    raise AssertionError(f"{option} could not be chosen")


def test_a_rule_acts_on_the_list_as_soon_as_it_is_added(app: App) -> None:
    app.open("recommendations?customer=c1&models=ease")
    labels = app.page.locator(".list button.row").filter(
        has=app.page.get_by_text("Wine", exact=True)
    )
    expect(labels).not_to_have_count(0)
    app.page.locator(".st-key-rules-drawer summary").first.click()
    app.page.locator(".st-key-rule-form summary").first.click()
    for key, option in (("rule-by", "A category"), ("rule-values", "Wine")):
        choose(app, key, option)
    app.page.locator(".st-key-rule-done button").click()
    expect(labels).to_have_count(0)
    expect(app.page).to_have_url(re.compile("rules=true"))
    app.settle()
    app.page.get_by_role("button", name="Undo", exact=True).click()
    expect(labels).not_to_have_count(0)


def test_what_waits_says_when_and_is_put_first_and_cancelled(app: App, workspace: Path) -> None:
    cancel = app.page.get_by_role("button", name="Cancel", exact=True)
    # Nothing begins while the lock is held, however quick or busy the machine is.
    with FileLock(workspace / "runs" / SUPERVISOR_LOCK):
        for place, model in enumerate(("ease", "item-knn"), start=1):
            app.open("models")
            app.page.locator(f".st-key-train-{model} button").first.click()
            app.page.locator(f".st-key-start-{model} button").click()
            expect(cancel).to_have_count(2 * place)  # the training, and its measurement after it
        waiting = app.page.locator(".st-key-jobs-all [data-testid='stProgress']")
        expect(waiting.first).to_contain_text("EASE")
        app.sees("begins now, done in about")
        app.page.get_by_role("button", name="Do this first").click()
        expect(waiting.first).to_contain_text("Bought together")
        app.sees("begins when what is before it has ended")
        for left in (2, 0):  # a measurement goes with the training it was to come after
            cancel.first.click()
            expect(cancel).to_have_count(left)


FOCUS = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  let node = stop, ringed = !!stop.shadowRoot;
  for (let up = 0; up < 4 && node; up++, node = node.parentElement) {
    const look = getComputedStyle(node);
    ringed ||= look.boxShadow !== "none"
      || (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1);
  }
  const name = stop.getAttribute("aria-label") || stop.innerText || stop.placeholder || "";
  return { name: `${stop.tagName} ${name.slice(0, 40)}`, ringed };
}"""
MOST_STOPS = 300


@pytest.mark.parametrize("where", [*PAGES, "customers?customer=c0"])
def test_the_tab_key_goes_through_a_page_and_is_seen_everywhere(app: App, where: str) -> None:
    app.open(where)
    expect(app.page.locator(".st-key-answer").first).to_be_visible()
    app.page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(MOST_STOPS):
        app.page.keyboard.press("Tab")
        stop = app.page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) < MOST_STOPS, "the keyboard is caught on the page"
    assert len(stops) > 12
    assert [stop["name"] for stop in stops if not stop["ringed"]] == []
