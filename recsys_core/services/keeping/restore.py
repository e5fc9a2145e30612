"""A backup brought back: everything is checked before the first file is written."""

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import duckdb

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.audit.recording import record_of
from recsys_core.services.keeping import messages as m
from recsys_core.services.keeping.backup import ACCOUNTS, BLOCK, FORMAT, MANIFEST, MB
from recsys_core.storage.access.session_table import forget_sessions
from recsys_core.storage.access.store import AccessStore
from recsys_core.storage.acknowledged import ENDING
from recsys_core.storage.database import open_database
from recsys_core.storage.migrations import LATEST
from recsys_core.storage.output import DATABASE
from recsys_core.storage.table_counts import rows_of_tables
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

LARGEST_MANIFEST = 64 * MB
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, TypeError)
MOMENT = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Restored:
    """What came back: where, how many files and rows, when the backup was made (UTC), and where
    the workspace is kept that was there before; None where there was none.
    """

    path: Path
    files: int
    rows: int
    made_at: str
    before: Path | None

    @property
    def sentence(self) -> str:
        """The account in words."""
        moment = self.made_at[:16].replace("T", " ")
        told = say(m.RESTORED, n=self.files, rows=self.rows, moment=moment, path=self.path)
        return f"{told} {say(m.OLD_ONE_KEPT, path=self.before)}" if self.before else told


def restore(file: Path, folder: Path, replace: bool = False, report: Progress = silent) -> Restored:
    """Bring a backup back into a new or empty folder.

    replace: a workspace may be there, a damaged one too; it is kept beside the folder under another
    name, and who may log in there still may where the backup holds no accounts. Raises `InputError`
    for a file that is damaged, unsafe, newer than this version or no backup, and
    `WorkspaceBusyError` where the workspace that is there is in use; nothing has changed then.
    """
    folder = folder.expanduser().resolve()
    _check_folder(folder, replace)
    fresh = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}.restoring")
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = _manifest(packed, file)
            files: dict[str, Any] = manifest["files"]
            _check_names(packed, files, file)
            needed = sum(int(one["bytes"]) for one in files.values())
            _check_room(folder, needed)
            for place, name in enumerate(files):
                report(0.4 * place / len(files), say(m.CHECKING))
                _copy_member(packed, name, files[name], file, None)
            for place, name in enumerate(files):
                report(0.4 + 0.6 * place / len(files), say(m.UNPACKING))
                _copy_member(packed, name, files[name], file, fresh / name)
        _check_rows(fresh, manifest["rows"], file)
        _accounts(folder, fresh)
        _check_folder(folder, replace)  # unpacking took its time
        before = _put_aside(folder)
        fresh.rename(folder)
    except UNREADABLE as error:
        raise InputError(say(m.NOT_A_BACKUP, file=file.name)) from error
    except duckdb.Error as error:
        raise InputError(say(m.ROWS_DIFFER, file=file.name)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    rows = sum(manifest["rows"].values())
    record_of(folder, "operator", "restore", rows=rows, files=len(files))
    report(1.0, say(m.UNPACKING))
    return Restored(folder, len(files), rows, manifest["created_at"], before)


def _check_folder(folder: Path, replace: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not any((folder / name).is_file() for name in (DATABASE, f"{DATABASE}{ENDING}")):
        raise InputError(say(m.FOLDER_NOT_EMPTY, folder=folder))
    if not replace:
        raise InputError(say(m.FOLDER_IN_USE, folder=folder))
    with suppress(InputError):  # damaged or gone: that is what backups are for
        open_database(folder / DATABASE).close()  # refused where somebody has it open


def _manifest(packed: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    if packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError(MANIFEST)
    content: dict[str, Any] = json.loads(packed.read(MANIFEST))
    if int(content["format"]) > FORMAT or int(content["schema_version"]) > LATEST:
        raise InputError(say(m.NEWER_BACKUP, file=file.name))
    if DATABASE not in content["files"]:
        raise ValueError(DATABASE)
    rows = {str(name): int(n) for name, n in dict(content["rows"]).items()}
    return {**content, "rows": rows, "created_at": str(content["created_at"])}


def _check_names(packed: zipfile.ZipFile, files: dict[str, Any], file: Path) -> None:
    """Only plain files below the folder, each once, and only those the list has."""
    seen = set()
    for one in packed.infolist():
        place = PurePosixPath(one.filename)
        mode = one.external_attr >> 16
        plain = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
        inside = not place.is_absolute() and ".." not in place.parts and place.parts
        known = one.filename in files or one.filename == MANIFEST
        odd = any(sign in one.filename for sign in "\\:\0") or one.filename.endswith("/")
        if one.filename in seen or odd or not (plain and inside and known):
            raise InputError(say(m.UNSAFE_MEMBER, file=file.name, member=repr(one.filename)))
        seen.add(one.filename)
    if missing := sorted(set(files) - seen):
        raise InputError(say(m.DAMAGED_MEMBER, file=file.name, member=missing[0]))


def _check_room(folder: Path, needed: int) -> None:
    parent = next(one for one in folder.parents if one.exists())
    free = shutil.disk_usage(parent).free
    if free < needed:
        told = {"needed": number(needed / MB), "free": number(free / MB)}
        raise InputError(say(m.NO_ROOM_TO_RESTORE, **told))


def _copy_member(
    packed: zipfile.ZipFile, name: str, about: dict[str, Any], file: Path, to: Path | None
) -> None:
    """Read a member, no further than it says to be long, and write it unless `to` is None."""
    digest, left = hashlib.sha256(), int(about["bytes"])
    try:
        with packed.open(name) as source:
            if to is not None:
                to.parent.mkdir(parents=True, exist_ok=True)
                to.touch(mode=0o600)
            with (to or Path(os.devnull)).open("wb") as out:
                while left >= 0 and (block := source.read(min(BLOCK, left + 1))):
                    digest.update(block)
                    left -= len(block)
                    out.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(say(m.DAMAGED_MEMBER, file=file.name, member=name)) from error
    if left or digest.hexdigest() != about["sha256"]:
        raise InputError(say(m.DAMAGED_MEMBER, file=file.name, member=name))


def _check_rows(folder: Path, rows: dict[str, int], file: Path) -> None:
    """The tables are those of the backup; those that a migration has added are empty."""
    db = open_database(folder / DATABASE)
    try:
        with db.read() as cursor:
            found = rows_of_tables(cursor)
    finally:
        db.close()
    if any(found.get(name, n) != n for name, n in rows.items() if name not in ("meta", "changes")):
        raise InputError(say(m.ROWS_DIFFER, file=file.name))


def _accounts(folder: Path, fresh: Path) -> None:
    """Who may log in: as the backup has it, and nobody is logged in by it; else as it was here, so
    that a server that asked everybody goes on asking.
    """
    to, here = fresh / ACCOUNTS, folder / ACCOUNTS
    if to.exists():
        store = AccessStore(fresh)
        with closing(store), store.write() as cursor:
            forget_sessions(cursor)
    elif here.is_file():
        to.touch(mode=0o600)
        try:
            with closing(sqlite3.connect(here)) as source, closing(sqlite3.connect(to)) as copy:
                source.backup(copy)
        except sqlite3.Error:  # damaged, it lets nobody in; without it, everybody might be
            shutil.copyfile(here, to)


def _put_aside(folder: Path) -> Path | None:
    """The workspace that is there, under another name beside it."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        return None
    if not any(folder.iterdir()):
        folder.rmdir()
        return None
    aside = folder.with_name(f"{folder.name}.before-{datetime.now(UTC):{MOMENT}}")
    folder.rename(aside)
    return aside
