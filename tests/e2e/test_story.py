"""The whole story in a real browser: sample, upload, train, compare, recommend, slider, download.

The steps build on one another, so they are one test on one server; any page that shows an
exception fails it.
"""

import csv
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.app import LONG, PAGES, App
from tests.e2e.conftest import serve, tab
from tests.factories import write_shop

pytestmark = [pytest.mark.e2e, pytest.mark.sample]

LISTS = "recommendations?customer=718&models=popularity&models=ease"


def products(app: App, place: int) -> list[str]:
    """Products of one of the lists side by side, from the top."""
    rows = app.page.locator(".list").nth(place).locator("button.row")
    expect(rows.first).to_be_visible()
    return [str(rows.nth(i).get_attribute("data-item")) for i in range(rows.count())]


def until(holds: Callable[[], bool], seconds: int = 60) -> None:
    """Wait until something holds of the page; it need not the moment a run ends."""
    for _ in range(seconds * 4):
        try:
            if holds():
                return
        except PlaywrightError:  # the row was replaced while it was read
            pass
        time.sleep(0.25)
    raise AssertionError("it did not come to hold")


def step_1_the_sample_is_loaded_with_one_click(app: App, tmp_path: Path) -> None:
    app.open("")
    app.answers("three ways to begin")
    app.page.get_by_role("button", name="Load The Complete Journey").click()
    app.sees("1.46 million purchases by 2,469 customers")
    app.go("Data")
    app.answers("1,469,307 rows read")


def step_2_two_models_and_their_measurement_follow_by_themselves(app: App, tmp_path: Path) -> None:
    app.open("models")
    app.sees("EASE is in use and leads")
    app.go("Evaluation")
    app.sees("Which differences are real?")
    app.answers(re.compile(r"EASE leads: of 100 customers \d+ find something they went on to buy"))
    app.sees("better than showing everybody the bestsellers")


def step_3_an_own_file_goes_in_with_its_refused_rows_told(app: App, tmp_path: Path) -> None:
    shop = write_shop(tmp_path)
    with (shop / "purchases.csv").open("a", encoding="utf-8") as file:
        file.write(",P001,x,1,1.00,2025-03-01\n00001,P002,y,many,1.00,2025-03-01\n")
    app.open("data")
    app.page.get_by_role("tab", name="Add data").click()
    app.settle()
    app.upload(shop / "purchases.csv")
    app.sees("What each column means")
    app.sees("1,442 rows")
    app.press("Import")
    app.sees("purchases.csv is in")
    app.sees("2 rows refused (1 of them “No customer number”)")
    app.go("Customers")
    app.answers("2,529 customers")


def step_4_a_model_is_trained_from_its_form(app: App, tmp_path: Path) -> None:
    app.open("models")
    app.page.locator(".st-key-train-item-knn button").click()
    app.settle()
    app.press("Start training")
    expect(app.page.locator(".st-key-use-item-knn button").first).to_be_visible(timeout=LONG)
    # It is measured at once; what is in use stays until somebody says so.
    expect(app.page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0, timeout=LONG)
    app.settle()
    expect(app.page.locator(".st-key-model-figure-item-knn")).to_contain_text("the bestsellers")
    expect(app.page.locator(".st-key-quiet-line")).to_contain_text("EASE")


def step_5_a_training_can_be_cancelled(app: App, tmp_path: Path) -> None:
    app.open("models")
    app.page.locator(".st-key-shelf-ratings summary").click()
    app.page.locator(".st-key-train-surprise-svd button").click()
    app.settle()
    app.page.get_by_role("button", name="Start training", exact=True).click()
    cancel = app.page.get_by_role("button", name="Cancel", exact=True)
    expect(cancel.first).to_be_visible()
    cancel.first.click()
    expect(cancel).to_have_count(0, timeout=LONG)
    app.settle()
    expect(app.page.locator(".st-key-lists-surprise-svd")).to_have_count(0)


def step_6_the_models_are_compared(app: App, tmp_path: Path) -> None:
    app.open("evaluation")
    app.press("Measure again")
    app.page.locator(".st-key-measure-start button").click()
    expect(app.page.get_by_role("button", name="Cancel", exact=True)).to_be_visible()
    expect(app.page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0, timeout=LONG)
    app.settle()
    app.open("models")
    expect(app.page.locator(".st-key-model-item-knn, body")).to_contain_text(
        re.compile(r"Bought together[\s\S]*?times the bestsellers")
    )


def step_7_lists_stand_side_by_side_and_the_slider_re_ranks(app: App, tmp_path: Path) -> None:
    app.open(LISTS)
    app.answers("customer 718")
    first, second = products(app, 0), products(app, 1)
    assert len(first) == len(second) == 10
    assert first != second
    slider = app.page.get_by_role("slider", name="Diversity")
    slider.focus()
    for _ in range(12):
        slider.press("ArrowRight")
    app.settle()
    expect(app.page).to_have_url(re.compile(r"diversity=0\.\d"))
    until(lambda: products(app, 1) != second)
    app.press("Take all back")
    until(lambda: products(app, 1) == second)


def step_8_a_reason_can_be_checked_and_a_purchase_left_out(app: App, tmp_path: Path) -> None:
    app.open(LISTS)
    before = products(app, 1)
    app.page.locator(".list").nth(1).locator("button.row").first.click()
    app.settle()
    expect(app.page.locator(".js-plotly-plot").first).to_be_visible()
    app.page.get_by_role("button", name=re.compile("^Leave out:")).first.click()
    app.settle()
    expect(app.page).to_have_url(re.compile("drop="))
    app.press("Take all back")
    until(lambda: products(app, 1) == before)


def step_9_the_lists_come_down_as_csv(app: App, tmp_path: Path) -> None:
    app.open(LISTS)
    shown = products(app, 1)
    button = app.page.get_by_role("button", name="Download these lists as CSV")
    found = app.download(lambda: button.click())
    path = tmp_path / "lists.csv"
    found.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    text = path.read_text(encoding="utf-8-sig")
    assert len(rows) == 20
    for product in shown:
        assert product in text


def step_10_every_page_fills_the_width(app: App, tmp_path: Path) -> None:
    app.page.set_viewport_size({"width": 1920, "height": 1080})
    for where in (*PAGES, LISTS, "customers?customer=718"):
        app.open(where)
        app.answers(re.compile(".{20}"))
        for scheme, width in (("light", 1920), ("dark", 1280)):
            app.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            app.page.set_viewport_size({"width": width, "height": 1080})
            app.settle()
            wide = app.page.evaluate(
                "() => { const m = document.querySelector('[data-testid=stMain]');"
                " return m.scrollWidth - m.clientWidth; }"
            )
            assert wide <= 1, f"{where} scrolls sideways at {width}, {scheme}"


STEPS = (
    step_1_the_sample_is_loaded_with_one_click,
    step_2_two_models_and_their_measurement_follow_by_themselves,
    step_3_an_own_file_goes_in_with_its_refused_rows_told,
    step_4_a_model_is_trained_from_its_form,
    step_5_a_training_can_be_cancelled,
    step_6_the_models_are_compared,
    step_7_lists_stand_side_by_side_and_the_slider_re_ranks,
    step_8_a_reason_can_be_checked_and_a_purchase_left_out,
    step_9_the_lists_come_down_as_csv,
    step_10_every_page_fills_the_width,
)


def test_the_whole_story(window: BrowserContext, server: str, tmp_path: Path) -> None:
    for step in STEPS:
        with tab(window) as page:
            step(App(page, server), tmp_path)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server nobody has visited, on an empty workspace."""
    with serve(tmp_path_factory.mktemp("fresh") / "workspace") as address:
        yield address


@pytest.mark.parametrize("where", [PAGES[-1], *PAGES[:-1]])
def test_each_page_can_be_asked_for_directly_on_a_fresh_server(
    page: Page, fresh: str, where: str
) -> None:
    app = App(page, fresh)
    app.open(where)
    app.answers(re.compile(".{10}"))
    expect(page.locator('[data-testid="stAlert"]')).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_role("link", name="Recommendations", exact=True).first).to_be_visible()


def test_a_second_start_on_the_same_workspace_is_told_so(
    browser: Browser, server: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = tmp_path_factory.mktemp("shared") / "workspace"
    with serve(workspace) as first, serve(workspace) as second:
        page = browser.new_page()
        opened = App(page, first)
        opened.open("")
        opened.answers("three ways")
        app = App(page, second)
        page.goto(second)
        app.sees("already open")
        page.close()
