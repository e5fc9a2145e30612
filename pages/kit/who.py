"""Who is in front of the page: the session in a cookie, asked of the house at every run."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from recsys_core.services.access.actor import NOBODY, OPERATOR, Actor, Role
from recsys_core.services.access.opened import has_house, house_at
from recsys_core.services.access.sessions import actor_of, close_session
from recsys_core.services.workspace.workspace import Workspace

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE, TLS_COOKIE = "tastelab", "__Host-tastelab"
"""Over TLS under a name that browsers take from this server alone, and never without TLS."""


def login_needed(folder: Path) -> bool:
    """Whether nobody is let in without one: other machines reach the server, by themselves or by a
    proxy under another name, somebody has an account, or a provider is named.
    """
    names = {st.get_option("server.address"), *st.get_option("server.allowedHosts")}
    return (
        not names.issubset(LOOPBACK)
        or provider_named()
        or (has_house(folder) and house_at(folder).login_configured())
    )


def provider_named() -> bool:
    """Whether a provider of OpenID Connect is named in the secrets."""
    return bool(get_secrets_auth_section())


def token_in(cookies: Mapping[str, str]) -> str:
    """The token of the session, "" without one."""
    return cookies.get(TLS_COOKIE) or cookies.get(COOKIE) or ""


def holder(folder: Path, cookies: Mapping[str, str]) -> Actor:
    """Whose session the cookies hold; `NOBODY` where it is none, or over."""
    token = token_in(cookies)
    known = actor_of(house_at(folder), token) if token and has_house(folder) else None
    return known or NOBODY


def actor(folder: Path) -> Actor:
    """Who acts in this run of a page."""
    return holder(folder, st.context.cookies) if login_needed(folder) else OPERATOR


def sign_out(folder: Path) -> None:
    """End the session of this browser; a copy of its cookie opens nothing either."""
    if token := token_in(st.context.cookies):
        close_session(house_at(folder), token)


def works(ws: Workspace) -> bool:
    """Whether they may import, train and save: to others the buttons for it are not offered."""
    return (ws.role() or 0) >= Role.ANALYST
