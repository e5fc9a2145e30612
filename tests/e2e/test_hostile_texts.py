"""Products, customers, files, rules and scenarios named like markup are text on every page."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from pages.parts.data import messages as data_words
from pages.parts.models import messages as model_words
from recsys_core.schema.rules import Rule
from recsys_core.services.data.data_settings import FIXES
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluation_config
from recsys_core.services.recommend.scenarios import Choice, save_scenario
from recsys_core.services.rules.ruleset import add_rule
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.wording.messages import say
from tests.e2e.app import App
from tests.e2e.conftest import serve

pytestmark = [pytest.mark.e2e]

HOSTILE = (
    "![pix](http://evil.test/x.png)",
    "[lnk](http://evil.test)",
    "$z^2$ **bd** :red[rd]",
    ":material/home: <b>bd</b>",
    "<script>hit=1</script>",
    "<img src=http://evil.test/y>",
    '<a href="http://evil.test">lk',
    "http://evil.test/auto",
)
CUSTOMERS, PRODUCTS = 40, 24
# What the page would hold if one of the texts were read as markup.
TRACES = (
    '[href*="evil.test"]',
    '[src*="evil.test"]',
    "svg a",
    ".katex",
    'strong:text-is("bd")',
    'b:text-is("bd")',
    'span:text-is("rd")',
    '[data-testid="stIconMaterial"]:text-is("home")',
    'script:has-text("hit=1")',
)


def name(number: int) -> str:
    """The hostile texts in turn; later rounds are told apart by a number."""
    turn, place = divmod(number, len(HOSTILE))
    return HOSTILE[place] + (f" {turn}" if turn else "")


def fill(ws: Workspace, folder: Path) -> None:
    files = {
        "interactions": ("customer,product,date,quantity,amount", purchases()),
        "items": ("product,title,category,brand,price", products()),
        "users": ("customer,age,<b>bd</b>", ((name(n), name(n), name(n)) for n in range(9))),
    }
    for kind, (header, rows) in files.items():
        path = folder / f"**bd** {kind}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *rows])
        import_files(ws, kind, [path])
    for model in ("popularity", "ease"):
        train_and_wait(ws, model)
    evaluate_and_wait(ws, ["popularity", "ease"], evaluation_config())
    for at, text in enumerate(HOSTILE):
        save_scenario(ws, text, Choice("ease"))
        products_of = (name(at), name(at + 1))
        rule = Rule(action="boost", by="product", values=products_of, name=text, enabled=at < 2)
        add_rule(ws, rule)


def purchases() -> Iterator[tuple[object, ...]]:
    chance = Random(11)
    for n in range(CUSTOMERS):
        for visit in range(8):
            day = f"2024-{1 + visit:02d}-{1 + chance.randrange(27):02d}"
            product = ((n % 4) * 6 + min(int(chance.expovariate(0.3)), PRODUCTS - 1)) % PRODUCTS
            yield name(n), name(product), day, 1, 2 + product


def products() -> Iterator[tuple[object, ...]]:
    for n in range(PRODUCTS):
        yield name(n), name(n), name(n // 6), name(n // 8), 2.5


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a workspace where every text of the data is hostile; its address."""
    folder = tmp_path_factory.mktemp("hostile")
    with open_workspace(folder / "workspace") as ws:
        fill(ws, folder)
    with serve(folder / "workspace") as address:
        yield address


def views() -> dict[str, str]:
    """Where to look, by what is seen there: the address of each page, its parts and a product."""
    who, what = quote(name(1)), quote(name(8))
    lists = f"recommendations?customer={who}&models=popularity&models=ease"
    found = {"overview": "", "customers": "customers", "models": "models"}
    found |= {
        "customer": f"customers?customer={who}",
        "nobody": f"customers?customer={quote('[x')}",
    }
    found |= {f"data {part}": f"data?section={quote(part)}" for part in PARTS_OF_DATA}
    found |= {f"evaluation {part}": f"evaluation?part={quote(part)}" for part in PARTS}
    found |= {"lists": lists}
    found |= {f"why {model}": f"{lists}&why={model}:{what}" for model in ("popularity", "ease")}
    return found


PARTS_OF_DATA = ("Soundness", "Readiness", "Imports", "Add data")
PARTS = ("Which model?", "Who is served well?", "What does each knob cost?", "Can it be trusted?")


def unfold(app: App) -> None:
    """Open every drawer of the page, again until none opens another."""
    closed = app.page.locator('[data-testid="stExpander"] details:not([open]) > summary')
    for _ in range(12):
        if not closed.count():
            return
        closed.first.click()
        app.settle()


class Reading:
    """Collects what the pages show and ask for, and looks for traces of markup."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.seen = page, address, ""
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def look(self, view: str) -> None:
        text = self.page.locator("body").inner_text().replace("\u2060", "")
        found = {trace: self.page.locator(trace).count() for trace in TRACES}
        assert not any(found.values()), (view, found)
        assert self.page.evaluate("typeof hit") == "undefined", view
        self.seen += text

    def nothing_was_fetched(self) -> None:
        own = (self.address, "data:", "blob:")
        assert [url for url in self.asked if not url.startswith(own)] == []


def test_no_text_of_the_data_becomes_markup(page: Page, hostile: str) -> None:
    app, reading = App(page, hostile), Reading(page, hostile)
    for view, where in views().items():
        app.open(where)
        unfold(app)
        reading.look(view)
        for number in range(page.locator(POPOVER).count()):
            page.locator(POPOVER).nth(number).click()
            app.settle()
            expect(page.locator('[data-testid="stPopoverBody"]')).to_have_count(1)
            reading.look(f"{view}, popover {number}")
            page.keyboard.press("Escape")
            expect(page.locator('[data-testid="stPopoverBody"]')).to_have_count(0)
    assert [text for text in HOSTILE if text not in reading.seen] == []
    reading.nothing_was_fetched()


POPOVER = '[data-testid="stPopover"] button:visible'
DIALOG = '[data-testid="stDialog"]'


def test_no_text_of_the_data_becomes_markup_in_a_dialog(page: Page, hostile: str) -> None:
    """Every setting of the data, taking an import back, and how a model works."""
    app, reading = App(page, hostile), Reading(page, hostile)
    for fix in FIXES.values():
        app.open(f"data?section={quote('Soundness')}")
        app.press(say(data_words.ALL_SETTINGS))
        app.press(say(fix.title), inside=page.locator('[data-testid="stPopoverBody"]'))
        expect(page.locator(DIALOG)).to_have_count(1)
        reading.look(fix.name)
    app.open(f"data?section={quote('Imports')}")
    page.locator(".dvn-scroller").first.click(position={"x": 16, "y": 52})
    app.settle()
    app.press(say(data_words.TAKE_BACK))
    assert "**bd** " in page.locator(DIALOG).inner_text()
    reading.look("taking an import back")
    app.open("models")
    app.press(say(model_words.HOW_IT_WORKS))
    expect(page.locator(DIALOG)).to_have_count(1)
    reading.look("how a model works")
    assert [text for text in HOSTILE if text in reading.seen] != []
    reading.nothing_was_fetched()
