"""Uploaded files on disk: copied in blocks, kept while they are being looked at, then removed.

Streamlit holds an upload in the server's memory for as long as its widget does; so it is copied at
once and the widget is replaced by an empty one.
"""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol
from uuid import uuid4

from recsys_core.services.workspace.workspace import Workspace

BLOCK = 4 * 2**20
KEEP_SECONDS = 24 * 3600
NAME_LENGTH = 120


class Upload(Protocol):
    """What the uploader hands over."""

    name: str

    def seek(self, position: int) -> int: ...
    def read(self, size: int) -> bytes: ...


def keep(ws: Workspace, files: Iterable[Upload]) -> list[Path]:
    """Copy uploads into a folder of their own under the workspace; the paths, in order."""
    forget_old(ws)
    folder = ws.path / "uploads" / uuid4().hex
    folder.mkdir(parents=True)
    kept = []
    for number, file in enumerate(files):
        name = _file_name(file.name) or f"file-{number + 1}"
        path = folder / name if not (folder / name).exists() else folder / f"{number + 1}-{name}"
        file.seek(0)
        with path.open("wb") as target:
            _copy(file, target)
        kept.append(path)
    return kept


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


def _copy(source: Upload, target: BinaryIO) -> None:
    while block := source.read(BLOCK):
        target.write(block)


def _file_name(name: str) -> str:
    """The last part of a name, without anything that could lead to another folder."""
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if c.isprintable() and c not in '/:*?"<>|')
    return clean.lstrip(".")[-NAME_LENGTH:]
