"""What becomes of each trained model when persons are erased."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.jobs.job import JOB_FILE, PARTIAL, RESULT_FILE, Job, write_json
from recsys_core.jobs.worker import part
from recsys_core.models.registry import MODELS, create, save_model
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import Progress, Resources, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError, TastelabError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.customers.feedback_training import FEEDBACK_FILE, with_feedback
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.folders import codes_in, without_customers
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.training.job import MODEL_FOLDER
from recsys_core.services.training.queue import start_training
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import runs as run_table
from recsys_core.wording.messages import say

Action = Literal["exact", "retrain", "none"]


@dataclass(frozen=True)
class Affected:
    """What became of one training. sentence: why, in words."""

    run_id: str
    model: str
    action: Action
    sentence: str

    def to_json(self) -> dict[str, str]:
        """The keys of the command line's `erase`."""
        return asdict(self)


@needs(Role.STEWARD)
def current_data(ws: Workspace) -> list[str]:
    """Fingerprints of trainings whose data is that of the workspace as it is, sorted."""
    found = set()
    for job in _trainings(ws):
        settings = DataSettings(**job.payload["data_settings"])
        if ws.fingerprint(settings) == job.payload.get("fingerprint"):
            found.add(str(job.payload["fingerprint"]))
    return sorted(found)


def _trainings(ws: Workspace) -> Sequence[Job]:
    """Every training that ended well, oldest first."""
    return [job for job in ws.jobs.list() if job.kind == "train" and job.state == "done"]


@needs(Role.STEWARD)
def honour(
    ws: Workspace,
    persons: Persons,
    current: set[str],
    report: Progress = silent,
) -> tuple[list[Affected], list[Job]]:
    """Let every training forget the persons: counted out anew without them, or dropped.

    Called when the tables hold nothing of them any more and the saved arrays still do. current:
    fingerprints of data that the workspace held until then; their models learn from the data as it
    is now, others from the arrays they had, without the persons. Returns the dropped jobs,
    too. What is cut short here is done again, since the arrays still name them.
    """
    found, dropped = [], []
    jobs = _trainings(ws)
    for number, job in enumerate(jobs):
        step = part(report, number / len(jobs), (number + 1) / len(jobs))
        one = _of_training(ws, job, persons, current, step)
        found.append(one)
        if one.action == "retrain":
            dropped.append(job)
            delete_run(ws, job.job_id)
    return found, dropped


def _of_training(
    ws: Workspace, job: Job, persons: Persons, current: set[str], report: Progress
) -> Affected:
    model, fingerprint = str(job.payload.get("model")), str(job.payload.get("fingerprint"))

    def affected(action: Action, message: str) -> Affected:
        return Affected(job.job_id, model, action, say(message, model=short_title(model)))

    codes = codes_in(ws.path / "datasets" / fingerprint, persons)
    if model in REFERENCES:
        return affected("none", m.LEARNS_FROM_NOBODY)
    if not len(codes) and (ws.path / "datasets" / fingerprint).is_dir():
        return affected("none", m.WERE_NOT_IN)
    if model not in MODELS or not MODELS[model].card.counted:
        return affected("retrain", m.DROPPED)
    try:
        _count_anew(ws, job, persons, codes, fingerprint in current, report)
    except (TastelabError, OSError, np.linalg.LinAlgError):
        return affected("retrain", m.NOT_ENOUGH_LEFT)
    return affected("exact", m.COUNTED_ANEW if fingerprint in current else m.COUNTED_ON_ITS_OWN)


def _count_anew(
    ws: Workspace, job: Job, persons: Persons, codes: np.ndarray, current: bool, report: Progress
) -> None:
    """Fit the model to what is left, and put it in the place of the one that knew the persons."""
    settings = DataSettings(**job.payload["data_settings"])
    left_out = tuple(one for one in settings.excluded_users if one not in persons.ids)
    settings = settings.model_copy(update={"excluded_users": left_out})
    payload: dict[str, Any] = {**job.payload, "data_settings": settings.model_dump(mode="json")}
    if current:
        ws.dataset_folder(settings)
        data = ws.dataset(settings)
        payload |= {"fingerprint": data.fingerprint, "data_version": ws.data_version()}
    else:
        folder = ws.path / "datasets" / job.payload["fingerprint"]
        data = without_customers(Dataset.load(folder), codes)
    ready = MODELS[job.payload["model"]].readiness(data)
    if not ready.ready:
        raise NotReadyError(ready.reason)
    learnt = data
    feedback = job.folder / FEEDBACK_FILE
    if feedback.is_file():
        frame = pd.read_parquet(feedback)
        learnt = with_feedback(data, frame[~frame["user_id"].isin(persons.ids)])
    model = create(payload["model"], payload["settings"], Resources(ws.path / "vectors"))
    sentence = say(m.COUNTING_OUT, model=short_title(payload["model"]))
    model.fit(learnt, lambda fraction, message="": report(fraction, sentence))
    fresh, place = job.folder / f"{MODEL_FOLDER}{PARTIAL}", job.folder / MODEL_FOLDER
    shutil.rmtree(fresh, ignore_errors=True)
    save_model(model, fresh)
    result = job.result | {
        "customers": data.n_users,
        "products": data.n_items,
        "events": len(learnt.user),
        "sentence": model.remark(),
        "learnt_from": learnt.fingerprint,
    }
    shutil.rmtree(place)
    fresh.rename(place)
    write_json(job.folder / RESULT_FILE, result)
    head = {
        "job_id": job.job_id,
        "kind": job.kind,
        "title": job.title,
        "payload": payload,
        "created_at": job.created_at,
    }
    write_json(job.folder / JOB_FILE, head)
    ws.jobs.read_again(job.job_id)
    with ws.db.write() as cursor:
        run_table.delete_run(cursor, job.job_id)


@needs(Role.STEWARD)
def train_again(ws: Workspace, found: Sequence[Affected], dropped: Sequence[Job]) -> list[Affected]:
    """Queue the latest training of each dropped model; what cannot be trained is said."""
    sentences = {}
    for job in {str(job.payload["model"]): job for job in dropped}.values():
        model = str(job.payload["model"])
        try:
            queued = start_training(ws, model, job.payload["settings"])
            fields = {"model": short_title(model), "run": queued.job_id}
            sentences[job.job_id] = say(m.QUEUED, **fields)
        except TastelabError as error:
            sentences[job.job_id] = say(m.NOT_QUEUED, model=short_title(model), why=error)
    return [replace(one, sentence=sentences.get(one.run_id, one.sentence)) for one in found]


def titles_of(found: Sequence[Affected], action: Action) -> list[str]:
    """The models with which this was done, each once."""
    return list(dict.fromkeys(short_title(one.model) for one in found if one.action == action))
