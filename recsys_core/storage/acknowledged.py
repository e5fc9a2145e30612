"""What was acknowledged as saved, noted beside the database and compared when it is opened again.

DuckDB passes over a write-ahead log that is damaged at its head or cut short, without a word. So
every change raises a counter in the database, and once it is committed the counter, the log's size
and its checksum are written to a file beside it. A counter that comes back smaller tells how many
saved changes are gone; a log that is not as it was left is kept aside before DuckDB touches it.
"""

import json
import os
import shutil
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

ENDING = ".acknowledged"
HEAD = 64
"""Bytes at the head of a log that tell one log from the next (it holds a number of its own)."""
BLOCK = 1 << 20


@dataclass(frozen=True)
class Loss:
    """Saved changes that were not there any more.

    changes: how many, 0 where unknown; after: UTC, when the last one that is still there was saved,
    "" where unknown; kept: the damaged log's file name, "" where there was none.
    """

    changes: int
    after: str
    kept: str


@dataclass(frozen=True)
class Note:
    """What the file beside the database says."""

    identity: str
    changes: int
    log_bytes: int
    log_checksum: int
    losses: tuple[Loss, ...] = ()


@dataclass
class _Log:
    """How far the log has been read, to go on from there after the next change."""

    head: bytes = b""
    size: int = 0
    checksum: int = 0


@dataclass
class Acknowledged:
    """The note of one database file; `database` None notes nothing (a database in memory)."""

    database: Path | None
    _log: _Log = field(default_factory=_Log)
    _losses: tuple[Loss, ...] = ()
    _identity: str = ""
    _changes: int = 0

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What was found missing and has not been dismissed."""
        return self._losses

    def database_gone(self) -> bool:
        """Whether changes were saved in a database that is not there any more."""
        return self.database is not None and not self.database.exists() and self._read() is not None

    def set_log_aside(self) -> Path | None:
        """Before opening: a copy of the log if it is not as it was left; None where it is."""
        note = self._read()
        if self.database is None or note is None or not note.log_bytes:
            return None
        log = _log_of(self.database)
        if not log.is_file():
            return None
        if _checksum(log, note.log_bytes) == note.log_checksum:
            return None
        aside = free_name(log)
        shutil.copyfile(log, aside)
        return aside

    def compare(
        self, connection: duckdb.DuckDBPyConnection, aside: Path | None, refused: bool
    ) -> None:
        """After opening: how much of what was acknowledged is not there.

        aside: where a copy of the log lies, removed if it was set aside for nothing.  refused:
        whether DuckDB would not read the log, so that something is lost even if no note tells.
        """
        self._identity, self._changes, saved_at = _counted(connection)
        note = self._read()
        if note is None or note.identity != self._identity:
            note = Note(self._identity, self._changes, 0, 0)
        self._losses = note.losses
        missing = max(note.changes - self._changes, 0)
        if missing or refused:
            self._losses += (Loss(missing, saved_at, aside.name if aside else ""),)
        elif aside is not None:
            aside.unlink(missing_ok=True)
        self.note()

    def count(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Inside a transaction, before it is committed."""
        self._changes += 1
        now = datetime.now(UTC).replace(tzinfo=None)
        cursor.execute("UPDATE changes SET changes = ?, saved_at = ?", [self._changes, now])

    def uncount(self) -> None:
        """The transaction was rolled back."""
        self._changes -= 1

    def note(self) -> None:
        """After a commit. Without room for the note the change is saved all the same."""
        if self.database is None:
            return
        with suppress(OSError):
            size, checksum = self._read_on(_log_of(self.database))
            note = Note(self._identity, self._changes, size, checksum, self._losses)
            _write(_note_of(self.database), note)

    def dismiss(self) -> None:
        """The losses were read; they are not said again."""
        self._losses = ()
        self.note()

    def forget_kept(self) -> None:
        """The damaged logs are gone; what was lost is still said."""
        self._losses = tuple(replace(loss, kept="") for loss in self._losses)
        self.note()

    def _read(self) -> Note | None:
        if self.database is None:
            return None
        try:
            found = json.loads(_note_of(self.database).read_text(encoding="utf-8"))
            losses = tuple(Loss(**one) for one in found.pop("losses"))
            return replace(Note(**found), losses=losses)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def _read_on(self, log: Path) -> tuple[int, int]:
        """Size and checksum of the log, reading only what came since the last time."""
        if not log.is_file():
            self._log = _Log()
            return 0, 0
        with log.open("rb") as file:
            head = file.read(HEAD)
            if head != self._log.head or os.fstat(file.fileno()).st_size < self._log.size:
                self._log = _Log(head=head)
            file.seek(self._log.size)
            while block := file.read(BLOCK):
                self._log.size += len(block)
                self._log.checksum = zlib.crc32(block, self._log.checksum)
        return self._log.size, self._log.checksum


def free_name(log: Path) -> Path:
    """Where a damaged log is kept."""
    number = 1
    while (aside := log.with_name(f"{log.name}.damaged-{number}")).exists():
        number += 1
    return aside


def _counted(connection: duckdb.DuckDBPyConnection) -> tuple[str, int, str]:
    rows = connection.execute("SELECT identity, changes, saved_at FROM changes").fetchall()
    identity, changes, saved_at = rows[0]
    return str(identity), int(changes), saved_at.isoformat(" ", "minutes") if saved_at else ""


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _note_of(database: Path) -> Path:
    return database.with_name(f"{database.name}{ENDING}")


def _write(path: Path, note: Note) -> None:
    partial = path.with_name(f"{path.name}.partial")
    content: dict[str, Any] = asdict(note)
    partial.write_text(json.dumps(content), encoding="utf-8")
    partial.replace(path)


def _checksum(path: Path, size: int) -> int | None:
    """Of the first `size` bytes; None where there are fewer."""
    found = 0
    with path.open("rb") as file:
        while size and (block := file.read(min(size, BLOCK))):
            size -= len(block)
            found = zlib.crc32(block, found)
    return None if size else found
