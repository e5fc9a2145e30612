"""The house: the folder whose accounts, members and sessions hold, and what somebody may in it."""

import time
from collections.abc import Callable
from copy import copy
from functools import partial
from pathlib import Path
from typing import NamedTuple

from recsys_core.services.access.actor import NOBODY, Actor, Role
from recsys_core.storage.access import account_table, member_table, session_table
from recsys_core.storage.access.store import AccessStore

IDLE_HOURS, FULL_HOURS = "idle_hours", "full_hours"
USUAL_HOURS = {IDLE_HOURS: 12.0, FULL_HOURS: 7 * 24.0}
"""A session ends overnight if the browser was left alone, and after a week in any case: nobody
logs in twice in a working day, and a token that was copied is worth a week at most. NIST SP
800-63B-4 asks for an end within 30 days at its first level of assurance and allows a day at the
second (sections 2.1.3 and 2.2.3); both figures are settings.
"""
Clock = Callable[[], float]


class Until(NamedTuple):
    """What somebody may, and until when (seconds since 1970) unless something changes before."""

    role: Role | None
    ends: float


class _Known(NamedTuple):
    """Rights as they were read while the file's state was this one."""

    state: int
    rights: dict[tuple[str, str, bytes, str], Until]


class House:
    """An open house. Safe to use from several threads, and beside other processes.

    Whoever opens it is nobody until `acting` says who; logging in needs no role.
    """

    def __init__(self, path: Path, clock: Clock = time.time, actor: Actor = NOBODY) -> None:
        self.path, self.clock, self.actor = path, clock, actor
        self.store = AccessStore(path)
        self._known = _Known(-1, {})
        self._base = self

    def acting(self, actor: Actor) -> "House":
        """The same house in the hands of somebody."""
        view = copy(self)
        view.actor = actor
        return view

    def close(self) -> None:
        """Give the file free."""
        self.store.close()

    def role(self) -> Role | None:
        """What whoever holds it may do in the house."""
        return self.actor.role()

    def login_configured(self, provider: bool = False) -> bool:
        """Whether anybody can log in: there is a local account, or a provider is named."""
        with self.store.read() as cursor:
            return provider or account_table.any_account(cursor)

    def person(self, issuer: str, subject: str, name: str, session: bytes = b"") -> Actor:
        """Somebody whose rights are asked of the house at every use. session: the hash of the token
        they hold the session by; without one they are known by other means.
        """
        rights = partial(self._base.rights, issuer, subject, session)
        return Actor(issuer, subject, name, rights)

    def rights(self, issuer: str, subject: str, session: bytes, workspace: str) -> Role | None:
        """The role as of now: a change, by whatever process, holds at the next call."""
        state, known = self.store.state(), self._known
        if known.state != state:
            known = self._known = _Known(state, {})
        key = (issuer, subject, session, workspace)
        found = known.rights.get(key)
        if found is None:
            found = known.rights[key] = self._read(*key)
        return found.role if self.clock() < found.ends else None

    def hours(self, key: str) -> float:
        """How long a session lasts without use (IDLE_HOURS), and in all (FULL_HOURS)."""
        with self.store.read() as cursor:
            return session_table.setting(cursor, key, USUAL_HOURS[key])

    def _read(self, issuer: str, subject: str, session: bytes, workspace: str) -> Until:
        with self.store.read() as cursor:
            word = member_table.role_of(cursor, workspace, issuer, subject)
            role = Role[word.upper()] if word else None
            if not session:
                return Until(role, float("inf"))
            one = session_table.find_session(cursor, session)
            idle = session_table.setting(cursor, IDLE_HOURS, USUAL_HOURS[IDLE_HOURS])
        if one is None or not one.current or (one.issuer, one.subject) != (issuer, subject):
            return Until(None, float("inf"))
        return Until(role, min(one.expires, one.last_seen + idle * 3600))
