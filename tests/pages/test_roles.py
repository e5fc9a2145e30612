"""Every page in the hands of every role: what they may not do is a sentence, never a red page."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard, who
from recsys_core.services.access.actor import NOBODY, OPERATOR, Actor, Role
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, keys, says

pytest_plugins = ["tests.pages.market"]
PAGES = (
    "overview",
    "data",
    "customers",
    "models",
    "recommendations",
    "evaluation",
    "campaigns",
    "experiments",
)


def be(monkeypatch: pytest.MonkeyPatch, role: Role | None) -> None:
    """Sit in front of the pages with this role; None: with one that was taken back."""
    person = Actor("https://id.example", "17", "Nora Berg", lambda _: role)
    monkeypatch.setattr(who, "actor", lambda _: person)


def shown(app: AppTest, page: str) -> AppTest:
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    return calm(app.run())


@pytest.mark.parametrize("role", Role)
def test_every_page_is_drawn_for_every_role(
    role: Role, market: Workspace, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(monkeypatch, role)
    calm(app.run())
    for page in PAGES:
        found = shown(app, page)
        assert [one.value for one in found.error] == [], page
        assert says(found, f"Signed in as Nora Berg, {role.title}."), page
        offered = {key for key in keys(found) if key and key.startswith(("train-", "undo-"))}
        assert (page == "models") == bool(offered) or role == Role.VIEWER
        assert not offered or role > Role.VIEWER
        tabs = [tab.label for tab in found.tabs]
        assert page != "data" or ("Add data" in tabs) == (role > Role.VIEWER)
    if role >= Role.STEWARD:
        assert not shown(app, "settings").error


@pytest.mark.parametrize("page", ["overview", "customers"])
def test_without_a_role_nothing_is_drawn(
    page: str, market: Workspace, app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm(app.run())
    be(monkeypatch, None)
    found = shown(app, page)
    assert [one.value for one in found.title] == ["Signed out"]
    assert not found.button
    assert not found.dataframe


def test_on_this_machine_nobody_is_asked(workspace: Workspace, app: AppTest) -> None:
    assert who.actor(guard.folder()) == OPERATOR
    assert who.holder(guard.folder(), {}) == NOBODY
    assert not says(calm(app.run()), "Signed in as")


def test_a_button_that_is_refused_says_so() -> None:
    """A page was drawn for an analyst who is a viewer since; the server shows what nobody caught
    by this.
    """

    def page() -> None:
        from pages.kit import errors
        from recsys_core.schema.errors import ForbiddenError

        assert errors.said(ForbiddenError("Your role is *viewer*."))
        assert not errors.said(ValueError("something else"))

    found = calm(AppTest.from_function(page).run())
    assert [one.label for one in found.button] == ["Back to the page"]
    assert [one.value for one in found.error] == ["Your role is \\*viewer\\*\\."]
