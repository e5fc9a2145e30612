"""Who is here: roles, who waits for one, accounts of this server, and signing people out."""

import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from pages.kit import errors, guard, layout, tables
from pages.kit.text import plain
from pages.parts.settings import messages as m
from recsys_core.services.access.accounts import LEAST, add_account, reset_password
from recsys_core.services.access.actor import LOCAL, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import Member, members, remove, set_role, waiting
from recsys_core.services.access.opened import has_house, house_at
from recsys_core.services.access.sessions import close_all
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

SHOWN, PROBLEM = "_password_shown", "_people_problem"
LOGIN, NAME, ROLE = "account-login", "account-name", "account-role"
PERSON, NEW_ROLE, SURE = "person", "new-role", "sure"
PASSWORD = "account-password"
PASSWORD_BYTES = 12


def line(ws: Workspace) -> str:
    """How many may sign in, and how many wait."""
    known = _members(ws)
    if not known:
        return say(m.NOBODY_SIGNS_IN)
    left = waiting(_house(ws))
    asking = say(m.SO_MANY_WAIT, n=len(left)) if left else ""
    return " ".join(filter(None, [say(m.SO_MANY_SIGN_IN, n=len(known)), asking]))


def show(ws: Workspace) -> None:
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
    _password_once()
    rules = ws.role() == Role.ADMIN
    known = _members(ws)
    if has_house(guard.folder()):
        _waiting(ws, rules)
    layout.section(say(m.WHO_IS_HERE), say(m.ABOUT_ROLES))
    if known:
        _table(known)
        if rules:
            _choose(ws, known)
    if not rules:
        layout.quiet(say(m.ADMIN_GIVES_ROLES))
        return
    _new_account(ws, first=not any(one.role == Role.ADMIN for one in known))


def _house(ws: Workspace) -> House:
    return house_at(guard.folder()).acting(ws.actor)


def _members(ws: Workspace) -> list[Member]:
    """Nobody, and no file made, where nobody was ever given a role."""
    return members(_house(ws)) if has_house(guard.folder()) else []


def _waiting(ws: Workspace, rules: bool) -> None:
    asking = waiting(_house(ws))
    if not asking:
        return
    layout.section(say(m.WHO_WAITS), say(m.ABOUT_WAITING))
    for number, one in enumerate(asking):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            email = say(m.WITH_EMAIL, name=one.name, email=one.email)
            st.text(email if one.email else one.name, width=320)
            st.caption(plain(one.issuer), width=320)
            if rules:
                key = f"waiting-role-{number}"
                _roles(key, Role.VIEWER)
                label, at = say(m.GIVE_ROLE), f"give-{number}"
                st.button(label, key=at, on_click=_give, args=(ws, one, key))


def _table(known: list[Member]) -> None:
    rows = [
        {
            "name": one.name,
            "role": one.role.title if one.role else "",
            "by": one.login or one.issuer,
            "seen": one.last_seen,
        }
        for one in known
    ]
    frame = pd.DataFrame(rows).assign(
        seen=lambda f: tables.local_time(pd.to_datetime(f["seen"].astype(float), unit="s"))
    )
    columns = {
        "name": tables.text(say(m.NAME)),
        "role": tables.text(say(m.ROLE)),
        "by": tables.text(say(m.SIGNS_IN_AS)),
        "seen": tables.moment(say(m.LAST_SEEN)),
    }
    tables.show(
        frame, columns, key="people", alt=say(m.PEOPLE_ALT), file_name="people.csv", rows=12
    )


def _choose(ws: Workspace, known: list[Member]) -> None:
    """One of them by who they are, not by their row: rows change hands."""
    people = {f"{one.issuer} {one.subject}": one for one in known}
    chosen = st.selectbox(
        say(m.A_PERSON),
        people,
        None,
        format_func=lambda key: people[key].name if key in people else "",
        key=PERSON,
        width=320,
    )
    if chosen in people:
        _one(ws, people[chosen])


def _one(ws: Workspace, one: Member) -> None:
    """What may be done with the person of the chosen row."""
    with layout.controls("person"), layout.card("person"):
        st.text(say(m.SAID_OF, name=one.name, date=_since(one), by=one.added_by))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _roles(f"{NEW_ROLE}-{one.subject}", one.role or Role.VIEWER)
            args = (ws, one, f"{NEW_ROLE}-{one.subject}")
            st.button(say(m.CHANGE_ROLE), key="change-role", on_click=_give, args=args)
            st.button(say(m.SIGN_THEM_OUT), key="sign-them-out", on_click=_out, args=(ws, one))
            if one.issuer == LOCAL:
                label = say(m.NEW_PASSWORD_FOR)
                st.button(label, key="reset-password", on_click=_reset, args=(ws, one))
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input(plain(say(m.TYPE_TO_REMOVE, name=one.name)), key=SURE, width=320)
            st.button(say(m.REMOVE_PERSON), key="remove-person", on_click=_remove, args=(ws, one))


def _new_account(ws: Workspace, *, first: bool) -> None:
    """A form for an account of this server; the first one administrates."""
    layout.section(say(m.NEW_ACCOUNT), say(m.FIRST_ACCOUNT if first else m.ABOUT_ACCOUNT))
    with (
        layout.controls("new-account"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        st.text_input(say(m.SIGN_IN_NAME), key=LOGIN, max_chars=64, width=220, autocomplete="off")
        st.text_input(say(m.NAME_SHOWN), key=NAME, max_chars=64, width=260, autocomplete="off")
        _roles(ROLE, Role.ADMIN if first else Role.ANALYST, only=first)
        if first:
            # Typed, for the page closes as soon as the account is there.
            label, about = say(m.PASSWORD_OF_FIRST), say(m.ABOUT_FIRST_PASSWORD, least=LEAST)
            st.text_input(label, key=PASSWORD, type="password", help=plain(about), width=260)
        st.button(say(m.MAKE_ACCOUNT), key="make-account", on_click=_add, args=(ws, first))


def _roles(key: str, role: Role, *, only: bool = False) -> None:
    roles = [role] if only else list(Role)
    st.selectbox(
        say(m.ROLE), roles, roles.index(role), key=key, width=200, format_func=lambda one: one.title
    )


def _password_once() -> None:
    """A password that was just made, until somebody says that they have it."""
    if made := st.session_state.get(SHOWN):
        name, password = made
        with layout.card("password"):
            st.text(say(m.PASSWORD_ONCE, name=name))
            st.code(password, language=None)
            st.button(say(m.HAVE_IT), key="have-password", on_click=_have_it)


def _have_it() -> None:
    st.session_state.pop(SHOWN, None)


def _done(work: Callable[[], object]) -> bool:
    """Whether it could be done; the sentence of what could not is shown in the next run."""
    try:
        work()
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)
        return False
    return True


def _give(ws: Workspace, one: Member, key: str) -> None:
    role = Role(st.session_state[key])
    _done(lambda: set_role(_house(ws), one.issuer, one.subject, role, one.name))


def _out(ws: Workspace, one: Member) -> None:
    _done(lambda: close_all(_house(ws), Actor(one.issuer, one.subject, one.name)))


def _reset(ws: Workspace, one: Member) -> None:
    made = secrets.token_urlsafe(PASSWORD_BYTES)
    if _done(lambda: reset_password(_house(ws), one.subject, made)):
        st.session_state[SHOWN] = (one.name, made)


def _remove(ws: Workspace, one: Member) -> None:
    if st.session_state[SURE].strip() != one.name:
        st.session_state[PROBLEM] = say(m.NAME_NOT_TYPED, name=one.name)
    elif _done(lambda: remove(_house(ws), one.issuer, one.subject)):
        st.session_state[SURE] = ""


def _add(ws: Workspace, first: bool) -> None:
    login, name = st.session_state[LOGIN], st.session_state[NAME]
    made = st.session_state[PASSWORD] if first else secrets.token_urlsafe(PASSWORD_BYTES)
    role = Role(st.session_state[ROLE])
    if _done(lambda: add_account(_house(ws), login, made, role, name)):
        st.session_state[LOGIN] = st.session_state[NAME] = ""
        if first:
            st.session_state[PASSWORD] = ""
        else:
            st.session_state[SHOWN] = (name or login, made)


def _since(one: Member) -> str:
    return day(pd.Timestamp(one.added_at, unit="s"))
