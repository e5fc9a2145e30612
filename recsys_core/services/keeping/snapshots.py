"""A copy of the tables each day while the server runs, and back to one of them."""

import os
import shutil
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from recsys_core.schema.errors import InputError, TastelabError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import record, record_of, recording
from recsys_core.services.keeping import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage.acknowledged import ENDING
from recsys_core.storage.database import Database, open_database
from recsys_core.storage.migrations import LATEST, schema_version
from recsys_core.storage.output import DATABASE
from recsys_core.storage.snapshots import (
    DAILY,
    has_room,
    snapshots_of,
    take_snapshot,
)
from recsys_core.storage.table_counts import rows_of_tables
from recsys_core.wording.messages import say

KEPT = 7
"""Daily copies that are kept unless something else was chosen."""
MOST_KEPT = 60
DAY = 24 * 3600.0
LOOK_EVERY = 1800.0
"""Seconds between two looks whether one is due."""
BEFORE_RESTORE = "before-restore-"


class Snapshot(NamedTuple):
    """One copy: its file, when it was written (UTC), and bytes."""

    path: Path
    at: datetime
    size: int


@needs(Role.VIEWER)
def snapshots(ws: Workspace) -> list[Snapshot]:
    """The copies there are, latest first."""
    return [
        Snapshot(one, datetime.fromtimestamp(one.stat().st_mtime, UTC), one.stat().st_size)
        for one in snapshots_of(ws.path)
    ]


@needs(Role.VIEWER)
def snapshots_kept(ws: Workspace) -> int:
    """How many daily copies are kept; 0 for none."""
    with ws.db.read() as cursor:
        kept = meta.snapshots_kept(cursor)
    return KEPT if kept is None else kept


@needs(Role.ADMIN)
def keep_snapshots(ws: Workspace, kept: int) -> None:
    """From now on; 0 for none. `InputError` for another number than 0 to `MOST_KEPT`."""
    if not 0 <= kept <= MOST_KEPT:
        raise InputError(say(m.SNAPSHOTS_KEPT, most=MOST_KEPT))
    with recording(ws, "setting", what="snapshots", kept=kept), ws.db.write() as cursor:
        meta.keep_snapshots_kept(cursor, kept)


@needs(Role.VIEWER)
def snapshot_sentence(ws: Workspace) -> str:
    """Whether and since when there are daily copies, in a sentence."""
    if not snapshots_kept(ws):
        return say(m.NO_SNAPSHOTS)
    if not has_room(ws.path / DATABASE):
        return say(m.NO_ROOM_FOR_SNAPSHOTS)
    latest = snapshots_of(ws.path, DAILY)
    if not latest:
        return say(m.FIRST_SNAPSHOT_COMES)
    at = datetime.fromtimestamp(latest[0].stat().st_mtime, UTC)
    return say(m.SNAPSHOTS, n=len(latest), moment=f"{at:%Y-%m-%d %H:%M}")


@needs(Role.VIEWER)
def snapshot_if_due(ws: Workspace, now: float | None = None) -> Path | None:
    """Write the day's copy if none was written within a day; where it is, None for none.

    now: seconds since 1970. A clock that was set back does not stop it: a copy from the future
    counts for nothing.
    """
    moment, kept = time.time() if now is None else now, snapshots_kept(ws)
    ages = [moment - one.stat().st_mtime for one in snapshots_of(ws.path, DAILY)]
    if not kept or ws.is_empty() or any(0 <= age < DAY for age in ages):
        return None
    with suppress(OSError, duckdb.Error):
        made = take_snapshot(
            ws.path / DATABASE, DAILY, kept, ws.db.copy_to, datetime.fromtimestamp(moment, UTC)
        )
        if made is not None:
            os.utime(made, (moment, moment))
            record(ws, "snapshot")
        return made
    return None


@needs(Role.ADMIN)
def every_day(ws: Workspace, wait: Callable[[float], None] = time.sleep) -> threading.Thread:
    """See to the daily copies in the background, until the workspace is closed."""
    known = weakref.ref(ws)

    def watch() -> None:
        while (there := known()) is not None:
            try:
                snapshot_if_due(there)
            except (TastelabError, duckdb.Error, OSError):
                return
            del there
            wait(LOOK_EVERY)

    thread = threading.Thread(target=watch, name="snapshots", daemon=True)
    thread.start()
    return thread


def restore_snapshot(file: Path, folder: Path) -> int:
    """Put a copy in the place of a workspace's tables; how many rows they have.

    The tables that were there become a copy themselves, a damaged file too; models stay as they
    are. Raises
    `InputError` for a file that is no copy or of a newer version, `WorkspaceBusyError` where
    somebody has the workspace open.
    """
    database = folder / DATABASE
    rows = _rows(file)
    db = _opened(database)
    fresh = database.with_name(f".{DATABASE}.{os.getpid()}.restoring")

    def as_it_lies(to: Path) -> None:
        shutil.copyfile(database, to)

    try:
        shutil.copyfile(file, fresh)
        try:
            if db is not None:
                take_snapshot(database, BEFORE_RESTORE, KEPT, db.copy_to)
            elif database.is_file():
                take_snapshot(database, BEFORE_RESTORE, KEPT, as_it_lies)
        finally:
            if db is not None:
                db.close()
        for ending in (".wal", ENDING):
            database.with_name(f"{DATABASE}{ending}").unlink(missing_ok=True)
        fresh.replace(database)
    finally:
        fresh.unlink(missing_ok=True)
    record_of(folder, "operator", "restore", rows=rows, what="snapshot")
    return rows


def _opened(database: Path) -> Database | None:
    """The tables, None where they are damaged or gone; `WorkspaceBusyError` where they are in
    use.
    """
    with suppress(InputError):
        return open_database(database)
    return None


def _rows(file: Path) -> int:
    """Rows of all tables; looked at without changing the copy."""
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            if not 0 < schema_version(connection) <= LATEST:
                raise InputError(say(m.NEWER_BACKUP, file=file.name))
            return sum(rows_of_tables(connection).values())
    except duckdb.Error as error:
        raise InputError(say(m.NOT_A_BACKUP, file=file.name)) from error
