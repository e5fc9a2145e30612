"""Members: who has which role in a workspace, and who logged in and waits for one."""

from typing import NamedTuple

from recsys_core.schema.errors import InputError, LoginRefused, NotFoundError
from recsys_core.services.access import messages as m
from recsys_core.services.access.actor import LOCAL, MACHINE, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.names import folded_login
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import recording
from recsys_core.storage.access import account_table, member_table, session_table
from recsys_core.storage.access.member_table import MemberRow
from recsys_core.storage.access.store import Cursor
from recsys_core.wording.messages import say

LONGEST = 255
"""Characters of an issuer, a subject (OpenID Connect Core 1.0, section 2) or a name."""
MOST_WAITING = 1000


class Member(NamedTuple):
    """A person. role: None while they wait for one.  login: of a local account, else None.
    last_seen, added_at: seconds since 1970.
    """

    issuer: str
    subject: str
    name: str
    email: str
    role: Role | None
    login: str | None
    last_seen: float | None
    added_at: float
    added_by: str


@needs(Role.STEWARD)
def members(house: House, workspace: str = "") -> list[Member]:
    """Everybody with a role, by name."""
    return [one for one in _all(house, workspace) if one.role is not None]


@needs(Role.STEWARD)
def waiting(house: House, workspace: str = "") -> list[Member]:
    """Who logged in at the provider and has no role yet, by name."""
    return [one for one in _all(house, workspace) if one.role is None]


@needs(Role.ADMIN)
def find_member(
    house: House,
    *,
    login: str = "",
    email: str = "",
    issuer: str = "",
    subject: str = "",
    workspace: str = "",
) -> Member:
    """The one person of whom all that is given holds, whether or not they wait for a role;
    `NotFoundError` for nobody and for several, `InputError` where too little is given. What
    somebody is called counts for nothing: whoever logs in at a provider may choose it.
    """
    given = {"login": folded_login(login), "email": email.strip().casefold()}
    given = {**given, "issuer": issuer.strip(), "subject": subject.strip()}
    if not (given["login"] or given["email"] or given["subject"]):
        raise InputError(say(m.WHO_IS_MEANT))
    hits = _all(house, workspace)
    for what, text in given.items():
        hits = [one for one in hits if not text or _folded(getattr(one, what), what) == text]
    if len(hits) != 1:
        said = " ".join(text for text in (login, email, issuer, subject) if text)
        raise NotFoundError(say(m.SEVERAL_MEMBERS if hits else m.NO_SUCH_MEMBER, name=said))
    return hits[0]


@needs(Role.ADMIN)
def set_role(
    house: House, issuer: str, subject: str, role: Role, name: str = "", workspace: str = ""
) -> None:
    """Give a person a role, whether or not they are known yet. `InputError` where that leaves no
    administrator.
    """
    if not all(0 < len(part) <= LONGEST for part in (issuer.strip(), subject.strip())):
        raise InputError(say(m.NO_SUBJECT, most=LONGEST))
    about = {"role": role.word, "person": f"{issuer}\n{subject}", "name": name}
    with recording(house, "role", **about), house.store.write() as cursor:
        if issuer == LOCAL and account_table.account_of(cursor, subject) is None:
            raise NotFoundError(say(m.NO_SUCH_MEMBER, name=subject))
        if role != Role.ADMIN:
            _keep_an_admin(cursor, workspace, issuer, subject)
        give(cursor, house, (issuer, subject), role, name or subject, workspace)


def give(
    cursor: Cursor,
    house: House,
    person: tuple[str, str],
    role: Role,
    name: str,
    workspace: str = "",
) -> None:
    """Within a transaction: note the person where they are new, and their role."""
    by, now = house.actor.name, house.clock()
    member_table.keep_member(cursor, workspace, *person, name[:LONGEST], now, by)
    member_table.give_role(cursor, workspace, *person, role.word, by)


@needs(Role.ADMIN)
def remove(house: House, issuer: str, subject: str, workspace: str = "") -> None:
    """Take a person out: role, sessions and, of a local one, the account. `NotFoundError` where
    nobody knows them, `InputError` for the last administrator.
    """
    about = {"what": "removed", "person": f"{issuer}\n{subject}"}
    with recording(house, "account", **about) as told, house.store.write() as cursor:
        one = member_table.find_member(cursor, workspace, issuer, subject)
        if one is None:
            raise NotFoundError(say(m.NO_SUCH_MEMBER, name=subject))
        told["name"] = one.name
        _keep_an_admin(cursor, workspace, issuer, subject)
        member_table.delete_member(cursor, workspace, issuer, subject)
        session_table.raise_version(cursor, issuer, subject, house.clock())
        if issuer == LOCAL:
            account_table.delete_account(cursor, subject)


def knock(house: House, issuer: str, subject: str, name: str, email: str = "") -> Actor:
    """Somebody whom the provider vouches for. Whoever is not known yet waits for a role from now
    on; `LoginRefused` where too many do. email: only one the provider has verified.
    """
    name, email = name[:LONGEST] or subject, email[:LONGEST]
    named = all(0 < len(part) <= LONGEST for part in (issuer, subject))
    if not named or issuer in (LOCAL, MACHINE):
        raise LoginRefused(say(m.NO_SUBJECT, most=LONGEST))
    with house.store.read() as cursor:
        known = member_table.find_member(cursor, "", issuer, subject)
    if known is None or (known.name, known.email) != (name, email):
        with house.store.write() as cursor:
            if known is None and member_table.count_waiting(cursor, "") >= MOST_WAITING:
                raise LoginRefused(say(m.TOO_MANY_WAIT))
            member_table.keep_member(cursor, "", issuer, subject, name, house.clock(), name)
            member_table.call_member(cursor, issuer, subject, name, email)
    return house.person(issuer, subject, name)


def _all(house: House, workspace: str) -> list[Member]:
    with house.store.read() as cursor:
        return [_member(row) for row in member_table.list_members(cursor, workspace)]


def _member(row: MemberRow) -> Member:
    role = Role[row.role.upper()] if row.role else None
    return Member(
        row.issuer,
        row.subject,
        row.name,
        row.email,
        role,
        row.login,
        row.last_seen,
        row.added_at,
        row.added_by,
    )


def _folded(value: str | None, what: str) -> str:
    return (value or "").casefold() if what == "email" else value or ""


def _keep_an_admin(cursor: Cursor, workspace: str, issuer: str, subject: str) -> None:
    one = member_table.find_member(cursor, workspace, issuer, subject)
    admin = Role.ADMIN.word
    if (
        one is not None
        and one.role == admin
        and not member_table.others_with(cursor, workspace, admin, issuer, subject)
    ):
        raise InputError(say(m.LAST_ADMIN, name=one.name))
