"""How long an analyst waits: every page's first screen, and the answers one asks for most often.

    python benchmarks/bench_pages.py [WORKSPACE] [--repeats 5]

In Chromium, on a copy of the workspace (without one: the sample, its two first models, measured).
Screen: from the address or the click until the page has not changed for a second and nothing runs.
Server: from the browser's question to the end of the last run that answers it; CPU: what the server
spent on it, which is what the answer takes on a machine at rest. All are medians; the ratio is of
the screen to Overview in the same run, for machines differ and are busy.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.bench_load import Server, copy_of
from tests.e2e.app import BUSY, IDLE, LONG, PAGES
from tests.e2e.conftest import FLAGS, find_browser

LISTS = "recommendations?models=popularity&models=ease"
CUSTOMERS = ("718", "315", "1022", "1500", "2001", "77", "640", "903", "1204")
ROW = ".list >> nth=1 >> button.row"
RATIO = 1.5
Times = tuple[float, float, float]
WATCH = """(() => {
  const watch = window.watch = {last: 0, start: 0};
  new MutationObserver(() => { watch.last = performance.now(); })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
})()"""
QUIET = f"""() => performance.now() - window.watch.last > 1000
  && document.querySelector('{IDLE}') && !document.querySelector('{BUSY}')
  && document.querySelector('.st-key-answer')?.innerText"""


class Stopwatch:
    """Seconds of what is done in a page: until the screen rests, of the server, and of its CPU.

    What is done must ask the server something.
    """

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.asked = self.answered = 0.0
        page.add_init_script(WATCH)
        page.on("websocket", self._listen)

    def time(self, act: Callable[[], object], *, opens: bool = False) -> Times:
        """`opens`: the act loads the app anew, and the browser counts from there."""
        self.asked = self.answered = 0.0
        before = self.server.cpu()
        if not opens:
            self.page.evaluate("window.watch.start = window.watch.last = performance.now()")
        act()
        while not self.answered:
            self.page.wait_for_timeout(20)
        self.page.wait_for_function(QUIET, timeout=LONG, polling=100)
        screen = self.page.evaluate("(window.watch.last - window.watch.start) / 1000")
        spent = self.server.cpu() - before
        return float(screen), max(self.answered - self.asked, 0.0), spent

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if not self.asked and BackMsg.FromString(_bytes(frame)).HasField("rerun_script"):
            self.asked = time.monotonic()

    def _received(self, frame: str | bytes) -> None:
        if ForwardMsg.FromString(_bytes(frame)).HasField("script_finished"):
            self.answered = time.monotonic()


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


class Table:
    """Seconds by what was done, printed as medians."""

    def __init__(self) -> None:
        self.taken: dict[str, list[Times]] = {}

    def add(self, what: str, taken: Times) -> None:
        self.taken.setdefault(what, []).append(taken)

    def lines(self, budgets: dict[str, float]) -> list[str]:
        """One line for each thing done; its budget in seconds of screen, or none."""
        found = [f"{'':<44}screen s  server s   CPU s   ratio  budget"]
        medians = {what: np.median(taken, axis=0) for what, taken in self.taken.items()}
        overview = medians["opened: overview"][0]
        for what, (screen, server, cpu) in medians.items():
            budget = RATIO * overview if what.startswith("opened") else budgets.get(what, np.nan)
            over = "  over" if screen > budget else ""
            ratio = screen / overview
            times = f"{screen:8.2f}  {server:8.2f}  {cpu:6.2f}  {ratio:6.2f}  {budget:6.2f}"
            found.append(f"{what:<44}{times}{over}")
        return found


BUDGETS = {
    "Evaluation: another part": 1.0,
    "Evaluation: back to the first part": 1.0,
    "Recommendations: evidence of a row": 0.5,
    "Recommendations: next customer": 0.5,
    "Recommendations: slider moved by one step": 0.3,
}


def pages(watch: Stopwatch, address: str, table: Table, repeats: int) -> None:
    """Every page by its address, as a link or a bookmark opens it; then from page to page."""
    page = watch.page
    for turn in range(repeats + 1):
        for where in PAGES:
            name = where or "overview"
            taken = watch.time(lambda at=where: page.goto(f"{address}/{at}"), opens=True)
            if turn:
                table.add(f"opened: {name}", taken)
    for _ in range(repeats):
        for where in PAGES:
            name = where or "overview"
            link = page.get_by_role("link", name=name.title(), exact=True).first
            table.add(f"gone to: {name}", watch.time(link.click))


def evaluation(watch: Stopwatch, address: str, table: Table, repeats: int) -> None:
    """The parts of Evaluation, there and back; each has been looked at once."""
    page = watch.page
    watch.time(lambda: page.goto(f"{address}/evaluation"), opens=True)
    tabs = page.get_by_role("tab")
    for turn in range(repeats + 1):
        for part in range(1, tabs.count()):
            for what, at in (("another part", part), ("back to the first part", 0)):
                taken = watch.time(tabs.nth(at).click)
                if turn:
                    table.add(f"Evaluation: {what}", taken)


def recommendations(watch: Stopwatch, address: str, table: Table, repeats: int) -> None:
    """Evidence, the next customer and a moved slider, each when nothing else is under way."""
    page = watch.page
    watch.time(lambda: page.goto(f"{address}/{LISTS}"), opens=True)
    customer = page.get_by_role("combobox", name="Customer")
    slider = page.get_by_role("slider", name="Diversity")
    for turn, number in enumerate(CUSTOMERS[: repeats + 1]):
        customer.click()
        customer.fill(number)
        found = {
            "next customer": watch.time(lambda: customer.press("Enter")),
            "evidence of a row": watch.time(page.locator(ROW).nth(1).click),
        }
        watch.time(page.locator(ROW).nth(1).click)
        slider.focus()
        found["slider moved by one step"] = watch.time(lambda: slider.press("ArrowRight"))
        for what, taken in found.items():
            if turn:
                table.add(f"Recommendations: {what}", taken)
        watch.time(lambda: slider.press("ArrowLeft"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        own = copy_of(asked.workspace, Path(folder) / "workspace")
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page.set_default_timeout(LONG)
        with Server(own, None) as server:
            address = f"http://127.0.0.1:{server.port}"
            watch = Stopwatch(page, server)
            for part in (pages, evaluation, recommendations):
                part(watch, address, table, asked.repeats)
        browser.close()
    print("\n".join(table.lines(BUDGETS)))


if __name__ == "__main__":
    main()
