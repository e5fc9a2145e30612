"""Names and passwords, and what happens to whoever guesses."""

import pytest

from recsys_core.schema.errors import ForbiddenError, InputError, LoginRefused, NotFoundError
from recsys_core.services.access import accounts
from recsys_core.services.access import messages as m
from recsys_core.services.access.accounts import (
    add_account,
    change_password,
    check_password,
    must_change,
    reset_password,
    verify,
)
from recsys_core.services.access.actor import LOCAL, NOBODY, OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import members
from recsys_core.services.access.names import folded_login
from recsys_core.services.access.sessions import actor_of, open_session
from tests.recsys_core.services.access.conftest import PASSWORD, Watch

HERE = "10.0.0.1"


def why_refused(house: House, login: str, password: str, address: str = HERE) -> str:
    with pytest.raises(LoginRefused) as refused:
        verify(house, login, password, address)
    return str(refused.value)


@pytest.mark.parametrize("login", ["Ada", " ADA ", "\uff21da"])
def test_a_name_is_the_same_however_it_is_typed(house: House, ada: str, login: str) -> None:
    found = verify(house, login, PASSWORD, HERE)
    assert (found.issuer, found.subject, found.name) == (LOCAL, ada, "Ada")
    assert found.role() is Role.ADMIN
    assert folded_login(login) == "ada"


def test_wrong_name_and_wrong_password_are_told_apart_by_nothing(house: House, ada: str) -> None:
    said = [
        [why_refused(house, login, "wrong wrong wrong", f"{HERE}{n}") for n in range(7)]
        for login in ("ada", "nobody")
    ]
    assert said[0] == said[1]
    assert said[0][:5] == [m.REFUSED] * 5
    assert "1 minute" in said[0][5]


def test_an_unknown_name_costs_a_hash_as_well(
    house: House, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    fits = accounts._fits
    monkeypatch.setattr(accounts, "_fits", lambda *given: asked.append(1) or fits(*given))
    for login in ("ada", "nobody"):
        why_refused(house, login, "wrong wrong wrong")
    assert len(asked) == 2


def test_waiting_grows_to_a_quarter_of_an_hour_and_ends(
    house: House, ada: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert accounts.MOST_TRIES == 100
    monkeypatch.setattr(accounts, "MOST_TRIES", 14)
    waits = []
    for n in range(14):
        assert why_refused(house, "ada", "wrong wrong wrong", f"{HERE}.{n}") == m.REFUSED
        start = watch.now
        while n > 3 and n < 13 and "minute" in why_refused(house, "ada", PASSWORD, "another"):
            watch.now += 60
            with house.store.read() as cursor:
                cursor.execute("SELECT locked_until FROM attempts WHERE key = 'ada'")
                if cursor.fetchone()[0] <= watch.now:
                    break
        waits.append((watch.now - start) / 60)
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:9] == [1, 2, 4, 8, 15]
    assert set(waits[9:13]) == {15}
    watch.now += 40 * 24 * 3600
    assert why_refused(house, "ada", PASSWORD) == m.LOCKED
    reset_password(house, ada, "quite another secret")
    assert verify(house, "ada", "quite another secret", HERE).subject == ada


def test_a_right_password_ends_the_count(house: House, ada: str) -> None:
    for _ in range(3):
        for _ in range(4):
            why_refused(house, "ada", "wrong wrong wrong")
        verify(house, "ada", PASSWORD, HERE)


def test_names_are_forgotten_alike_whether_or_not_they_exist(
    house: House, ada: str, watch: Watch
) -> None:
    for days in (2, 31):
        said = []
        for login in ("ada", "nobody"):
            for n in range(5):
                why_refused(house, login, "wrong wrong wrong", f"{HERE}{n}")
        watch.now += days * 24 * 3600
        for login in ("ada", "nobody"):
            said.append([why_refused(house, login, "wrong wrong wrong") for _ in range(2)])
        assert said[0] == said[1]
        assert (said[0][1] == m.REFUSED) == (days == 31)
        watch.now += 31 * 24 * 3600


def test_addresses_of_one_network_are_one(
    house: House, ada: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "ADDRESS_TRIES", 4)
    for n in range(4):
        why_refused(house, f"name{n}", "wrong wrong wrong", f"2001:db8::{n}")
    assert "15 minutes" in why_refused(house, "ada", PASSWORD, "2001:db8::ffff")
    assert verify(house, "ada", PASSWORD, "2001:db8:0:1::1").subject == ada


def test_an_address_waits_whatever_names_it_tries(
    house: House, ada: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "ADDRESS_TRIES", 10)
    for n in range(accounts.ADDRESS_TRIES):
        assert why_refused(house, f"name{n}", "wrong wrong wrong") == m.REFUSED
    assert "15 minutes" in why_refused(house, "ada", PASSWORD)
    assert verify(house, "ada", PASSWORD, "10.0.0.2").subject == ada
    watch.now += 15 * 60
    assert verify(house, "ada", PASSWORD, HERE).subject == ada


def test_a_clock_set_back_locks_nobody_out_for_long(house: House, ada: str, watch: Watch) -> None:
    for _ in range(accounts.FREE_TRIES):
        why_refused(house, "ada", "wrong wrong wrong")
    watch.now -= 30 * 24 * 3600
    assert "15 minutes" in why_refused(house, "ada", PASSWORD)


@pytest.mark.parametrize(
    "password", ["short", "x" * 11, "x" * 257, "xxxxxxxxxxxxxxxx", "adalovelace-and-more"]
)
def test_weak_passwords_are_refused(house: House, password: str) -> None:
    with pytest.raises(InputError):
        check_password(password, "AdaLovelace")
    with pytest.raises(InputError):
        add_account(house, "AdaLovelace", password, Role.ADMIN)
    assert members(house) == []


@pytest.mark.parametrize("login", ["", "   ", "two words", "x" * 65, "new\nline"])
def test_names_nobody_could_log_in_with_are_refused(house: House, login: str) -> None:
    with pytest.raises(InputError):
        add_account(house, login, PASSWORD, Role.VIEWER)


def test_a_name_is_taken_once(house: House, ada: str) -> None:
    with pytest.raises(InputError, match="already"):
        add_account(house, "ADA", PASSWORD, Role.VIEWER)


def test_only_an_administrator_makes_accounts_and_others_passwords(house: House, ada: str) -> None:
    for role in (Role.VIEWER, Role.ANALYST, Role.STEWARD):
        subject = add_account(house, role.word, PASSWORD, role)
        one = house.acting(house.person(LOCAL, subject, role.word))
        with pytest.raises(ForbiddenError):
            add_account(one, "mallory", PASSWORD, Role.ADMIN)
        with pytest.raises(ForbiddenError):
            reset_password(one, ada, "quite another secret")
    with pytest.raises(ForbiddenError):
        add_account(house.acting(NOBODY), "mallory", PASSWORD, Role.ADMIN)


def test_a_password_from_somebody_else_has_to_be_changed(house: House, ada: str) -> None:
    admin = house.acting(house.person(LOCAL, ada, "Ada"))
    subject = add_account(admin, "bob", PASSWORD, Role.VIEWER)
    bob = verify(house, "bob", PASSWORD, HERE)
    assert must_change(house, bob)
    assert not must_change(house, admin.actor)
    assert not must_change(house, OPERATOR)
    with pytest.raises(InputError, match="Choose another"):
        change_password(house, bob, PASSWORD, PASSWORD, HERE)
    with pytest.raises(LoginRefused):
        change_password(house, bob, "not the old one", "something of my own", HERE)
    token = open_session(house, bob)
    change_password(house, bob, PASSWORD, "something of my own", HERE)
    assert not must_change(house, bob)
    assert actor_of(house, token) is None
    reset_password(admin, subject, "given once again")
    assert must_change(house, bob)
    with pytest.raises(NotFoundError):
        reset_password(house, "no such subject", PASSWORD)
    with pytest.raises(InputError, match="no password here"):
        change_password(house, house.person("https://id", "7", "Eve"), "a", "b", HERE)


def test_no_password_lies_in_the_folder(house: House, ada: str) -> None:
    for path in house.path.iterdir():
        assert PASSWORD.encode() not in path.read_bytes()
    for path in house.path.glob("access.sqlite*"):
        assert path.stat().st_mode & 0o777 == 0o600
