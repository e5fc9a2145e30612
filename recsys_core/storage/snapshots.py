"""Copies of the database beside it: before its tables are changed, and every day.

They lie in the workspace's folder, so they help against a mistake or a damaged file, not against a
lost disk. What was erased from the workspace is erased with them (services/workspace/erasing.py).
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from recsys_core.schema.sql import identifier, literal
from recsys_core.storage.migrations import LATEST, schema_version

FOLDER = "snapshots"
BEFORE_CHANGE, DAILY = "before-version-", "daily-"
"""How names begin: of the copy before a migration to that version, and of the day's."""
KEPT_BEFORE_CHANGE = 2
ROOM = 2
"""Times the database's size that must be free."""
STAMP = "%Y%m%d-%H%M%S-%f"


def snapshots_of(folder: Path, kind: str = "") -> list[Path]:
    """The copies in a workspace's folder whose names begin with `kind`, latest first."""
    found = [one for one in (folder / FOLDER).glob(f"{kind}*.duckdb") if one.is_file()]
    return sorted(found, key=lambda one: one.stat().st_mtime, reverse=True)


def has_room(database: Path) -> bool:
    """Whether a copy would leave room for work."""
    size = database.stat().st_size if database.exists() else 0
    return shutil.disk_usage(database.parent).free >= ROOM * size


def take_snapshot(
    database: Path, kind: str, keep: int, copy: Callable[[Path], None], now: datetime | None = None
) -> Path | None:
    """Write a copy and keep the latest `keep` of its kind; None where there is no room.

    copy: writes everything to a new file. What it raises leaves no half copy behind.
    """
    if not has_room(database):
        return None
    place = database.parent / FOLDER
    place.mkdir(exist_ok=True)
    out = place / f"{kind}{now or datetime.now(UTC):{STAMP}}.duckdb"
    fresh = out.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    try:
        copy(fresh)
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
    for old in snapshots_of(database.parent, kind)[keep:]:
        with suppress(OSError):
            old.unlink()
    return out


def keep_before_change(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """A copy of the tables as an earlier version left them; opening goes on where none can be."""

    def copy(fresh: Path) -> None:
        name = connection.execute("SELECT current_database()").fetchall()[0][0]
        connection.execute(f"ATTACH {literal(str(fresh))} AS kept_before")
        try:
            connection.execute(f"COPY FROM DATABASE {identifier(name)} TO kept_before")
        finally:
            connection.execute("DETACH kept_before")

    if 0 < schema_version(connection) < LATEST:
        with suppress(duckdb.Error, OSError):
            take_snapshot(database, f"{BEFORE_CHANGE}{LATEST}-", KEPT_BEFORE_CHANGE, copy)


def forget_snapshots(folder: Path) -> None:
    """Remove all of them."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
