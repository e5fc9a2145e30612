"""One DuckDB file: opening, reading from many threads, writing from one at a time."""

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import duckdb

from recsys_core.schema.errors import InputError, WorkspaceBusyError
from recsys_core.schema.failures import in_words, is_full
from recsys_core.storage import messages as m
from recsys_core.storage.acknowledged import ENDING, Acknowledged, Loss, free_name
from recsys_core.storage.copying import write_anew
from recsys_core.storage.migrations import migrate
from recsys_core.storage.snapshots import keep_before_change
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
        self.acknowledged = Acknowledged(None)
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.opened = 0
        self.commits = 0
        self.invalid = False
        """DuckDB refuses every further question after a fatal error, a full disk for one."""

    def connect(self, name: str) -> None:
        """Open the file, and find out what of that was acknowledged is missing."""
        if self.acknowledged.database_gone():
            path = Path(name)
            note = f"{path.name}{ENDING}"
            raise InputError(say(m.DATABASE_GONE, file=path.name, folder=path.parent, note=note))
        aside = self.acknowledged.set_log_aside()
        try:
            connection, refused = _connect(name, aside)
        except BaseException:
            if aside is not None:
                aside.unlink(missing_ok=True)
            raise
        try:
            if name != MEMORY:
                keep_before_change(connection, Path(name))
            migrate(connection)
            self.acknowledged.compare(connection, refused or aside, refused is not None)
        except BaseException:
            connection.close()
            raise
        self.connection, self.invalid = connection, False

    def cursor(self, name: str) -> duckdb.DuckDBPyConnection:
        """A fresh cursor; after a fatal error the file is opened anew once nobody asks anything."""
        if self.invalid and not self.sessions:
            if self.connection is not None:
                self.connection.close()
                self.connection = None
            self.connect(name)
        if self.connection is None:
            raise duckdb.ConnectionException(say(m.CLOSED))
        return self.connection.cursor()


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

    def __init__(self, name: str, shared: _Shared) -> None:
        self._name = name
        self._write = shared
        self._closed = False

    @property
    def warnings(self) -> list[str]:
        """What was lost of what was saved, in sentences, until `dismiss_warnings`."""
        return [_sentence(loss) for loss in self._write.acknowledged.losses]

    def dismiss_warnings(self) -> None:
        """They were read."""
        with self._write.lock:
            self._write.acknowledged.dismiss()

    def forget_kept_logs(self) -> None:
        """The damaged logs that were kept were removed, with whomever they name."""
        with self._write.lock:
            self._write.acknowledged.forget_kept()

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A fresh cursor, closed afterwards. Use `execute(...).fetchall()` / `.df()`."""
        with self._write.guard:
            if self._closed:
                raise duckdb.ConnectionException(say(m.CLOSED))
            cursor = self._write.cursor(self._name)
            self._write.sessions += 1
        try:
            yield cursor
        except duckdb.FatalException:
            self._write.invalid = True
            raise
        finally:
            cursor.close()
            with self._write.guard:
                self._write.sessions -= 1

    @property
    def commits(self) -> int:
        """How many transactions this process has committed: unchanged, so is what was read."""
        return self._write.commits

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
                    self._commit(cursor)
                except BaseException:
                    _rollback(cursor)
                    raise
                finally:
                    self._write.active = None

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Commit, and note outside the database that it was."""
        try:
            self._write.acknowledged.count(cursor)
            cursor.execute("COMMIT")
        except BaseException:
            self._write.acknowledged.uncount()
            raise
        self._write.commits += 1
        self._write.acknowledged.note()

    def rewrite(self) -> bool:
        """Write the file anew, so that deleted rows are neither on its free pages nor in the gaps
        of others (`copying`).

        False where somebody asks something at the moment: nothing is done then. Needs as much room
        beside the file as it takes itself; a `duckdb.Error` leaves the file as it was.
        """
        shared = self._write
        with shared.lock, shared.guard:
            if self._name == MEMORY or shared.sessions or shared.connection is None:
                return False
            fresh = Path(f"{self._name}.rewritten")
            fresh.unlink(missing_ok=True)
            try:
                write_anew(shared.connection, fresh)
                shared.connection.close()
                shared.connection = None
                if not Path(f"{self._name}.wal").exists():
                    fresh.replace(self._name)
            finally:
                fresh.unlink(missing_ok=True)
                if shared.connection is None:
                    shared.connect(self._name)
            return True

    def copy_to(self, fresh: Path) -> None:
        """Everything as it is at this moment, into another file; reading goes on meanwhile.

        A `duckdb.Error` or `OSError` (no room, say) leaves the database as it was.
        """
        with self._write.lock, self.read() as cursor:
            write_anew(cursor, fresh)

    def close(self) -> None:
        """Give the file free for another process."""
        with self._write.lock, self._write.guard:
            if self._closed:
                return
            self._closed, self._write.opened = True, self._write.opened - 1
            if not self._write.opened and self._write.connection is not None:
                self._write.connection.close()
                self._write.connection = None


def _rollback(cursor: duckdb.DuckDBPyConnection) -> None:
    # A failed COMMIT has already ended the transaction.
    with suppress(duckdb.TransactionException):
        cursor.execute("ROLLBACK")


def open_database(path: Path | str) -> Database:
    """Open or create the file and bring its tables up to date; ":memory:" keeps nothing.

    Raises `WorkspaceBusyError` when another process has the file open, `InputError` when the file
    is not a workspace or cannot be written. A damaged write-ahead log is set aside: what could be
    read of it is there, and `warnings` says how much is not.
    """
    name = MEMORY if str(path) == MEMORY else str(Path(path).resolve())
    shared = _lock_for(name)
    with shared.lock, shared.guard:
        if not shared.opened:
            shared.acknowledged = Acknowledged(None if name == MEMORY else Path(name))
            shared.connect(name)
        shared.opened += 1
    return Database(name, shared)


def _sentence(loss: Loss) -> str:
    """What was lost, since when, where the rest of it lies, and what to do."""
    lost = say(m.CHANGES_LOST, n=loss.changes) if loss.changes else say(m.MAYBE_LOST)
    after = say(m.LOST_AFTER, moment=loss.after) if loss.after else ""
    kept = say(m.LOG_KEPT, file=loss.kept) if loss.kept else ""
    return " ".join(one for one in (lost, after, kept, say(m.CHECK_LATEST)) if one)


def _connect(name: str, aside: Path | None) -> tuple[duckdb.DuckDBPyConnection, Path | None]:
    """The connection, and where a log is kept that DuckDB refused; None where it took it.

    aside: where a copy of the log is already.
    """
    try:
        return _try_connect(name), None
    except duckdb.Error as error:
        _raise_if_busy(error)
        _raise_if_full(error)
        log = Path(name + ".wal")
        if not log.is_file() or "WAL" not in str(error):
            raise _unreadable(name) from error
    kept = aside or free_name(log)
    log.rename(kept)
    try:
        return _try_connect(name), kept
    except duckdb.Error as error:
        kept.rename(log)
        _raise_if_busy(error)
        raise _unreadable(name) from error


def _try_connect(name: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(name, config=dict(HARDENING))


def _raise_if_busy(error: duckdb.Error) -> None:
    if "Could not set lock" in str(error) or "being used by another process" in str(error):
        raise WorkspaceBusyError(say(m.WORKSPACE_OPEN)) from error


def _raise_if_full(error: duckdb.Error) -> None:
    """The log is in order: there is no room to read it in."""
    if is_full(error):
        raise InputError(in_words(error)) from error


def _unreadable(name: str) -> InputError:
    path = Path(name)
    return InputError(say(m.NO_WORKSPACE, file=path.name, folder=path.parent))
