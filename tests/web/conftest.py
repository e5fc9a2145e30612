"""A server with a login, without a server: the gate before an app that says what reached it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pages.kit import guard
from recsys_core.services.access.accounts import add_account
from recsys_core.services.access.actor import OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.opened import close_houses, house_at
from web.door import Door
from web.gate import Gate

SECRET = "correct horse battery"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """With two accounts: ada administrates, vera looks."""
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path))
    found = house_at(guard.folder()).acting(OPERATOR)
    for login, role in (("ada", Role.ADMIN), ("vera", Role.VIEWER)):
        add_account(found, login, SECRET, role, login.title())
    yield found
    close_houses()


class Behind:
    """The app behind the gate: notes what it was asked for."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.heard: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope["path"])
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (message := await receive())["type"] == "websocket.receive":
                self.heard.append(message["bytes"])
                await send({"type": "websocket.send", "bytes": b"seen"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"behind"})


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def visitor(house: House, behind: Behind) -> TestClient:
    """A browser at the gate that has not signed in."""
    return TestClient(
        Gate(behind, ("localhost",), Door()),
        base_url="http://localhost",
        follow_redirects=False,
        headers={"origin": "http://localhost"},
    )


def sign_in(visitor: TestClient, login: str = "ada", to: str = "/") -> Any:
    """What the login form answers."""
    return visitor.post("/login", data={"login": login, "password": SECRET, "to": to})
