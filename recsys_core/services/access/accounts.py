"""Local accounts: a name, a password, and what happens to whoever guesses."""

import ipaddress
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from recsys_core.schema.errors import InputError, LoginRefused, NotFoundError
from recsys_core.services.access import messages as m
from recsys_core.services.access.actor import LOCAL, OPERATOR, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import give
from recsys_core.services.access.names import folded_login
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import NOBODY as NOBODY_CALLED
from recsys_core.services.audit.recording import REFUSED, record_of, recording
from recsys_core.storage.access import account_table, member_table, session_table
from recsys_core.storage.access.account_table import AccountRow, Attempts
from recsys_core.storage.access.store import Cursor
from recsys_core.wording.messages import say

LEAST, MOST = 12, 256
"""Characters of a password. NIST SP 800-63B-4 (3.1.1.2) asks for 15 where it is all there is and 8
beside a second factor, and for no mixture of kinds; 256 bounds the work of hashing.
"""
LONGEST_LOGIN = 64
FREE_TRIES = 5
"""Wrong passwords in a row after which a name waits: a minute, then twice as long each time."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 15 * 60.0
MOST_TRIES = 100
"""Wrong ones in a row after which only a new password helps (NIST SP 800-63B-4, 3.2.2)."""
ADDRESS_TRIES = 50
"""Wrong ones from one address, each within `LONGEST_WAIT` of the last, after which it waits: a team
behind one proxy mistypes less.
"""
FORGOTTEN_AFTER = 30 * 24 * 3600.0
"""Seconds after which fewer than `MOST_TRIES` wrong ones count no more."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The smallest of the settings OWASP's password storage cheat sheet names for argon2id: 19 MiB, so
that a flood of logins takes no memory from the analysts.
"""
_nobodys = _hasher.hash(secrets.token_urlsafe())
"""Checked in place of an account that is not there, so that both take the same time."""
_two_at_a_time = threading.BoundedSemaphore(2)


def verify(house: House, login: str, password: str, address: str) -> Actor:
    """Who this is, by name and password. address: where the question comes from.

    `LoginRefused` says one sentence for whatever is wrong, and another to who has to wait; both are
    the same whether or not the name exists.
    """
    who = folded_login(login)
    try:
        found = _proved(house, who, password, address)
    except LoginRefused as error:
        if str(error) == say(m.REFUSED):
            # Whoever has to wait was written down often enough.
            record_of(house.path, NOBODY_CALLED, "login", REFUSED, login=who, address=address)
        raise
    record_of(house.path, found.name, "login", account=f"{LOCAL}\n{found.subject}")
    return found


def _proved(house: House, login: str, password: str, address: str) -> Actor:
    now = house.clock()
    keys = (("login", login[: LONGEST_LOGIN + 1]), ("address", _network(address)))
    with house.store.write() as cursor:
        account_table.forget_old_attempts(cursor, now - FORGOTTEN_AFTER, MOST_TRIES)
        _not_now(cursor, keys, now)
        account = account_table.find_account(cursor, login)
        # Counted before the password is looked at: guesses at the same moment count all.
        for kind, key in keys:
            _failed(cursor, kind, key, now)
    if not _fits(account.hash if account else _nobodys, password) or account is None:
        raise LoginRefused(say(m.REFUSED))
    with house.store.write() as cursor:
        account_table.forget_attempts(cursor, "login", login)
        _take_back(cursor, *keys[1])
        if _hasher.check_needs_rehash(account.hash):
            account_table.keep_password(
                cursor, account.subject, _hash(password), account.must_change
            )
        member = member_table.find_member(cursor, "", LOCAL, account.subject)
    return house.person(LOCAL, account.subject, member.name if member else login)


@needs(Role.ADMIN)
def add_account(house: House, login: str, password: str, role: Role, name: str = "") -> str:
    """A new local account and its role; its subject. Whoever was given a password by somebody else
    than the person at the machine has to change it. `InputError` for a name that is taken or a
    password that is too short.
    """
    shown, login = name.strip() or login.strip(), folded_login(login)
    if not 0 < len(login) <= LONGEST_LOGIN or not login.isprintable() or " " in login:
        raise InputError(say(m.NO_LOGIN_NAME, most=LONGEST_LOGIN))
    check_password(password, login)
    hashed, subject = _hash(password), secrets.token_hex(16)
    about = {"role": role.word, "login": login, "person": f"{LOCAL}\n{subject}"}
    with recording(house, "account", what="made", **about), house.store.write() as cursor:
        if account_table.find_account(cursor, login) is not None:
            raise InputError(say(m.LOGIN_TAKEN, login=login))
        given = house.actor != OPERATOR
        account_table.insert_account(cursor, subject, login, hashed, house.clock(), given)
        account_table.forget_attempts(cursor, "login", login)
        give(cursor, house, (LOCAL, subject), role, shown)
    return subject


@needs(Role.ADMIN)
def reset_password(house: House, subject: str, password: str) -> None:
    """Another password for somebody, whose sessions end; `NotFoundError` without an account."""
    with house.store.read() as cursor:
        account = account_table.account_of(cursor, subject)
    if account is None:
        raise NotFoundError(say(m.NO_SUCH_MEMBER, name=subject))
    _keep(house, account, password, house.actor != OPERATOR)


def change_password(house: House, actor: Actor, old: str, new: str, address: str) -> None:
    """One's own; all sessions end, this one too. Raises as `verify` where the old one is wrong."""
    with house.store.read() as cursor:
        account = account_table.account_of(cursor, actor.subject)
    if actor.issuer != LOCAL or account is None:
        raise InputError(say(m.NO_ACCOUNT, name=actor.name, issuer=actor.issuer))
    _proved(house, account.login, old, address)
    if _normal(old) == _normal(new):
        raise InputError(say(m.PASSWORD_SAME))
    _keep(house, account, new, False)


def must_change(house: House, actor: Actor) -> bool:
    """Whether they have to choose a password of their own before anything else."""
    with house.store.read() as cursor:
        account = account_table.account_of(cursor, actor.subject) if actor.issuer == LOCAL else None
    return account is not None and account.must_change


def check_password(password: str, login: str) -> None:
    """Raise `InputError` for one that is too short, too long, or made of the name."""
    password = _normal(password)
    if len(password) < LEAST:
        raise InputError(say(m.PASSWORD_TOO_SHORT, least=LEAST))
    if len(password) > MOST:
        raise InputError(say(m.PASSWORD_TOO_LONG, most=MOST))
    folded = password.casefold()
    if len(set(folded)) == 1 or (len(login) > 3 and folded_login(login) in folded):
        raise InputError(say(m.PASSWORD_IS_NAME))


def _keep(house: House, account: AccountRow, password: str, must_change: bool) -> None:
    check_password(password, account.login)
    hashed = _hash(password)
    about = {"what": "password", "login": account.login, "person": f"{LOCAL}\n{account.subject}"}
    with recording(house, "account", **about), house.store.write() as cursor:
        account_table.keep_password(cursor, account.subject, hashed, must_change)
        account_table.forget_attempts(cursor, "login", account.login)
        session_table.raise_version(cursor, LOCAL, account.subject, house.clock())


def _not_now(cursor: Cursor, keys: tuple[tuple[str, str], ...], now: float) -> None:
    """Raise `LoginRefused` while the name or the address has to wait."""
    for kind, key in keys:
        known = account_table.attempts(cursor, kind, key)
        if kind == "login" and known.failed >= MOST_TRIES:
            raise LoginRefused(say(m.LOCKED))
        # After a clock was set back nobody waits longer than they had to.
        left = min(known.locked_until - now, LONGEST_WAIT)
        if left > 0:
            raise LoginRefused(say(m.WAIT, n=int(-(-left // 60))))


def _failed(cursor: Cursor, kind: str, key: str, now: float) -> None:
    known = account_table.attempts(cursor, kind, key)
    if kind == "address":
        failed = 1 if now - known.latest > LONGEST_WAIT else known.failed + 1
        wait = LONGEST_WAIT if failed >= ADDRESS_TRIES else 0.0
    else:
        failed = known.failed + 1
        beyond = failed - FREE_TRIES
        wait = min(FIRST_WAIT * 2.0 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else 0.0
    account_table.keep_attempts(cursor, kind, key, Attempts(failed, now, now + wait))


def _network(address: str) -> str:
    """What is counted as one address: whoever has one of IPv6 has 2^64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST_LOGIN]
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))


def _take_back(cursor: Cursor, kind: str, key: str) -> None:
    """The one that fitted was counted as well; the others of the address stay."""
    known = account_table.attempts(cursor, kind, key)
    left = Attempts(max(known.failed - 1, 0), known.latest, 0.0)
    account_table.keep_attempts(cursor, kind, key, left)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _hash(password: str) -> str:
    with _two_at_a_time:
        return _hasher.hash(_normal(password))


def _fits(hashed: str, password: str) -> bool:
    with _two_at_a_time:
        try:
            return _hasher.verify(hashed, _normal(password[: 4 * MOST]))
        except (VerificationError, InvalidHashError):
            return False
