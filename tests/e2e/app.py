"""What a person does with the app, in the words of the story."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

PAGES = (
    "",
    "data",
    "customers",
    "models",
    "recommendations",
    "evaluation",
    "campaigns",
    "experiments",
    "settings",
)
BUSY = '[data-testid="stStatusWidget"], [data-testid="stSkeleton"]'
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
LONG = 300_000


class App:
    """The app in a browser window; every step ends by looking for an exception."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, where: str) -> None:
        """Go to a page by its address."""
        self.page.goto(f"{self.address}/{where}")
        self.page.wait_for_selector('[data-testid="stMain"]')
        self.settle()

    def go(self, title: str) -> None:
        """Go to a page by the navigation, and wait until it is that page."""
        self.page.get_by_role("link", name=title, exact=True).first.click()
        expect(self.page).to_have_url(re.compile(rf"/{title.lower()}(\?|$)"), timeout=LONG)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs, then look for an exception or a traceback."""
        for _ in range(2):
            self.page.wait_for_timeout(300)
            expect(self.page.locator(IDLE)).to_have_count(1, timeout=LONG)
            expect(self.page.locator(BUSY)).to_have_count(0, timeout=LONG)
        expect(self.page.locator('[data-testid="stException"]')).to_have_count(0)
        assert "Traceback" not in self.page.locator("body").inner_text()

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """Press a button by its name."""
        (inside or self.page).get_by_role("button", name=name, exact=True).first.click()
        self.settle()

    def sees(self, text: str, timeout: float = LONG) -> None:
        """Wait until a text stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=timeout)
        self.settle()

    def answers(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page's first line says this."""
        line = self.page.locator(".st-key-answer").first
        expect(line).to_contain_text(text, timeout=LONG)

    def upload(self, file: Path) -> None:
        """Put a file into the uploader."""
        chooser = self.page.locator('[data-testid="stFileUploaderDropzoneInput"]').first
        chooser.set_input_files(file)
        self.settle()

    def download(self, press: Callable[[], None]) -> Download:
        """What a click brings down."""
        with self.page.expect_download() as found:
            press()
        return found.value
