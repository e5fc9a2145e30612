"""What tests of pages do with a page: press, read, and see that nothing broke."""

import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from pages.kit import background
from recsys_core.services.workspace.workspace import Workspace


def calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if label in button.label).click()
    return calm(app.run())


def ended(app: AppTest, ws: Workspace, kind: str) -> AppTest:
    """Wait for a task of the server, then draw the page anew."""
    deadline = time.monotonic() + 60
    while background.tasks(ws).running(kind):
        assert time.monotonic() < deadline, f"{kind} does not end"
        time.sleep(0.02)
    return calm(app.run())


def asks_forever(*_: object, report: Callable[[float], None], **__: object) -> None:
    """Work that ends by a cancel only."""
    while True:
        report(0.1)
        time.sleep(0.01)


def answer(app: AppTest) -> str:
    """The first line."""
    return str(app.text[0].value)


def said(app: AppTest) -> list[str]:
    """Everything in words on the page, without Markdown's escapes and joiners."""
    parts = [*app.text, *app.caption, *app.markdown, *app.subheader, *app.error]
    return [str(part.value).replace("\\", "").replace("\u2060", "") for part in parts]


def says(app: AppTest, words: str) -> bool:
    return any(words in text for text in said(app))


def keys(app: AppTest) -> set[str]:
    return {button.key for button in app.button}
