"""Local accounts, and how often somebody failed to log in."""

from typing import NamedTuple

from recsys_core.storage.access.store import Cursor


class AccountRow(NamedTuple):
    """A local account; `hash` is the whole argon2 text."""

    subject: str
    login: str
    hash: str
    must_change: bool


def find_account(cursor: Cursor, login: str) -> AccountRow | None:
    """By the name somebody logs in with, as `services.access.accounts` folds it."""
    return _row(
        cursor.execute(
            "SELECT subject, login, hash, must_change FROM accounts WHERE login = ?", [login]
        ).fetchone()
    )


def account_of(cursor: Cursor, subject: str) -> AccountRow | None:
    """By the number of the person."""
    return _row(
        cursor.execute(
            "SELECT subject, login, hash, must_change FROM accounts WHERE subject = ?", [subject]
        ).fetchone()
    )


def any_account(cursor: Cursor) -> bool:
    """Whether there is one."""
    return cursor.execute("SELECT 1 FROM accounts LIMIT 1").fetchone() is not None


def insert_account(
    cursor: Cursor, subject: str, login: str, hash: str, now: float, must_change: bool
) -> None:
    """A new one."""
    cursor.execute(
        "INSERT INTO accounts VALUES (?, ?, ?, ?, ?)", [subject, login, hash, now, must_change]
    )


def keep_password(cursor: Cursor, subject: str, hash: str, must_change: bool) -> None:
    """Another hash from now on."""
    cursor.execute(
        "UPDATE accounts SET hash = ?, must_change = ? WHERE subject = ?",
        [hash, must_change, subject],
    )


def delete_account(cursor: Cursor, subject: str) -> None:
    """Take one out, and what was tried with it."""
    cursor.execute(
        "DELETE FROM attempts WHERE kind = 'login' AND key IN"
        " (SELECT login FROM accounts WHERE subject = ?)",
        [subject],
    )
    cursor.execute("DELETE FROM accounts WHERE subject = ?", [subject])


class Attempts(NamedTuple):
    """How often somebody failed in a row, when last, and until when nobody is asked."""

    failed: int = 0
    latest: float = 0.0
    locked_until: float = 0.0


def attempts(cursor: Cursor, kind: str, key: str) -> Attempts:
    """Of a login (whether it exists or not) or of an address."""
    found = cursor.execute(
        "SELECT failed, latest, locked_until FROM attempts WHERE kind = ? AND key = ?", [kind, key]
    ).fetchone()
    return Attempts(*found) if found else Attempts()


def keep_attempts(cursor: Cursor, kind: str, key: str, now: Attempts) -> None:
    """In place of what was known."""
    cursor.execute("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?)", [kind, key, *now])


def forget_attempts(cursor: Cursor, kind: str, key: str) -> None:
    """They count no more."""
    cursor.execute("DELETE FROM attempts WHERE kind = ? AND key = ?", [kind, key])


def forget_old_attempts(cursor: Cursor, before: float, fewer_than: int) -> None:
    """Those whose latest was before; whether or not the name exists, which nobody may tell."""
    cursor.execute("DELETE FROM attempts WHERE latest < ? AND failed < ?", [before, fewer_than])


def _row(found: tuple[str, str, str, int] | None) -> AccountRow | None:
    return None if found is None else AccountRow(*found[:3], bool(found[3]))
