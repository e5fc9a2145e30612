"""How much a second session notices of an upload and import of 200 MB.

    PYTHONPATH=. python benchmarks/bench_upload.py [--megabytes 200]

Starts the app on the sample, lets one browser window upload and import a file, and all the while
another window goes from page to page. Prints the seconds from the click to a settled page, before
and in each phase, and their ratio. Needs Chromium; 4 to 6 minutes.
"""

import argparse
import csv
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from recsys_core.services.first_start import first_start
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.conftest import FLAGS, find_browser, serve

TITLES = ("Customers", "Recommendations", "Evaluation", "Overview")
BUSY = '[data-testid="stStatusWidget"], [data-testid="stSkeleton"]'
BEFORE_SECONDS = 60


def make_file(path: Path, megabytes: int) -> None:
    """Orders with dates and prices, about 45 bytes a row."""
    rng = np.random.default_rng(0)
    with path.open("w", newline="") as file:
        csv.writer(file).writerow(["customer_id", "product_id", "date", "quantity", "revenue"])
        while file.tell() < megabytes * 1_000_000:
            n = 100_000
            days = np.datetime64("2023-01-01T00:00:00") + rng.integers(0, 31_000_000, n)
            columns = [
                rng.integers(0, 80_000, n).astype(str),
                rng.zipf(1.3, n) % 20_000,
                days.astype(str),
                rng.integers(1, 5, n),
                np.round(rng.random(n) * 40, 2),
            ]
            csv.writer(file).writerows(zip(*columns, strict=True))


class Second(threading.Thread):
    """The other session: a page a time, with the seconds each took and the phase it fell into."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.phase = "before"
        self.over = False
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def run(self) -> None:
        with sync_playwright() as playwright:
            page = window(launch(playwright), self.address)
            for title in TITLES:
                self.visit(page, title)
            while not self.over:
                for title in TITLES:
                    phase = self.phase
                    took = self.visit(page, title)
                    self.seconds[phase].append(took)

    def visit(self, page: Page, title: str) -> float:
        begun = time.perf_counter()
        page.get_by_role("link", name=title, exact=True).first.click()
        page.wait_for_timeout(100)
        page.wait_for_function(
            "selector => !document.querySelector(selector)", arg=BUSY, timeout=120_000
        )
        return time.perf_counter() - begun


def launch(playwright) -> Browser:
    return playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)


def window(browser: Browser, where: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 900}).new_page()
    page.set_default_timeout(600_000)
    page.goto(where)
    page.wait_for_selector('[data-testid="stMain"]')
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.csv"
        make_file(file, asked.megabytes)
        with open_workspace(Path(folder) / "workspace") as ws:
            first_start(ws)
            for model in ("popularity", "ease"):
                train_and_wait(ws, model)
        with serve(Path(folder) / "workspace") as address, sync_playwright() as playwright:
            second = Second(address)
            second.start()
            time.sleep(BEFORE_SECONDS)
            first = window(launch(playwright), f"{address}/data?section=Add+data")
            upload(first, file, second)
            second.over = True
            second.join(timeout=120)
    usual = float(np.median(second.seconds["before"]))
    print(f"{'phase':<12}{'visits':>8}{'median s':>10}{'longest s':>11}{'ratio':>8}")
    for phase, found in second.seconds.items():
        middle = float(np.median(found))
        print(f"{phase:<12}{len(found):>8}{middle:>10.2f}{max(found):>11.2f}{middle / usual:>8.2f}")


def upload(page: Page, file: Path, second: Second) -> None:
    second.phase = "upload"
    page.locator('input[type="file"]').first.set_input_files(str(file))
    page.get_by_role("button", name="Import", exact=True).wait_for()
    second.phase = "import"
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text(f"{file.name} is in").first.wait_for()
    second.phase = "after"
    time.sleep(15)


if __name__ == "__main__":
    main()
