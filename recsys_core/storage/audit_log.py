"""Who did what and when: a file of its own that only grows, each entry sealed with the one before.

SQLite and not the database of the workspace, which one process holds: whoever signs in or types a
command beside a running server is written down too. An entry's hash is SHA-256 over the hash before
it and the entry's canonical JSON, so that a changed or removed entry breaks the chain (Schneier and
Kelsey 1999, "Secure Audit Logs to Support Computer Forensics", without their evolving key: who may
write the whole folder can forge all of it). The last hash lies in a second file as well, so that a
cut tail is noticed.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recsys_core.schema.checksums import ASIDE

FILE, HEAD = "audit.sqlite", "audit.head"
DAMAGED, DAMAGE_READ = "damage-found", "damage-read"
"""Actions of the log about itself: what was found broken, and that somebody has read it."""
START = "0" * 64
_NAMES = ("BUSY", "LOCKED", "CANTOPEN", "IOERR", "NOMEM", "FULL", "READONLY")
PASSING = frozenset(getattr(sqlite3, f"SQLITE_{name}") for name in _NAMES)
"""What SQLite says where the log cannot be had now, which tells nothing of what is in it."""
WAIT = 10.0
"""Seconds to wait for another process that writes."""
TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    n INTEGER PRIMARY KEY, entry TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_action ON entries (json_extract(entry, '$.action'));
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_removed BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
CREATE TRIGGER IF NOT EXISTS only_at_the_end BEFORE INSERT ON entries
    WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM entries)
    BEGIN SELECT RAISE(ABORT, 'entries are added at the end'); END;
"""


@dataclass(frozen=True)
class AuditEntry:
    """One thing that was done. n: its number from 1, 0 before it has one; at: UTC, ISO 8601."""

    at: str
    who: str
    action: str
    outcome: str
    details: Mapping[str, Any]
    n: int = 0

    def canonical(self) -> str:
        """Its JSON as it is hashed and kept: keys in order, no spaces."""
        content = {
            "action": self.action,
            "at": self.at,
            "details": dict(self.details),
            "outcome": self.outcome,
            "who": self.who,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Damage:
    """What is broken. kind: changed (entry n is not as it was written), removed (entries before n
    are missing), cut (the last entries are gone, n of them; 0 where unknown), gone (the whole
    file), unanchored (the second file is gone), unreadable (set aside as `file`).
    """

    kind: str
    n: int = 0
    file: str = ""

    def details(self) -> dict[str, Any]:
        """As an entry keeps it."""
        return {"damage": self.kind, "number": self.n, "file": self.file}


def append(folder: Path, entries: Sequence[AuditEntry]) -> None:
    """Add entries at the end; several processes may. What is broken at the end is noted first.

    Raises `sqlite3.Error` or `OSError` where nothing can be written.
    """
    with _opened(folder) as connection, _turn(connection):
        last, sealed = _last(connection)
        damage = _damage_at_the_end(folder, connection)
        if damage is not None and not _is_noted(connection, damage):
            entries = [_about(damage, entries[0].at if entries else ""), *entries]
        for entry in entries:
            last, text = last + 1, entry.canonical()
            sealed = _sealed(sealed, text)
            connection.execute("INSERT INTO entries VALUES (?, ?, ?)", [last, text, sealed])
        connection.execute("COMMIT")
        # In a turn of its own, so that nobody else's entry comes between the two files.
        connection.execute("BEGIN IMMEDIATE")
        _write_head(folder, *_last(connection))


def note_damage(folder: Path, found: Sequence[Damage], at: str) -> None:
    """Write down what is broken, each once; the log goes on after it."""
    with _opened(folder) as connection:
        new = [one for one in found if not _is_noted(connection, one)]
    if new:
        append(folder, [_about(one, at) for one in new])


def read(folder: Path, since: str = "", action: str = "") -> list[AuditEntry]:
    """The entries, latest first. since: ISO 8601, "" for all; action: only these."""
    with _reading(folder) as connection:
        if connection is None:
            return []
        condition, given = "1", []
        if action:
            condition, given = "json_extract(entry, '$.action') = ?", [action]
        rows = connection.execute(
            f"SELECT n, entry FROM entries WHERE {condition} ORDER BY n DESC", given
        ).fetchall()
    found = (_entry(n, text) for n, text in rows)
    return [entry for entry in found if entry.at >= since]


def verify(folder: Path, newest: int | None = None) -> list[Damage]:
    """What is broken of the chain; an empty list where nothing is.

    newest: only so many of the latest entries are recomputed, all of them when None. Raises
    `sqlite3.Error` where the log cannot be had at the moment.
    """
    try:
        with _reading(folder) as connection:
            if connection is None:
                gone = _head_number(folder)
                return [Damage("gone", gone)] if gone else []
            last, _ = _last(connection)
            first = max(last - newest, 0) if newest is not None else 0
            end = _damage_at_the_end(folder, connection)
            return [*_broken(connection, first), *([end] if end else [])]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in PASSING:
            raise
        return [Damage("unreadable")]


def set_aside(folder: Path) -> Damage:
    """Move a file that SQLite cannot read out of the way, so that a new one can begin."""
    number = 1
    while (aside := folder / f"{FILE}{ASIDE}-{number}").exists():
        number += 1
    os.replace(folder / FILE, aside)
    for ending in ("-wal", "-shm"):
        (folder / f"{FILE}{ending}").unlink(missing_ok=True)
    return Damage("unreadable", _head_number(folder), aside.name)


def head_stamp(folder: Path) -> tuple[int, int]:
    """What changes with every entry; cheap."""
    try:
        about = (folder / HEAD).stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_ino


def _broken(connection: sqlite3.Connection, first: int) -> Iterator[Damage]:
    """Entries after number `first` that are not as they were written, and gaps."""
    before, sealed = first, START
    if first:
        rows = connection.execute("SELECT hash FROM entries WHERE n = ?", [first]).fetchall()
        sealed = rows[0][0] if rows else ""
    for n, text, found in connection.execute(
        "SELECT n, entry, hash FROM entries WHERE n > ? ORDER BY n", [first]
    ):
        if n != before + 1:
            yield Damage("removed", n)
        elif _sealed(sealed, text) != found:
            yield Damage("changed", n)
        before, sealed = n, found


def _damage_at_the_end(folder: Path, connection: sqlite3.Connection) -> Damage | None:
    last, _ = _last(connection)
    anchor = _head(folder)
    if anchor is None:
        return Damage("unanchored", last) if last else None
    number, sealed = anchor
    if not number:
        return None
    if number > last:
        return Damage("cut", number - last) if last else Damage("gone", number)
    rows = connection.execute("SELECT hash FROM entries WHERE n = ?", [number]).fetchall()
    return None if rows and rows[0][0] == sealed else Damage("changed", number)


def _is_noted(connection: sqlite3.Connection, damage: Damage) -> bool:
    rows = connection.execute(
        "SELECT entry FROM entries WHERE json_extract(entry, '$.action') = ?", [DAMAGED]
    ).fetchall()
    return any(json.loads(text)["details"] == damage.details() for (text,) in rows)


def _about(damage: Damage, at: str) -> AuditEntry:
    return AuditEntry(at, "", DAMAGED, "failed", damage.details())


def _entry(n: int, text: str) -> AuditEntry:
    try:
        content = json.loads(text)
        at, who, action, outcome = (content[one] for one in ("at", "who", "action", "outcome"))
        return AuditEntry(str(at), str(who), str(action), str(outcome), content["details"], int(n))
    except (ValueError, LookupError, TypeError):
        return AuditEntry("", "", "?", "failed", {}, int(n))


def _sealed(before: str, text: str) -> str:
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def _last(connection: sqlite3.Connection) -> tuple[int, str]:
    rows = connection.execute("SELECT n, hash FROM entries ORDER BY n DESC LIMIT 1").fetchall()
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, START)


@contextmanager
def _opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection for writing; the file is made where there is none."""
    path = folder / FILE
    if not path.exists():
        if not _has_head(folder):
            _write_head(folder, 0, START)
        path.touch(mode=0o600)
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(TABLES)
        yield connection


@contextmanager
def _turn(connection: sqlite3.Connection) -> Iterator[None]:
    """The one right to write, until the end of the block."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def _reading(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection for questions; None where there is no log yet."""
    path = folder / FILE
    if not path.is_file() or not path.stat().st_size:
        yield None
        return
    with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
        yield connection


def _write_head(folder: Path, number: int, sealed: str) -> None:
    fresh = folder / f"{HEAD}.{os.getpid()}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"n": number, "hash": sealed}), encoding="utf-8")
    os.replace(fresh, folder / HEAD)


def head(folder: Path) -> tuple[int, str]:
    """Number and hash of the last entry by the second file; (0, START) before the first."""
    return _head(folder) or (0, START)


def _has_head(folder: Path) -> bool:
    return (folder / HEAD).exists()


def _head(folder: Path) -> tuple[int, str] | None:
    try:
        content = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        return int(content["n"]), str(content["hash"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _head_number(folder: Path) -> int:
    return head(folder)[0]
