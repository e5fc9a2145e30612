"""Accounts and roles by command, beside a server that has the workspace open."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli import users
from recsys_core.cli.main import main
from recsys_core.services.access.accounts import verify
from recsys_core.services.access.actor import Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import knock
from recsys_core.services.access.sessions import actor_of, open_session

PASSWORD = "a long enough secret"
ID = "https://id.example"


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    def run(*words: str, code: int = 0, password: str = PASSWORD) -> Any:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        assert main(["--workspace", str(tmp_path), "--json", "users", *words]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err.strip()

    return run


def test_an_account_is_made_changed_and_removed(call: Any, tmp_path: Path) -> None:
    assert call() == []
    (ada,) = call("add", "--login", "Ada", "--role", "admin")
    assert {key: ada[key] for key in ("who", "issuer", "role", "last_seen", "login")} == {
        "who": "Ada",
        "issuer": "local",
        "role": "admin",
        "last_seen": None,
        "login": "ada",
    }
    house = House(tmp_path)
    person = verify(house, "ada", PASSWORD, "here")
    token = open_session(house, person)
    assert call("list")[0]["last_seen"].startswith("20")
    assert "last administrator" in call("remove", "--login", "ada", code=2)
    call("add", "--login", "bob", "--role", "admin", "--name", "Bob B.")
    call("role", "--login", "ada", "--role", "viewer")
    assert person.role() is Role.VIEWER
    call("sign-out", "--login", "ada")
    assert actor_of(house, token) is None
    call("password", "--login", "ada", password="quite another secret")
    assert verify(house, "ada", "quite another secret", "here") == person
    assert [one["who"] for one in call("remove", "--login", "ada")] == ["Bob B."]
    assert person.role() is None
    house.close()


def test_people_of_a_provider_are_let_in(call: Any, tmp_path: Path) -> None:
    house = House(tmp_path)
    knock(house, ID, "7", "Eve", "eve@example.org")
    (waits,) = call()
    assert (waits["who"], waits["role"], waits["email"]) == ("Eve", None, "eve@example.org")
    assert call("add", "--email", "eve@example.org", "--role", "analyst")[0]["role"] == "analyst"
    found = call("add", "--issuer", ID, "--subject", "8", "--role", "viewer", "--name", "Kim")
    assert [one["who"] for one in found] == ["Eve", "Kim"]
    assert house.person(ID, "8", "Kim").role() is Role.VIEWER
    house.close()


def test_what_is_missing_is_said(call: Any) -> None:
    assert "--role" in call("add", "--login", "ada", code=2)
    assert "choose viewer" in call("add", "--login", "ada", "--role", "owner", code=2)
    assert "who is meant" in call("remove", code=2)
    assert "12 characters" in call(
        "add", "--login", "ada", "--role", "admin", code=2, password="short"
    )
    assert call("remove", "--login", "ada", code=2).startswith("Nobody here is called “ada”")


def test_people_read_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--workspace", str(tmp_path), "users"]) == 0
    assert "Nobody may log in yet" in capsys.readouterr().out
    answers = iter([PASSWORD, "something else here", PASSWORD, PASSWORD])
    monkeypatch.setattr(users.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(users.getpass, "getpass", lambda _: next(answers))
    add = ["--workspace", str(tmp_path), "users", "add", "--login", "ada", "--role", "admin"]
    assert main(add) == 2
    assert "not the same" in capsys.readouterr().err
    assert main(add) == 0
    assert "ada  ada" in capsys.readouterr().out
