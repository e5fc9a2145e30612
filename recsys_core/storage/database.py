"""One DuckDB file: opening, reading from many threads, writing from one at a time."""

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import duckdb

from recsys_core.schema.errors import InputError, WorkspaceBusyError
from recsys_core.storage import messages as m
from recsys_core.storage.migrations import migrate
from recsys_core.wording.messages import say

MEMORY = ":memory:"

# Nothing is fetched from the web, and no SQL name can reach a Python variable by accident. Files
# stay readable: an upload may lie anywhere the analyst points to, so no directory list is set.
HARDENING: dict[str, str] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}


class _Shared:
    """What every Database of this process that has the same file open has in common."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.active: duckdb.DuckDBPyConnection | None = None
        self.guard = threading.Lock()
        self.sessions = 0


_locks: weakref.WeakValueDictionary[str, _Shared] = weakref.WeakValueDictionary()
_locks_guard = threading.Lock()


def _lock_for(path: str) -> _Shared:
    if path == MEMORY:
        return _Shared()
    with _locks_guard:
        found = _locks.get(path)
        if found is None:
            found = _locks[path] = _Shared()
        return found


class Database:
    """A workspace's tables. Made by `open_database`.

    A DuckDB connection must not be shared between threads (answers get mixed up), so every
    `read` and `write` has a cursor of its own; temporary tables live as long as that cursor.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, lock: _Shared, warnings: list[str]
    ) -> None:
        self._connection = connection
        self._write = lock
        self.warnings = warnings

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A fresh cursor, closed afterwards. Use `execute(...).fetchall()` / `.df()`."""
        with self._write.guard:
            cursor = self._connection.cursor()
            self._write.sessions += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._write.guard:
                self._write.sessions -= 1

    @contextmanager
    def between_questions(self) -> Iterator[int]:
        """How many sessions (blocks of `read` and `write`) are open; none begins meanwhile."""
        with self._write.guard:
            yield self._write.sessions

    @contextmanager
    def write(
        self, cursor: duckdb.DuckDBPyConnection | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside one transaction, one writer at a time.

        Committed at the end, rolled back on any exception. cursor: one from `read`, whose
        temporary tables the transaction needs; otherwise a fresh one, or, for a `write` within a
        `write` of the same thread, that of the outer transaction.
        """
        with self._write.lock:
            if self._write.active is not None:
                if cursor is not None:
                    raise RuntimeError("A transaction with tables of its own cannot join another.")
                yield self._write.active
                return
            with nullcontext(cursor) if cursor else self.read() as cursor:
                cursor.execute("BEGIN")
                self._write.active = cursor
                try:
                    yield cursor
                    cursor.execute("COMMIT")
                except BaseException:
                    _rollback(cursor)
                    raise
                finally:
                    self._write.active = None

    def close(self) -> None:
        """Give the file free for another process."""
        with self._write.lock, self._write.guard:
            self._connection.close()


def _rollback(cursor: duckdb.DuckDBPyConnection) -> None:
    # A failed COMMIT has already ended the transaction.
    with suppress(duckdb.TransactionException):
        cursor.execute("ROLLBACK")


def open_database(path: Path | str) -> Database:
    """Open or create the file and bring its tables up to date; ":memory:" keeps nothing.

    Raises `WorkspaceBusyError` when another process has the file open, `InputError` when the file
    is not a workspace or cannot be written. A damaged write-ahead log is set aside: everything
    up to the last checkpoint is there, and `warnings` says so.
    """
    warnings: list[str] = []
    name = MEMORY if str(path) == MEMORY else str(Path(path).resolve())
    connection = _connect(name, warnings)
    try:
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return Database(connection, _lock_for(name), warnings)


def _connect(name: str, warnings: list[str]) -> duckdb.DuckDBPyConnection:
    try:
        return _try_connect(name)
    except duckdb.Error as error:
        _raise_if_busy(error)
        log = Path(name + ".wal")
        if not log.is_file() or "WAL" not in str(error):
            raise _unreadable(name) from error
    aside = _free_name(log)
    log.rename(aside)
    try:
        connection = _try_connect(name)
    except duckdb.Error as error:
        aside.rename(log)
        _raise_if_busy(error)
        raise _unreadable(name) from error
    warnings.append(say(m.CHANGES_SET_ASIDE, file=aside.name))
    return connection


def _try_connect(name: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(name, config=dict(HARDENING))


def _raise_if_busy(error: duckdb.Error) -> None:
    if "Could not set lock" in str(error) or "being used by another process" in str(error):
        raise WorkspaceBusyError(say(m.WORKSPACE_OPEN)) from error


def _unreadable(name: str) -> InputError:
    path = Path(name)
    return InputError(say(m.NO_WORKSPACE, file=path.name, folder=path.parent))


def _free_name(log: Path) -> Path:
    number = 1
    while (aside := log.with_name(f"{log.name}.damaged-{number}")).exists():
        number += 1
    return aside
