"""Sessions: a token in the browser, its hash here, what it stands for asked at every use."""

import hashlib
import secrets

from recsys_core.schema.errors import ForbiddenError, InputError
from recsys_core.services.access import messages as m
from recsys_core.services.access.actor import Actor, Role
from recsys_core.services.access.house import FULL_HOURS, IDLE_HOURS, USUAL_HOURS, House
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import record_of, recording
from recsys_core.storage.access import member_table, session_table
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

TOKEN_BYTES = 32
NOTED_EVERY = 60
"""Seconds between two notes of when a session was last used."""
LEAST_HOURS, MOST_HOURS = 0.25, 30 * 24.0


def open_session(house: House, actor: Actor) -> str:
    """A new token for somebody who has just proved who they are; it is nowhere else."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _insert(house, token, actor.issuer, actor.subject, actor.name)
    return token


def admit(
    house: House, issuer: str, subject: str, name: str, proof: str, issued_at: float
) -> Actor | None:
    """Who a provider's signed cookie stands for, None where it no longer stands for anybody.

    proof: the cookie, or whatever no other login has in common with it. It is a session from its
    first sight on and ends like one: a copy of it is refused after `close_session(house, proof)`,
    and so is each that was issued (seconds since 1970) before the person logged out everywhere.
    """
    with house.store.read() as cursor:
        known = session_table.find_session(cursor, _hash(proof))
        _, since = session_table.session_version(cursor, issuer, subject)
    if known is None:
        if issued_at <= since or issued_at + house.hours(FULL_HOURS) * 3600 <= house.clock():
            return None
        _insert(house, proof, issuer, subject, name, issued_at)
        record_of(house.path, name, "login", account=f"{issuer}\n{subject}")
    found = actor_of(house, proof)
    return found if found and (found.issuer, found.subject) == (issuer, subject) else None


def actor_of(house: House, token: str) -> Actor | None:
    """Who holds the token; None where it is unknown, closed or over. Notes that it was used."""
    hashed, now = _hash(token), house.clock()
    with house.store.read() as cursor:
        one = session_table.find_session(cursor, hashed)
        idle = session_table.setting(cursor, IDLE_HOURS, USUAL_HOURS[IDLE_HOURS])
    if one is None or not one.current or now >= min(one.expires, one.last_seen + idle * 3600):
        return None
    if abs(now - one.last_seen) >= NOTED_EVERY:
        with house.store.write() as cursor:
            session_table.saw_session(cursor, hashed, now)
            member_table.saw_member(cursor, one.issuer, one.subject, now)
    return house.person(one.issuer, one.subject, one.name, hashed)


def close_session(house: House, token: str) -> None:
    """The token opens nothing from now on, nor does a copy of it."""
    with house.store.write() as cursor:
        one = session_table.find_session(cursor, _hash(token))
        session_table.close_session(cursor, _hash(token))
    if one is not None and one.current:
        account = f"{one.issuer}\n{one.subject}"
        record_of(house.path, one.name, "logout", account=account)


def close_all(house: House, actor: Actor) -> None:
    """Log a person out wherever they are logged in. Others than oneself: an administrator only."""
    if house.actor != actor and house.role() != Role.ADMIN:
        raise ForbiddenError(say(m.OWN_SESSIONS_ONLY))
    about = {"what": "everywhere", "person": f"{actor.issuer}\n{actor.subject}"}
    with recording(house, "logout", **about), house.store.write() as cursor:
        session_table.raise_version(cursor, actor.issuer, actor.subject, house.clock())


@needs(Role.ADMIN)
def set_hours(house: House, idle: float | None = None, full: float | None = None) -> None:
    """How long sessions last without use, and in all, from now on; `InputError` for figures nobody
    means.
    """
    for hours in (idle, full):
        if hours is not None and not LEAST_HOURS <= hours <= MOST_HOURS:
            ends = {"least": number(LEAST_HOURS), "most": number(MOST_HOURS)}
            raise InputError(say(m.NOT_HOURS, **ends))
    with house.store.write() as cursor:
        for key, hours in ((IDLE_HOURS, idle), (FULL_HOURS, full)):
            if hours is not None:
                session_table.keep_setting(cursor, key, hours)


def _insert(
    house: House, token: str, issuer: str, subject: str, name: str, since: float | None = None
) -> None:
    now = house.clock()
    expires = (now if since is None else min(since, now)) + house.hours(FULL_HOURS) * 3600
    with house.store.write() as cursor:
        session_table.forget_expired(cursor, now)
        session_table.insert_session(cursor, _hash(token), issuer, subject, name, now, expires)
        member_table.saw_member(cursor, issuer, subject, now)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
