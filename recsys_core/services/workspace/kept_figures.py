"""Figures of all customers that take seconds, kept on disk until the data changes.

A command that asks about one customer finds them there. They name customers, so that they go with
the rows of those who are erased; whatever cannot be read is made again.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

import pandas as pd

from recsys_core.schema.checksums import UNREADABLE, seal, verify
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.imports import content_stamp

FIGURES = "figures"
"""Folder in the workspace; in it one for the data as it is."""
FORMAT = 1
"""Raise it where figures are worked out differently."""

_frames: PerWorkspace[tuple[str, str], pd.DataFrame] = PerWorkspace("figures on disk", most=8)
_writing = Lock()


@needs(Role.VIEWER)
def kept_frame(ws: Workspace, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The frame of this name for the data as it is; made where it is not kept yet.

    Its index is not kept. Shared: copy before changing.
    """
    folder = _folder(ws)

    def ask() -> pd.DataFrame:
        found = _read(folder, name)
        if found is None:
            found = make()
            if folder == _folder(ws):
                _write(folder, name, found)
        return found

    return _frames.get(ws, (folder.name, name), ask)


@needs(Role.VIEWER)
def is_kept(ws: Workspace, name: str) -> bool:
    """Whether the frame needs not be made."""
    return (_folder(ws) / f"{name}.parquet").is_file()


@needs(Role.ANALYST)
def forget_figures(ws: Workspace) -> None:
    """Remove everything that is kept, as after customers were erased."""
    shutil.rmtree(ws.path / FIGURES, ignore_errors=True)
    _frames.clear(ws)


def _folder(ws: Workspace) -> Path:
    with ws.db.read() as cursor:
        return ws.path / FIGURES / f"{content_stamp(cursor)}-{FORMAT}"


def _read(folder: Path, name: str) -> pd.DataFrame | None:
    path = folder / f"{name}.parquet"
    with suppress(*UNREADABLE, OSError), _writing:
        verify(folder, only=[path.name])
        return pd.read_parquet(path)
    return None


def _write(folder: Path, name: str, frame: pd.DataFrame) -> None:
    """A disk that is full or may not be written costs the time to make it again, nothing else."""
    with suppress(OSError), _writing:
        folder.mkdir(parents=True, exist_ok=True)
        for older in folder.parent.iterdir():
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
        fresh = folder / f"{name}.new"
        frame.to_parquet(fresh, index=False)
        fresh.replace(folder / f"{name}.parquet")
        seal(folder)
