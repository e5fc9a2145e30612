"""Roles are given, changed and taken, and hold at the next call."""

from pathlib import Path

import pytest

from recsys_core.schema.errors import (
    ForbiddenError,
    InputError,
    LoginRefused,
    NotFoundError,
)
from recsys_core.services.access import members as rooms
from recsys_core.services.access.accounts import add_account
from recsys_core.services.access.actor import (
    LOCAL,
    MACHINE,
    NOBODY,
    OPERATOR,
    Role,
    role_called,
)
from recsys_core.services.access.house import House
from recsys_core.services.access.members import (
    find_member,
    give,
    knock,
    members,
    remove,
    set_role,
    waiting,
)
from recsys_core.services.access.needs import demand, needs
from recsys_core.services.access.sessions import actor_of, open_session
from tests.recsys_core.services.access.conftest import PASSWORD

ID = "https://id.example"


def test_whoever_has_no_role_waits_for_one(house: House, ada: str) -> None:
    eve = knock(house, ID, "7", "Eve", "eve@example.org")
    assert eve.role() is None
    assert [(one.name, one.email, one.role) for one in waiting(house)] == [
        ("Eve", "eve@example.org", None)
    ]
    found = find_member(house, email="EVE@example.org")
    set_role(house, found.issuer, found.subject, Role.ANALYST)
    assert eve.role() is Role.ANALYST
    assert waiting(house) == []
    knock(house, ID, "7", "Eve Married", "eve@example.org")
    assert [(one.name, one.role, one.added_by) for one in members(house)] == [
        ("Ada", Role.ADMIN, OPERATOR.name),
        ("Eve Married", Role.ANALYST, OPERATOR.name),
    ]


def test_a_change_holds_at_the_next_call_whoever_makes_it(house: House, ada: str) -> None:
    set_role(house, ID, "7", Role.ANALYST, "Eve")
    eve = house.person(ID, "7", "Eve")
    assert eve.role() is Role.ANALYST
    other = House(house.path).acting(OPERATOR)
    for role in Role:
        set_role(other, ID, "7", role)
        assert eve.role() is role
    remove(other, ID, "7")
    assert eve.role() is None
    other.close()


def test_roles_are_of_a_workspace(house: House, ada: str) -> None:
    set_role(house, ID, "7", Role.ANALYST, "Eve", workspace="shoes")
    eve = house.person(ID, "7", "Eve")
    assert (eve.role(), eve.role("shoes")) == (None, Role.ANALYST)


def test_the_last_administrator_stays(house: House, ada: str) -> None:
    with pytest.raises(InputError, match="last administrator"):
        set_role(house, LOCAL, ada, Role.STEWARD)
    with pytest.raises(InputError, match="last administrator"):
        remove(house, LOCAL, ada)
    set_role(house, ID, "7", Role.ADMIN, "Eve")
    remove(house, LOCAL, ada)
    with pytest.raises(InputError, match="last administrator"):
        set_role(house, ID, "7", Role.VIEWER)


def test_whoever_is_removed_has_no_account_and_no_session(house: House, ada: str) -> None:
    bob = add_account(house, "bob", PASSWORD, Role.VIEWER)
    token = open_session(house, house.person(LOCAL, bob, "bob"))
    remove(house, LOCAL, bob)
    assert actor_of(house, token) is None
    assert [one.name for one in members(house)] == ["Ada"]
    with pytest.raises(NotFoundError):
        remove(house, LOCAL, bob)
    with pytest.raises(NotFoundError):
        set_role(house, LOCAL, bob, Role.ADMIN)
    assert add_account(house, "bob", PASSWORD, Role.VIEWER) != bob


def test_only_a_steward_sees_who_is_here_and_an_administrator_changes_it(
    house: House, ada: str
) -> None:
    for role in (None, Role.VIEWER, Role.ANALYST, Role.STEWARD):
        person = house.person(ID, role.word if role else "nobody", "Eve")
        if role:
            set_role(house, ID, role.word, role, "Eve")
        one = house.acting(person)
        for change in (
            lambda to: set_role(to, ID, "9", Role.ADMIN),
            lambda to: remove(to, ID, "9"),
        ):
            with pytest.raises(ForbiddenError):
                change(one)
        with pytest.raises(ForbiddenError):
            find_member(one, login="Ada")
        if role is Role.STEWARD:
            assert members(one)[0].name == "Ada"
            assert waiting(one) == []
        else:
            with pytest.raises(ForbiddenError):
                members(one)


def test_nobody_else_can_be_named_by_a_provider(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for issuer, subject in (
        (LOCAL, "1"),
        (MACHINE, "operator"),
        ("", "1"),
        (ID, ""),
        (ID, "x" * 256),
    ):
        with pytest.raises(LoginRefused):
            knock(house, issuer, subject, "Eve")
    with pytest.raises(InputError):
        set_role(house, " ", "7", Role.VIEWER)
    monkeypatch.setattr(rooms, "MOST_WAITING", 2)
    knock(house, ID, "1", "One")
    knock(house, ID, "2", "Two")
    with pytest.raises(LoginRefused, match="Too many"):
        knock(house, ID, "3", "Three")
    assert knock(house, ID, "2", "Two").role() is None


def test_one_name_of_two_people_names_nobody(house: House, ada: str) -> None:
    for subject in "12":
        knock(house, ID, subject, "Eve")
        knock(house, "https://other.example", subject, "Ada", "eve@example.org")
    for wanted in ({"email": "eve@example.org"}, {"subject": "1"}, {"login": "eve"}):
        with pytest.raises(NotFoundError):
            find_member(house, **wanted)
    for too_little in ({}, {"issuer": ID}):
        with pytest.raises(InputError):
            find_member(house, **too_little)
    assert find_member(house, subject="2", issuer=ID).name == "Eve"
    assert find_member(house, login=" ADA").subject == ada


def test_a_role_is_called_by_its_word() -> None:
    assert [role_called(role.word.title()) for role in Role] == list(Role)
    with pytest.raises(InputError, match="viewer"):
        role_called("owner")


def test_the_check_comes_first_and_names_the_role(house: House) -> None:
    asked: list[str] = []

    @needs(Role.STEWARD)
    def act(of: House, what: str = "nothing") -> None:
        asked.append(what)

    assert act.role_needed is Role.STEWARD
    with pytest.raises(ForbiddenError, match="without a role"):
        act(house.acting(NOBODY))
    set_role(house, ID, "7", Role.VIEWER)
    with pytest.raises(ForbiddenError, match="Your role is viewer; this needs the role steward"):
        act(of=house.acting(house.person(ID, "7", "Eve")), what="all")
    assert asked == []
    act(house, "some")
    act(of=house)
    assert asked == ["some", "nothing"]
    with pytest.raises(ForbiddenError):
        demand(house.acting(NOBODY), Role.VIEWER)
    with pytest.raises(TypeError):
        needs(Role.VIEWER)(len)


def test_a_login_is_configured_by_an_account_or_a_provider(tmp_path: Path) -> None:
    with_none = House(tmp_path / "new")
    assert not with_none.login_configured()
    assert with_none.login_configured(provider=True)
    assert with_none.role() is None
    add_account(with_none.acting(OPERATOR), "ada", PASSWORD, Role.ADMIN)
    assert with_none.login_configured()
    with_none.close()


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "access.sqlite").write_bytes(b"no database at all, but long enough for one" * 50)
    with pytest.raises(InputError, match="nobody is let in"):
        House(tmp_path)


def test_a_house_that_was_closed_lets_nobody_in(house: House, ada: str) -> None:
    person = house.person(LOCAL, ada, "Ada")
    house.close()
    with pytest.raises(InputError, match="nobody is let in"):
        person.role()


def test_what_a_transaction_gives_is_taken_back_with_it(house: House, ada: str) -> None:
    def fail() -> None:
        with house.store.write() as cursor:
            give(cursor, house, (ID, "7"), Role.ADMIN, "Eve")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [one.name for one in members(house)] == ["Ada"]
