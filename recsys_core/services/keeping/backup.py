"""A whole workspace in one file, and how it comes back.

The file is a ZIP: every file of the workspace that cannot be made again, and last `backup.json`
with the version, the rows of each table and SHA-256 of every file. The tables are copied as they
are at one moment, so that it can be made while pages are in use.
"""

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.keeping import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.database import open_database
from recsys_core.storage.migrations import LATEST
from recsys_core.storage.output import DATABASE, complete_file
from recsys_core.storage.table_counts import rows_of_tables
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

FORMAT = 1
NOT_PACKED = (".npy", ".safetensors", ".parquet", ".zip")
"""Endings of what packing makes hardly smaller and ten times slower."""
MANIFEST = "backup.json"
ENDINGS = (".zip",)
MADE_AGAIN = ("uploads", "figures", "exports", "snapshots", "backups")
"""Folders that are left out: caches, files on their way, and other copies."""
ACCOUNTS = "access.sqlite"
SQLITE = ("audit.sqlite", ACCOUNTS)
"""Files that another process may be writing; SQLite copies them as they are at one moment."""
BLOCK = 1 << 20
MB = 1_000_000


@dataclass(frozen=True)
class Backup:
    """The account of a backup: where it is, files, rows of all tables, bytes; whether accounts
    are in it.
    """

    path: Path
    files: int
    rows: int
    size: int
    accounts: bool

    @property
    def sentence(self) -> str:
        """What was written, and what is not in it."""
        told = say(
            m.BACKED_UP,
            n=self.files,
            rows=self.rows,
            path=self.path,
            megabytes=number(self.size / MB),
        )
        return f"{told} {say(m.WITH_ACCOUNTS if self.accounts else m.WITHOUT_ACCOUNTS)}"


@needs(Role.ADMIN)
@audited(
    "backup", told=lambda done: {"rows": done.rows, "files": done.files, "accounts": done.accounts}
)
def back_up(ws: Workspace, out: Path, accounts: bool = False, report: Progress = silent) -> Backup:
    """Write the workspace to one file, whole or not at all.

    accounts: with who may log in, their roles and hashes of their passwords. Raises `InputError`
    where there is no room or it cannot be written.
    """
    found = sorted(_kept_files(ws))
    size = sum(path.stat().st_size for path in found) + (ws.path / DATABASE).stat().st_size
    free = shutil.disk_usage(out.parent if out.parent.is_dir() else ws.path).free
    if free < size:
        needed = {"needed": number(size / MB), "free": number(free / MB)}
        raise InputError(say(m.NO_ROOM_FOR_BACKUP, **needed))
    with (
        complete_file(out) as temporary,
        TemporaryDirectory(prefix=".backup-", dir=out.parent) as beside,
    ):
        tables = Path(beside) / DATABASE
        report(0.0, say(m.COPYING_DATABASE))
        ws.db.copy_to(tables)
        rows = _rows(tables)
        content: dict[str, Any] = {"format": FORMAT, "schema_version": LATEST, "rows": rows}
        content |= {"created_at": datetime.now(UTC).isoformat(timespec="seconds"), "files": {}}
        temporary.touch(mode=0o600)  # as the accounts have it
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            content["files"][DATABASE] = _pack(packed, tables, DATABASE)
            for place, path in enumerate(found):
                report(0.3 + 0.7 * place / len(found), say(m.PACKING))
                name = path.relative_to(ws.path).as_posix()
                if name == ACCOUNTS and not accounts:
                    continue
                source = _still(path, Path(beside)) if name in SQLITE else path
                with suppress(FileNotFoundError):  # a run that was removed meanwhile
                    content["files"][name] = _pack(packed, source, name)
            packed.writestr(MANIFEST, json.dumps(content, indent=1))
        written = temporary.stat().st_size
    report(1.0, say(m.PACKING))
    has_accounts = ACCOUNTS in content["files"]
    return Backup(out, len(content["files"]), sum(rows.values()), written, has_accounts)


@needs(Role.ADMIN)
def content_of(ws: Workspace, made: Backup) -> bytes:
    """A backup to hand over: whoever asks for it may, at the moment they do."""
    return made.path.read_bytes()


def _kept_files(ws: Workspace) -> Iterator[Path]:
    """Every file that cannot be made again, without the database itself."""
    unused = set(ws.unused_datasets())
    for path in ws.path.rglob("*"):
        place = path.relative_to(ws.path)
        hidden = any(part.startswith(".") for part in place.parts)
        if hidden or place.parts[0] in MADE_AGAIN or not path.is_file() or path.is_symlink():
            continue
        if place.parts[0].startswith(DATABASE) or path.name.endswith(("-wal", "-shm", ".new")):
            continue
        if not unused.intersection(path.parents):
            yield path


def _pack(packed: zipfile.ZipFile, source: Path, name: str) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    stored = name.endswith(NOT_PACKED)
    about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    about.external_attr = 0o600 << 16
    with source.open("rb") as file, packed.open(about, "w", force_zip64=True) as to:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
            to.write(block)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _still(path: Path, folder: Path) -> Path:
    """A copy of an SQLite file as it is at this moment."""
    copy = folder / path.name
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as to:
        source.backup(to)
    return copy


def _rows(tables: Path) -> dict[str, int]:
    """Rows of every table in a file nobody else has open."""
    db = open_database(tables)
    try:
        with db.read() as cursor:
            return rows_of_tables(cursor)
    finally:
        db.close()
