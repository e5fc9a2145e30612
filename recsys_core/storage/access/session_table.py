"""Sessions, known by the hash of what the browser holds, and settings of how long they last."""

from typing import NamedTuple

from recsys_core.storage.access.store import Cursor


class SessionRow(NamedTuple):
    """A session. current: 1 unless it was closed, or is from before a log-out everywhere."""

    issuer: str
    subject: str
    name: str
    last_seen: float
    expires: float
    current: int


def find_session(cursor: Cursor, token: bytes) -> SessionRow | None:
    """By the hash of its token."""
    found = cursor.execute(
        "SELECT s.issuer, s.subject, s.name, s.last_seen, s.expires,"
        " NOT s.closed AND s.version = coalesce(v.version, 0)"
        " FROM sessions s LEFT JOIN session_versions v"
        " ON v.issuer = s.issuer AND v.subject = s.subject WHERE s.token = ?",
        [token],
    ).fetchone()
    return SessionRow._make(found) if found else None


def insert_session(
    cursor: Cursor, token: bytes, issuer: str, subject: str, name: str, now: float, expires: float
) -> None:
    """A new one, of the person's version of now."""
    version, _ = session_version(cursor, issuer, subject)
    cursor.execute(
        "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [token, issuer, subject, name, version, now, now, expires],
    )


def saw_session(cursor: Cursor, token: bytes, now: float) -> None:
    """It was used."""
    cursor.execute("UPDATE sessions SET last_seen = ? WHERE token = ?", [now, token])


def close_session(cursor: Cursor, token: bytes) -> None:
    """It stays, so that a copy of its token opens nothing."""
    cursor.execute("UPDATE sessions SET closed = 1 WHERE token = ?", [token])


def forget_expired(cursor: Cursor, now: float) -> None:
    """Sessions that are over by the clock."""
    cursor.execute("DELETE FROM sessions WHERE expires < ?", [now])


def forget_sessions(cursor: Cursor) -> None:
    """All of them, whoever's."""
    cursor.execute("DELETE FROM sessions")


def session_version(cursor: Cursor, issuer: str, subject: str) -> tuple[int, float]:
    """The number that sessions of a person must carry, and since when."""
    found = cursor.execute(
        "SELECT version, changed_at FROM session_versions WHERE issuer = ? AND subject = ?",
        [issuer, subject],
    ).fetchone()
    return (found[0], found[1]) if found else (0, 0.0)


def raise_version(cursor: Cursor, issuer: str, subject: str, now: float) -> None:
    """All sessions of a person are over."""
    version, _ = session_version(cursor, issuer, subject)
    cursor.execute(
        "INSERT OR REPLACE INTO session_versions VALUES (?, ?, ?, ?)",
        [issuer, subject, version + 1, now],
    )


def setting(cursor: Cursor, key: str, otherwise: float) -> float:
    """A number that was chosen, else the usual one."""
    found = cursor.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone()
    return float(found[0]) if found else otherwise


def keep_setting(cursor: Cursor, key: str, value: float) -> None:
    """From now on."""
    cursor.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [key, value])
