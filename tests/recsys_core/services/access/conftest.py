"""A house with an administrator, and a clock that tests set."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from recsys_core.services.access import accounts
from recsys_core.services.access.actor import OPERATOR, Role
from recsys_core.services.access.house import House


class Watch:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", quick)
    monkeypatch.setattr(accounts, "_nobodys", quick.hash("nobody"))


@pytest.fixture
def house(tmp_path: Path, watch: Watch) -> Iterator[House]:
    """In the hands of whoever sits at the machine."""
    found = House(tmp_path / "house", clock=watch).acting(OPERATOR)
    yield found
    found.close()


PASSWORD = "a long enough secret"


@pytest.fixture
def ada(house: House) -> str:
    """The subject of the administrator."""
    return accounts.add_account(house, "Ada", PASSWORD, Role.ADMIN)
