"""What the folders of a workspace hold of persons: arrays, measurements, copies, logs."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.evaluation.board_files import CUSTOMER_FOLDER
from recsys_core.evaluation.candidates import FOLDER as CANDIDATES
from recsys_core.evaluation.candidates import load_candidates, save_candidates
from recsys_core.jobs.job import PARTIAL, Job
from recsys_core.schema.checksums import FILE, UNREADABLE, seal, verify
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import EVENTS, MONEY, Dataset, Outside
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.data.corrections import write_refused
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER, FITTED_FOLDER
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import ERASED, Workspace
from recsys_core.storage.output import DATABASE

BY_CUSTOMER = ("response", "clicks", "offers")
"""Kinds of runs whose files are a row a customer; they hold for the data as it was only."""
TEXTS = (".json", ".txt", ".log")


@needs(Role.STEWARD)
def strip_files(ws: Workspace, persons: Persons) -> None:
    """Take them out of everything in the folders but the models; may be done twice."""
    for job in ws.jobs.list():
        _strip_run(job, persons)
        ws.jobs.read_again(job.job_id)
    done = [job for job in ws.jobs.list() if job.kind == "evaluate" and job.state == "done"]
    unused = set(ws.unused_datasets())
    for folder in [one for one in (ws.path / "datasets").iterdir() if one.is_dir()]:
        codes = codes_in(folder, persons)
        if not len(codes) or folder in unused:
            continue
        for job in done:
            if job.payload.get("fingerprint") == folder.name:
                _strip_measurement(job, codes)
        _strip_dataset(folder, persons, codes)
    _strip_copies(ws)


@needs(Role.STEWARD)
def drop_damaged(ws: Workspace) -> None:
    """Remove saved data that cannot be read: nobody can take anybody out of it, and what needs it
    makes it again.
    """
    for folder in [one for one in (ws.path / "datasets").iterdir() if one.is_dir()]:
        try:
            verify(folder)
            codes_in(folder, Persons((), ()))
        except UNREADABLE:
            shutil.rmtree(folder)


def codes_in(folder: Path, persons: Persons) -> IntArray:
    """(n,) the codes that the persons have in a saved dataset."""
    path = folder / "users.parquet"
    if not path.is_file():
        return np.empty(0, dtype=np.int64)
    users = pd.read_parquet(path, columns=[Columns.User])[Columns.User]
    return np.flatnonzero(users.isin(persons.ids))


def _without_events(data: Dataset, codes: IntArray) -> Dataset:
    """The data with no event of these customers; everybody keeps their code."""
    kept = ~np.isin(data.user, codes)
    arrays: dict[str, Any] = {
        name: values[kept]
        for name in (*EVENTS, *MONEY)
        if (values := getattr(data, name)) is not None
    }
    return replace(data, outside=_outside(data.outside, codes, kept), **arrays)


def _outside(outside: Outside | None, codes: IntArray, kept: BoolArray) -> Outside | None:
    if outside is None:
        return None
    stay = ~np.isin(outside.user, codes)
    before = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])
    events = {name: getattr(outside, name)[stay] for name in EVENTS}
    return replace(outside, at=before[outside.at][stay], **events)


def without_customers(data: Dataset, codes: IntArray) -> Dataset:
    """The data as if these customers had never been in: the others' codes close up."""
    data = _without_events(data, codes)
    stay = np.ones(data.n_users, dtype=bool)
    stay[codes] = False
    new = np.cumsum(stay) - 1
    outside = data.outside
    if outside is not None:
        outside = replace(outside, user=new[outside.user].astype(outside.user.dtype))
    return replace(
        data,
        user=new[data.user].astype(data.user.dtype),
        users=data.users[stay].reset_index(drop=True),
        outside=outside,
    )


def _strip_dataset(folder: Path, persons: Persons, codes: IntArray) -> None:
    """Take their events out of a saved dataset, and their names: `erased-1`, … Others keep their
    codes, so that measurements made of it can be read; nobody learns from it any more.
    """
    data = _without_events(Dataset.load(folder), codes)
    users = data.users.copy()
    users.loc[codes] = ""
    users.loc[codes, Columns.User] = [f"{ERASED}-{n}" for n in range(1, len(codes) + 1)]
    left_out = tuple(one for one in data.settings.excluded_users if one not in persons.ids)
    settings = data.settings.model_copy(update={"excluded_users": left_out})
    fresh = folder.with_name(f".{folder.name}-{ERASED}")
    shutil.rmtree(fresh, ignore_errors=True)
    replace(data, users=users, settings=settings).save(fresh)
    (fresh / ERASED).touch()
    seal(fresh)
    shutil.rmtree(folder)
    fresh.rename(folder)


def _strip_measurement(job: Job, codes: IntArray) -> None:
    """Take out of a measurement what it keeps customer by customer of these codes, and the models
    as they were fitted for it. Its figures stay: they are of all customers together.
    """
    folder = job.folder / EVALUATION_FOLDER
    shutil.rmtree(folder / FITTED_FOLDER, ignore_errors=True)
    for path in (folder / CANDIDATES).glob("*.npz"):
        found = load_candidates(folder, path.stem, np.iinfo(np.int32).max)
        rows = np.flatnonzero(~np.isin(found.users, codes))
        if len(rows) < len(found.users):
            save_candidates(found.chosen(rows), folder, path.stem)
    customers = folder / CUSTOMER_FOLDER
    for path in customers.glob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        np.savez_compressed(path, allow_pickle=False, **_figures_without(held, codes))
    if (customers / FILE).is_file():
        seal(customers)


def _figures_without(held: dict[str, Any], codes: IntArray) -> dict[str, Any]:
    """Figures, and the lists of each round, without the rows of these customers."""
    stay = ~np.isin(held["users"], codes)
    out = {}
    for name, values in held.items():
        if name.startswith(("users:", "items:")):
            number = name.partition(":")[2]
            out[name] = values[~np.isin(held[f"users:{number}"], codes)]
        else:
            out[name] = values[stay]
    return out


def _strip_run(job: Job, persons: Persons) -> None:
    """Take them out of the tables and the texts of a run's folder."""
    for path in list(job.folder.glob("*.parquet")):
        try:
            frame = pd.read_parquet(path)
        except UNREADABLE:
            path.unlink(missing_ok=True)
            continue
        if Columns.User in frame:
            stay = ~frame[Columns.User].isin(persons.ids)
            if not stay.all():
                fresh = path.with_suffix(".new")
                frame[stay].to_parquet(fresh, index=False)
                fresh.replace(path)
    for path in list(_texts(job.folder)):
        before = path.read_text(encoding="utf-8", errors="surrogateescape")
        after = persons.in_text(before)
        if after != before:
            fresh = path.with_suffix(".new")
            fresh.write_text(after, encoding="utf-8", errors="surrogateescape")
            os.replace(fresh, path)
            if (path.parent / FILE).is_file():
                seal(path.parent)
    for partial in job.folder.glob(f"*{PARTIAL}"):
        shutil.rmtree(partial, ignore_errors=True)


def _texts(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix in TEXTS and path.is_file())


@needs(Role.STEWARD)
def drop_rows_by_customer(ws: Workspace) -> list[Job]:
    """Remove the runs that are a row a customer; which they were."""
    found = [job for job in ws.jobs.list() if job.kind in BY_CUSTOMER]
    for job in found:
        delete_run(ws, job.job_id)
    return found


def _strip_copies(ws: Workspace) -> None:
    """Files of refused rows are written anew; uploads, and logs that were set aside, go."""
    with ws.db.read() as cursor:
        for path in (ws.path / "quarantine").glob("imp-*.csv"):
            write_refused(cursor, path.stem, path)
    for left in (ws.path / "uploads").iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    for log in ws.path.glob(f"{DATABASE}.wal.damaged-*"):
        log.unlink(missing_ok=True)
    ws.db.forget_kept_logs()
