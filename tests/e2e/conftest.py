"""A fresh server on a fresh workspace, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.watch import outside, watching

# Five seconds, Playwright's own patience, are too few on two cores that do other things as well.
expect.set_options(timeout=30_000)

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 120


def find_browser() -> str | None:
    """The path of the machine's own Chromium, None without one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    path = find_browser()
    if path is None:
        reason = "no Chromium on this machine; install it to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on an empty workspace; its address."""
    with serve(tmp_path_factory.mktemp("app") / "workspace") as address:
        yield address


class serve:
    """Run the app on a workspace until the end of the block, and see that neither the server nor a
    process it has started asked for another machine.
    """

    def __init__(self, workspace: Path, **environment: str) -> None:
        self.workspace, self.environment = workspace, environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self) -> str:
        self.watch = self.workspace.parent / f"watch-{self.port}"
        self.log = (self.workspace.parent / "server.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=ROOT,
            env={
                **os.environ,
                **self.environment,
                **watching(self.watch),
                "TASTELAB_WORKSPACE": str(self.workspace),
                "PORT": str(self.port),
            },
            stdout=self.log,
            stderr=self.log,
        )
        address = f"http://127.0.0.1:{self.port}"
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                return address
            except OSError:
                assert self.process.poll() is None, "the server ended at once"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.2)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()
        assert outside(self.watch) == set()


WINDOW = {"width": 1366, "height": 900}


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One visitor's browser for the tests of a file: what it has fetched once it keeps."""
    context = browser.new_context(viewport=WINDOW, accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A tab in a laptop's size, for somebody who was never here."""
    with tab(window) as opened:
        yield opened


@contextmanager
def tab(window: BrowserContext) -> Iterator[Page]:
    """A new tab; of what it and others opened from it left behind only fetched files stay."""
    yield window.new_page()
    window.clear_cookies()
    for opened in window.pages:
        if opened.url.startswith("http"):
            opened.evaluate("localStorage.clear()")
        opened.close()
