"""A workspace: the folder with the database, the arrays for models, the vectors and the runs."""

import os
import shutil
import threading
import weakref
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import duckdb

from recsys_core.jobs.queue import JobQueue
from recsys_core.models.text_vectors import TextVectorStore
from recsys_core.schema import checksums
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.actor import OPERATOR, Actor, Role
from recsys_core.services.access.needs import demand, needs
from recsys_core.services.audit.recording import dismiss_damage, forget_log, log_warnings
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.saved_data import ERASED, load_data, save_data
from recsys_core.storage import meta
from recsys_core.storage.database import Database, open_database
from recsys_core.storage.dataset import build_dataset, fingerprint
from recsys_core.storage.dataset_settings import read_settings
from recsys_core.storage.imports import currency_in_force, list_imports
from recsys_core.storage.output import DATABASE
from recsys_core.storage.snapshots import forget_snapshots
from recsys_core.wording.amounts import AmountStyle
from recsys_core.wording.messages import say

WORKER = "recsys_core.services.worker"
FOLDERS = ("datasets", "vectors", "runs", "uploads", "quarantine")
_datasets: PerWorkspace[str, Dataset] = PerWorkspace("data sets", most=3, megabytes=2048)
_fingerprints: PerWorkspace[tuple[int, str], str] = PerWorkspace("fingerprints", most=64)
KEPT_ON_DISK = 3
FRONTIER = "frontier"
"""Folder in that of a measurement: what was tried, a file a model."""

_opening = threading.Lock()
_opened: "weakref.WeakValueDictionary[Path, Workspace]" = weakref.WeakValueDictionary()
"""The workspaces this process has open, for one may be opened several times."""


class _DataState(NamedTuple):
    """What is asked most often, with the number of commits it was read after."""

    commits: int
    data_version: int
    empty: bool
    settings: DataSettings
    models_in_use: dict[str, str]
    amounts: AmountStyle


class Workspace:
    """An open workspace in the hands of somebody. Safe to use from several threads; one process at
    a time. Who holds it is part of the handle, so that threads and caches cannot mistake them.
    """

    __slots__ = ("__dict__", "__weakref__", "actor", "opened_as")

    actor: Actor
    """Who holds it: whoever sits at the machine, until `acting` says somebody else."""
    opened_as: "Workspace | None"
    """Of a handle of `acting`, the one it was made of."""

    def __init__(self, path: Path, db: Database) -> None:
        self.actor, self.opened_as = OPERATOR, None
        self.path = path
        self._db = db
        self._jobs = JobQueue(path / "runs", WORKER)
        self.feedback_version = 0
        """A counter that every verdict raises, for whoever keeps lists or reasons."""
        self._writing = threading.RLock()
        self._file = _identity(path / DATABASE)
        self._known: _DataState | None = None

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def acting(self, actor: Actor) -> "Workspace":
        """The same workspace in the hands of somebody: everything is shared but what they may."""
        view = object.__new__(Workspace)
        view.__dict__ = self.__dict__
        view.actor, view.opened_as = actor, self.base
        return view

    @property
    def base(self) -> "Workspace":
        """The handle it was opened with; what is kept in memory is kept for that one."""
        return self.opened_as or self

    def role(self) -> Role | None:
        """What whoever holds it may do at this moment."""
        return self.actor.role()

    @property
    def db(self) -> Database:
        """The tables; `ForbiddenError` in the hands of somebody without a role."""
        demand(self, Role.VIEWER)
        return self._db

    @property
    def jobs(self) -> JobQueue:
        """Trainings and evaluations; raises as `db`."""
        demand(self, Role.VIEWER)
        return self._jobs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Workspace) and other.base is self.base

    def __hash__(self) -> int:
        return id(self.base)

    def close(self) -> None:
        """Give the workspace free for another process."""
        self._db.close()

    def check_place(self) -> bool:
        """Whether the folder still holds the database that was opened.

        Raises `NotFoundError` where there is none any more: an unplugged disk, a moved folder.
        """
        found = _identity(self.path / DATABASE)
        if found is None:
            raise NotFoundError(say(m.FOLDER_GONE, folder=self.path))
        return found == self._file

    @needs(Role.ANALYST)
    def rewrite(self) -> bool:
        """Write the database's file anew (`Database.rewrite`); whether that was possible."""
        done = self.db.rewrite()
        if done:  # earlier copies hold what was taken out
            forget_snapshots(self.path)
        self._file = _identity(self.path / DATABASE)
        return done

    def warnings(self) -> list[str]:
        """What was lost or set aside, in sentences, until `dismiss_warnings`."""
        runs = [say(m.RUN_SET_ASIDE, run=one.title, why=one.error) for one in self.jobs.damaged()]
        texts = [say(m.TEXTS_SET_ASIDE, file=one.stem) for one in self._texts_aside()]
        parts = [_part_set_aside(path) for path in self._parts_aside()]
        return [*self.db.warnings, *runs, *texts, *parts, *log_warnings(self.path)]

    @needs(Role.ANALYST)
    def dismiss_warnings(self) -> None:
        """They were read."""
        self.db.dismiss_warnings()
        self.jobs.dismiss_damaged()
        dismiss_damage(self)
        checksums.dismiss([*self._texts_aside(), *self._parts_aside()])

    def _texts_aside(self) -> list[Path]:
        return TextVectorStore(self.path / "vectors").damaged()

    def _parts_aside(self) -> list[Path]:
        """Parts of measurements that are otherwise in order."""
        at = [f"runs/*/evaluation/{place}*{checksums.ASIDE}" for place in ("", "*/")]
        return sorted(found for pattern in at for found in self.path.glob(pattern))

    def data_version(self) -> int:
        """A counter that every import and every undo raises. Cheap: ask it before caching."""
        return self._about().data_version

    def is_empty(self) -> bool:
        """Whether nothing was imported yet (or everything was taken back)."""
        return self._about().empty

    def settings(self) -> DataSettings:
        """The settings of the data that hold in this workspace (services/data/data_settings.py)."""
        return self._about().settings

    def models_in_use(self) -> dict[str, str]:
        """The models chosen for lists (services/evaluation/model_in_use.py says which holds)."""
        return self._about().models_in_use

    def amounts(self) -> AmountStyle:
        """How numbers and money are written: as chosen, else in the currency of the files."""
        return self._about().amounts

    def _about(self) -> "_DataState":
        """Read again only after a commit: a page asks dozens of times."""
        commits, known = self.db.commits, self._known
        if known is None or known.commits != commits:
            with self.db.read() as cursor:
                version, empty = meta.data_version(cursor), meta.is_empty(cursor)
                known = self._known = _DataState(
                    commits,
                    version,
                    empty,
                    read_settings(cursor),
                    meta.models_in_use(cursor),
                    _amounts(cursor),
                )
        return known

    def fingerprint(self, settings: DataSettings | None = None) -> str:
        """What `dataset(settings).fingerprint` would be, without building it."""
        settings = settings or self.settings()
        key = (self.data_version(), settings.model_dump_json())
        return _fingerprints.get(self, key, lambda: fingerprint(self.db, settings))

    def dataset(self, settings: DataSettings | None = None) -> Dataset:
        """The workspace's interactions as models see them; built once per content and settings.

        Without settings, those that hold in the workspace.
        Raises `NotReadyError` when there is nothing to build it from.
        """
        settings = settings or self.settings()
        key = self.fingerprint(settings)
        data = _datasets.get(self, key, lambda: self._dataset(key, settings))
        if data.fingerprint != key:
            # An import came in between: the data names itself, not the question.
            _datasets.forget(self, key)
            _datasets.put(self, data.fingerprint, data)
        return data

    def _dataset(self, key: str, settings: DataSettings) -> Dataset:
        data = load_data(self.path / "datasets" / key)
        if data is None or data.outside is None or data.spent is None:
            data = build_dataset(self.db, settings)
            with self._writing:
                save_data(data, self.path / "datasets" / data.fingerprint)
                self._prune()
        return data

    def dataset_folder(self, settings: DataSettings | None = None) -> Path:
        """The folder with `dataset(settings)` on disk, for a worker process to load."""
        data = self.dataset(settings)
        with self._writing:
            folder = self.path / "datasets" / data.fingerprint
            if not (folder / "dataset.json").is_file() or (folder / ERASED).is_file():
                save_data(data, folder)
            os.utime(folder)
            return folder

    def _prune(self) -> None:
        """Remove all but the latest saved datasets and those a run's folder refers to."""
        for folder in self.unused_datasets()[KEPT_ON_DISK:]:
            shutil.rmtree(folder, ignore_errors=True)

    def unused_datasets(self) -> list[Path]:
        """The folders of saved datasets no run refers to, latest first."""
        folders = [f for f in (self.path / "datasets").iterdir() if f.is_dir()]
        folders.sort(key=lambda f: f.stat().st_mtime, reverse=True)
        jobs = [j.read_text(errors="replace") for j in (self.path / "runs").glob("*/job.json")]
        return [f for f in folders if not any(f.name in job for job in jobs)]

    @needs(Role.ANALYST)
    def forget_datasets(self) -> None:
        """Drop the datasets held in memory; what is on disk has changed."""
        _datasets.clear(self)


def _amounts(cursor: duckdb.DuckDBPyConnection) -> AmountStyle:
    return AmountStyle(**{"currency": currency_in_force(cursor) or "", **meta.amounts(cursor)})


def _part_set_aside(path: Path) -> str:
    if path.parent.name == FRONTIER:
        model = path.name.partition(".")[0]
        return say(m.TRADE_OFFS_SET_ASIDE, title=short_title(model), model=model)
    return say(m.PART_SET_ASIDE, file=path.stem)


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None where there is none."""
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def open_workspace(path: Path) -> Workspace:
    """Open the workspace in `path`, creating the folder and its parts where needed.

    Raises `InputError` when the folder cannot be created or written, `WorkspaceBusyError` when
    another process has it open.
    """
    path = Path(path).expanduser().resolve()
    try:
        for name in FOLDERS:
            (path / name).mkdir(parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK | os.X_OK)
    except OSError as error:
        raise _unusable(path) from error
    if not writable:
        raise _unusable(path)
    db = open_database(path / DATABASE)
    with _opening:
        if path not in _opened:
            _clear_up(path, db)
        workspace = _opened[path] = Workspace(path, db)
    return workspace


def _clear_up(path: Path, db: Database) -> None:
    """Remove what a process that was killed left lying about. Only one process can have the
    workspace open, so nothing of it is in use.
    """
    for left in (path / "uploads").iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    shutil.rmtree(path / f"{DATABASE}.tmp", ignore_errors=True)
    shutil.rmtree(path / f"{DATABASE}.rewritten.tables", ignore_errors=True)
    (path / f"{DATABASE}.rewritten").unlink(missing_ok=True)
    forget_log(path)
    with db.read() as cursor:
        known = set(list_imports(cursor, live_only=True)["import_id"])
    for listed in (path / "quarantine").glob("imp-*.csv"):
        if listed.stem not in known:
            listed.unlink(missing_ok=True)


def _unusable(path: Path) -> InputError:
    return InputError(say(m.FOLDER_UNUSABLE, folder=path))
