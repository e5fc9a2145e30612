"""Uploaded files on disk: copied in blocks, kept while they are being looked at, then removed.

Streamlit holds an upload in the server's memory for as long as its widget does; so it is copied at
once and the widget is replaced by an empty one. The copies go when nobody holds them any more: when
the session ends, or the import that reads them.
"""

import shutil
import time
import weakref
from collections.abc import Callable, Iterable
from os import SEEK_END
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol, TypeVar
from uuid import uuid4

from pages.kit import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

T = TypeVar("T")
BLOCK = 4 * 2**20
KEEP_SECONDS = 24 * 3600
NAME_LENGTH = 120
MOST_BYTES = 20 * 2**30
"""Of all copies together: twenty files of the size an upload may have."""


class Upload(Protocol):
    """What the uploader hands over."""

    name: str

    def seek(self, position: int, whence: int = 0) -> int: ...
    def read(self, size: int) -> bytes: ...


class UploadedCopies(list[Path]):
    """The copies of one upload, in order; their folder goes when this is no longer held."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def keep(ws: Workspace, files: Iterable[Upload]) -> UploadedCopies:
    """Copy uploads into a folder of their own under the workspace. `InputError` where all that is
    being looked at would take too much of the disk.
    """
    forget_old(ws)
    files = list(files)
    if _size(ws) + sum(file.seek(0, SEEK_END) for file in files) > MOST_BYTES:
        raise InputError(say(m.TOO_MANY_UPLOADS))
    folder = ws.path / "uploads" / uuid4().hex
    folder.mkdir(parents=True)
    kept = UploadedCopies(folder)
    for number, file in enumerate(files):
        name = _file_name(file.name) or f"file-{number + 1}"
        path = folder / name if not (folder / name).exists() else folder / f"{number + 1}-{name}"
        file.seek(0)
        with path.open("wb") as target:
            _copy(file, target)
        kept.append(path)
    return kept


def read(ws: Workspace, file: Upload, reader: Callable[[Path, str], T]) -> T:
    """What a reader makes of one upload, of which no copy stays. reader: takes the copy and the
    name under which it came.
    """
    copies = keep(ws, [file])
    try:
        return reader(copies[0], file.name)
    finally:
        forget(ws, copies)


def forget(ws: Workspace, paths: Iterable[Path]) -> None:
    """Remove kept uploads and their folders."""
    root = (ws.path / "uploads").resolve()
    for folder in {path.parent for path in paths}:
        if folder.resolve().parent == root:
            shutil.rmtree(folder, ignore_errors=True)


def forget_old(ws: Workspace, now: float | None = None) -> None:
    """Remove uploads nobody came back to within a day."""
    limit = (now or time.time()) - KEEP_SECONDS
    for folder in (ws.path / "uploads").iterdir():
        if folder.is_dir() and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def _size(ws: Workspace) -> int:
    """Bytes of all copies."""
    return sum(path.stat().st_size for path in (ws.path / "uploads").rglob("*") if path.is_file())


def _copy(source: Upload, target: BinaryIO) -> None:
    while block := source.read(BLOCK):
        target.write(block)


def _file_name(name: str) -> str:
    """The last part of a name, without anything that could lead to another folder."""
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if c.isprintable() and c not in '/:*?"<>|')
    return clean.lstrip(".")[-NAME_LENGTH:]
