"""The Settings page: what is chosen there holds, and what it says is so."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard, who
from recsys_core.schema.errors import ForbiddenError
from recsys_core.services.access.accounts import must_change, verify
from recsys_core.services.access.actor import NOBODY, OPERATOR, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import knock, members
from recsys_core.services.access.opened import close_houses, has_house, house_at
from recsys_core.services.access.sessions import actor_of, open_session
from recsys_core.services.export.people import smallest_group
from recsys_core.services.keeping.snapshots import snapshots_kept
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, said, says


def settings(app: AppTest, part: str) -> AppTest:
    app.run()
    app.switch_page("pages/settings.py")
    app.query_params["part"] = part
    return calm(app.run())


def test_amounts_and_groups_are_chosen(app: AppTest, workspace: Workspace, orders: str) -> None:
    page = settings(app, "Amounts and groups")
    assert says(page, "Amounts stand without a currency.")
    calm(page.selectbox("amounts-currency").select("EUR").run())
    assert says(page, "Amounts are in EUR.")
    calm(page.number_input("smallest-group").set_value(25).run())
    assert smallest_group(workspace) == 25


def test_the_folder_and_the_versions_are_named(app: AppTest, workspace: Workspace) -> None:
    page = settings(app, "Place and versions")
    assert page.code[0].value == str(workspace.path)
    assert set(page.dataframe[0].value["name"]) >= {"tastelab", "duckdb", "streamlit"}
    assert any("folder of" in text for text in said(page))
    assert answer(page)


@pytest.fixture
def house(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The page's own house, which nobody has been let into yet; the tests act at the machine."""
    monkeypatch.setattr(who, "actor", lambda _: OPERATOR)
    yield house_at(guard.folder()).acting(OPERATOR)
    close_houses()


SECRET = "correct horse battery"


def make(page: AppTest, login: str, name: str = "", role: Role | None = None) -> str:
    """Make an account on the page; its password."""
    page.text_input("account-login").set_value(login)
    page.text_input("account-name").set_value(name)
    if role:
        page.selectbox("account-role").set_value(role)
    else:
        page.text_input("account-password").set_value(SECRET)
    calm(page.button("make-account").click().run())
    assert not page.error, page.error[0].value
    return str(page.code[0].value) if role else SECRET


def test_nobody_signs_in_until_the_first_account(
    app: AppTest, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A browser without a cookie.
    asked = lambda folder: NOBODY if who.login_needed(folder) else OPERATOR  # noqa: E731
    monkeypatch.setattr(who, "actor", asked)
    page = settings(app, "People")
    assert answer(page).startswith("Nobody signs in")
    assert not has_house(guard.folder())
    assert page.selectbox("account-role").options == ["admin"]
    make(page, "ada", "Ada")
    # From now on whoever has no session is asked, at this machine too.
    assert [one.value for one in page.title] == ["Signed out"]
    assert verify(house_at(guard.folder()), "ada", SECRET, "").role() == Role.ADMIN
    close_houses()


def test_an_administrator_makes_lets_in_and_removes(app: AppTest, house: House) -> None:
    page = settings(app, "People")
    make(page, "ada", "Ada")
    password = make(page, "ben", "Ben", Role.VIEWER)
    ben = verify(house, "ben", password, "")
    assert ben.role() == Role.VIEWER
    assert not must_change(house, ben)  # the person at the machine gave it
    knock(house, "https://id.example", "17", "Nora *Berg*", "nora@example.com")
    calm(page.run())
    assert "1 person waits for a role." in answer(page)
    calm(page.selectbox("waiting-role-0").set_value(Role.STEWARD).run())
    calm(page.button("give-0").click().run())
    assert {one.name: one.role for one in members(house)}["Nora *Berg*"] == Role.STEWARD
    assert answer(page) == "3 people may sign in."
    token = open_session(house, ben)
    calm(page.selectbox("person").select(f"local {ben.subject}").run())
    calm(page.button("sign-them-out").click().run())
    assert actor_of(house, token) is None
    calm(page.button("reset-password").click().run())
    assert verify(house, "ben", page.code[0].value, "") == ben
    page.text_input("sure").set_value("Somebody")
    calm(page.button("remove-person").click().run())
    assert "to remove this person" in page.error[0].value
    page.text_input("sure").set_value("Ben")
    calm(page.button("remove-person").click().run())
    assert [one.name for one in members(house)] == ["Ada", "Nora *Berg*"]
    ada = members(house)[0]
    calm(page.selectbox("person").select(f"local {ada.subject}").run())
    page.text_input("sure").set_value("Ada")
    calm(page.button("remove-person").click().run())
    assert "last administrator" in page.error[0].value


def test_a_steward_sees_who_is_here_and_changes_nothing(
    app: AppTest, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = settings(app, "People")
    make(page, "ada", "Ada")
    stella = Actor("https://id.example", "1", "Stella", lambda _: Role.STEWARD)
    monkeypatch.setattr(who, "actor", lambda _: stella)
    calm(page.run())
    assert says(page, "Roles and accounts are given by an administrator.")
    assert "make-account" not in {button.key for button in page.button}
    with pytest.raises(ForbiddenError):
        make_as(house.acting(stella))


def make_as(house: House) -> None:
    from recsys_core.services.access.accounts import add_account

    add_account(house, "eve", "correct horse battery", Role.ADMIN)


def test_who_did_what_is_read_and_old_rows_are_looked_at(
    app: AppTest, workspace: Workspace, orders: str
) -> None:
    page = settings(app, "Who did what")
    assert "Import" in set(page.dataframe[0].value["action"])
    calm(page.text_input("audit-search").input("no such word").run())
    assert says(page, "There is no such entry.")
    calm(page.button("audit-verify").click().run())
    assert any(text.startswith("The audit log is whole") for text in said(page))
    page = settings(app, "Backup and retention")
    assert says(page, "Nothing was backed up yet.")
    calm(page.number_input("snapshots-kept").set_value(3).run())
    assert snapshots_kept(workspace) == 3
    calm(page.number_input("retention-months").set_value(600).run())
    calm(page.button("retention-look").click().run())
    assert any(text.startswith("Nothing is older than") for text in said(page))
    calm(page.number_input("retention-months").set_value(599).run())
    assert not any(text.startswith("Nothing is older than") for text in said(page)), "other months"
