"""A server that other machines reach starts only where somebody can sign in."""

from pathlib import Path

import pytest
import streamlit as st

import serve
from pages.kit import guard, warm, who
from recsys_core.services.access.house import House
from recsys_core.services.access.opened import close_houses, has_house
from web.address import Address, announced
from web.provider import VARIABLES, secrets_of

OPEN = Address("0.0.0.0", 8501, ("localhost", "tastelab.example.com"))
PROVIDER = {name: f"https://id.example/{name}" for name in VARIABLES.values()}


@pytest.mark.parametrize(
    ("host", "by"),
    [
        ("0.0.0.0", "HOST=0.0.0.0"),
        ("127.0.0.1", "ALLOWED_HOSTS=tastelab.example.com"),  # behind a proxy
    ],
)
def test_without_a_login_it_does_not_start_and_says_how_to_get_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    host: str,
    by: str,
) -> None:
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path))
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("ALLOWED_HOSTS", "tastelab.example.com")
    monkeypatch.setattr(warm, "in_background", lambda: pytest.fail("started"))
    assert serve.main() == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{by} lets other machines in, and nobody could log in yet.")
    assert "users add --login NAME --role admin" in said
    assert said.count("\n") == 1
    assert not has_house(guard.folder())


def test_with_an_account_it_says_who_is_let_in(house: House) -> None:
    said = announced(OPEN, provider_named=False)
    assert "for tastelab.example.com; whoever has no login sees the login page only." in said


def test_a_provider_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path))
    assert announced(OPEN, provider_named=True)
    close_houses()


def test_a_provider_is_named_whole_or_not_at_all() -> None:
    assert secrets_of({}) is None
    found = secrets_of(PROVIDER)
    assert found is not None
    assert found["auth"]["client_id"] == "https://id.example/OIDC_CLIENT_ID"
    assert found["auth"]["cookie_secret"] != secrets_of(PROVIDER)["auth"]["cookie_secret"]
    del PROVIDER["OIDC_CLIENT_SECRET"]
    with pytest.raises(ValueError, match="OIDC_CLIENT_SECRET must be set too"):
        secrets_of(PROVIDER)


@pytest.mark.parametrize("option", ["server.address", "server.allowedHosts"])
def test_behind_a_proxy_nobody_is_let_in_when_the_accounts_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    real = st.get_option
    other = "shop.example" if option == "server.address" else ["localhost", "shop.example"]
    assert not who.login_needed(tmp_path)
    monkeypatch.setattr(st, "get_option", lambda name: other if name == option else real(name))
    assert who.login_needed(tmp_path)
