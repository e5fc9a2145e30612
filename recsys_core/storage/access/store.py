"""The file: made for its owner alone, read and written by several processes at a time."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recsys_core.schema.errors import InputError
from recsys_core.storage.access import messages as m
from recsys_core.wording.messages import say

FILE = "access.sqlite"
VERSION = 1
PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
TABLES = """
CREATE TABLE accounts (
    subject TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, hash TEXT NOT NULL,
    created REAL NOT NULL, must_change INTEGER NOT NULL
);
CREATE TABLE attempts (
    kind TEXT, key TEXT, failed INTEGER NOT NULL, latest REAL NOT NULL, locked_until REAL NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE TABLE members (
    workspace TEXT, issuer TEXT, subject TEXT, name TEXT NOT NULL, email TEXT NOT NULL, role TEXT,
    added_at REAL NOT NULL, added_by TEXT NOT NULL, last_seen REAL,
    PRIMARY KEY (workspace, issuer, subject)
);
CREATE TABLE sessions (
    token BLOB PRIMARY KEY, issuer TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL,
    version INTEGER NOT NULL, created REAL NOT NULL, last_seen REAL NOT NULL, expires REAL NOT NULL,
    closed INTEGER NOT NULL
);
CREATE TABLE session_versions (
    issuer TEXT, subject TEXT, version INTEGER NOT NULL, changed_at REAL NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE TABLE settings (key TEXT PRIMARY KEY, value REAL NOT NULL);
"""
"""token: SHA-256 of what the browser holds.  role: empty for somebody who waits for one.
version: of the person's sessions; one of an older number is over.  Moments: seconds since 1970.
"""

Cursor = sqlite3.Cursor


class AccessStore:
    """The open file. Safe to use from several threads.

    One connection reads and one writes, so that what changed, here or by another process, is told
    by one number of the one that reads.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._reads, self._writes = threading.Lock(), threading.Lock()
        with self._in_words():
            folder.mkdir(parents=True, exist_ok=True)
            # Never opened past SQLite where it is there: closing it again would end SQLite's locks.
            with suppress(FileExistsError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL, 0o600))
            self.path.chmod(0o600)
            self._writing = self._connect()
            self._make()
            self._reading = self._connect()
        self._state = self._reading.cursor()

    def close(self) -> None:
        """Give the file free."""
        with self._reads, self._writes:
            self._reading.close()
            self._writing.close()

    def state(self) -> int:
        """Another number after every change, whoever made it. Three microseconds."""
        try:
            with self._reads:
                # To the end, or the question would stay open and keep the log from being folded in.
                found: list[tuple[int]] = self._state.execute("PRAGMA data_version").fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return found[0][0]

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor for one question or several."""
        with self._reads, self._in_words():
            cursor = self._reading.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        """One transaction, taken back where the block fails."""
        with self._writes, self._in_words():
            cursor = self._writing.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()

    def _connect(self) -> sqlite3.Connection:
        found = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        found.execute("PRAGMA trusted_schema = OFF")
        found.execute("PRAGMA secure_delete = ON")
        found.execute("PRAGMA journal_mode = WAL")
        return found

    def _make(self) -> None:
        with self.write() as cursor:
            version = cursor.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise InputError(say(m.NEWER, file=self.path))
            if version == 0:
                for statement in TABLES.split(";"):
                    cursor.execute(statement)
                cursor.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> InputError:
        return InputError(say(m.UNUSABLE, file=self.path, why=error))
