"""After rows were taken out: nothing of their customers stays readable in the workspace's folder.

A deleted row stays on the free pages of the database, and the arrays that models were trained on
name everybody who was in. The database is written anew, arrays nobody needs go, and in those that
a trained model needs the customers who are no longer there lose name and details.
"""

import shutil
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pandas as pd

from recsys_core.schema.checksums import FILE, seal
from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.kept_figures import forget_figures
from recsys_core.services.workspace.runs import forget_models
from recsys_core.services.workspace.saved_data import ERASED
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audiences, experiments, meta, segments
from recsys_core.storage.dataset_frames import details_of
from recsys_core.storage.feedback import forget_changes
from recsys_core.storage.imports import known_customers

NAMING = ("holdout.parquet", "feedback.parquet")
"""Files of a run that name customers, a row each."""
ATTEMPTS, PAUSE = 50, 0.1
"""How often, and seconds between: five seconds in all."""


@needs(Role.VIEWER)
def is_erasing(ws: Workspace) -> bool:
    """Whether an erasure of persons was cut short (services/privacy goes on with it)."""
    with ws.db.read() as cursor:
        return meta.erasing(cursor) is not None


@needs(Role.ANALYST)
def erase_removed(ws: Workspace) -> bool:
    """Erase what is left of rows that were taken out; whether nothing is left.

    What cannot be erased now (a training reads the arrays, somebody asks the database something,
    there is no room to write it anew) is erased at the next call.
    """
    with ws.db.read() as cursor:
        if not meta.are_removed(cursor):
            return True
        if ws.jobs.running() or meta.erasing(cursor):
            return False
        _erase_files(ws, cursor, known_customers(cursor))
    forget_models(ws)
    ws.forget_datasets()
    with ws.db.write() as cursor:
        forget_changes(cursor)
        segments.forget_members(cursor)
        audiences.forget_members(cursor)
        experiments.forget_assignments(cursor)
    if not _rewritten(ws):
        return False
    # Afterwards: whoever is stopped in between does it again at the next opening.
    with ws.db.write() as cursor:
        meta.forget_removed(cursor)
    return True


def _rewritten(ws: Workspace) -> bool:
    """Pages ask for moments only: between two questions there is time to write the file anew."""
    with suppress(duckdb.Error, OSError):
        for _ in range(ATTEMPTS):
            if ws.rewrite():
                return True
            time.sleep(PAUSE)
    return False


def _erase_files(ws: Workspace, cursor: duckdb.DuckDBPyConnection, present: set[str]) -> None:
    for folder in ws.unused_datasets():
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (ws.path / "datasets").iterdir():
        if (folder / "users.parquet").is_file():
            _erase_users(cursor, folder, present)
    for name in NAMING:
        for path in (ws.path / "runs").glob(f"*/{name}"):
            frame = pd.read_parquet(path)
            if not frame[Columns.User].isin(present).all():
                _replace(path, frame[frame[Columns.User].isin(present)])
    shutil.rmtree(ws.path / "exports", ignore_errors=True)
    forget_figures(ws)


def _erase_users(cursor: duckdb.DuckDBPyConnection, folder: Path, present: set[str]) -> None:
    """Who is no longer there loses name and details, everybody else has the details that are in
    now. Codes stay, so that models go on.
    """
    before = pd.read_parquet(folder / "users.parquet")
    found = details_of(cursor, folder / "users.parquet")
    users = found.reindex(columns=before.columns, fill_value="")
    gone = ~before[Columns.User].isin(present)
    users.loc[gone] = ""
    users.loc[gone, Columns.User] = [f"erased-{n}" for n in range(1, int(gone.sum()) + 1)]
    if users.equals(before.astype("str")):
        return
    (folder / ERASED).touch()
    (folder / FILE).unlink(missing_ok=True)
    _replace(folder / "users.parquet", users)
    seal(folder)


def _replace(path: Path, frame: pd.DataFrame) -> None:
    fresh = path.with_suffix(".new")
    frame.to_parquet(fresh, index=False)
    fresh.replace(path)
