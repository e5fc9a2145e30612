"""What tests of pages do with a page: press, read, and see that nothing broke."""

from streamlit.testing.v1 import AppTest


def calm(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if label in button.label).click()
    return calm(app.run())


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
