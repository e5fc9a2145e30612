"""Take the pictures of the user guide from a running app: `python docs/take_screenshots.py URL`,
with the names of some for these alone.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.app import LONG, App
from tests.e2e.conftest import FLAGS, find_browser

OUT = Path(__file__).parent / "images"
PLACES = {
    "overview": "",
    "data": "data",
    "customers": "customers?customer=718",
    "segments": "customers?view=Segments",
    "coming": "customers?view=When+they+come+next",
    "over-time": "customers?view=Over+time",
    "models": "models",
    "recommendations": "recommendations?customer=315&models=popularity&models=ease",
    "evaluation": "evaluation",
    "groups": "evaluation?part=Who+is+served+well%3F",
    "knobs": "evaluation?part=What+does+each+knob+cost%3F&diversity=0.35",
    "trust": "evaluation?part=Can+it+be+trusted%3F",
    "campaigns": "campaigns",
    "experiments": "experiments?part=Plan",
    "settings": "settings",
}
SIZE = {"width": 1600, "height": 1000}


def main(address: str, *names: str) -> None:
    """One picture of every page, or of those named, light and dark."""
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            app = App(page, address)
            for name in names or PLACES:
                where = PLACES[name]
                # Once to let the server prepare it, once for the picture.
                app.open(where)
                work_out(page)
                app.open(where)
                page.locator(".st-key-answer").first.wait_for()
                page.wait_for_timeout(4000)
                page.screenshot(path=OUT / f"{name}-{scheme}.png")
            page.close()
        browser.close()


def work_out(page: Page) -> None:
    """What a part offers to work out is worked out."""
    button = page.get_by_role("button", name=re.compile("^Work out"))
    if button.count():
        button.first.click()
        expect(button).to_have_count(0, timeout=LONG)


if __name__ == "__main__":
    main(*sys.argv[1:])
