"""The run card: everything somebody needs to know, check or repeat a training or a measurement."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from recsys_core.evaluation.leaderboard import Leaderboard
from recsys_core.jobs.job import Job
from recsys_core.models.registry import full_settings
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.queue import evaluations, leaderboard_of
from recsys_core.services.workspace.names import model_title
from recsys_core.services.workspace.versions import versions
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.imports import list_imports
from recsys_core.wording.messages import say

FORMAT = "tastelab run card 1"


@needs(Role.VIEWER)
def run_card(ws: Workspace, run_id: str | None = None) -> dict[str, Any]:
    """The card of a finished run, JSON-ready; None: of the latest measurement.

    Raises `NotFoundError` for an unknown run and `NotReadyError` for one that did not finish, or
    where nothing has been measured yet.
    """
    job = finished_run(ws, run_id)
    measured = job.kind == "evaluate"
    board = leaderboard_of(ws, job.job_id) if measured else None
    ended = datetime.fromtimestamp(job.status.finished_at or job.created_at, UTC)
    card: dict[str, Any] = {
        "format": FORMAT,
        "kind": "measurement" if measured else "training",
        "run_id": job.job_id,
        "finished_at": ended.isoformat(timespec="seconds"),
        "seconds": job.result.get("seconds"),
        "peak_mb": job.result.get("peak_mb"),
        "data": _data(ws, job),
        "models": _models(job),
    }
    if board is not None:
        card |= _figures(board)
    else:
        card["remark"] = job.result.get("sentence", "")
        card["data"]["feedback"] = job.payload.get("feedback", {})
        card["data"]["learnt_from"] = job.result.get("learnt_from", job.payload["fingerprint"])
    made_with = job.result.get("versions")
    card["versions"] = made_with or versions()
    card["versions_of"] = say(m.OF_THE_RUN if made_with else m.OF_THE_CARD)
    card["written_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    return card


@needs(Role.VIEWER)
def finished_run(ws: Workspace, run_id: str | None = None) -> Job:
    """The run with this number, or the latest measurement."""
    if run_id is None:
        done = evaluations(ws)
        if not done:
            raise NotReadyError(say(m.NOTHING_MEASURED))
        return done[0]
    for job in ws.jobs.list():
        if job.job_id == run_id:
            if job.state != "done":
                raise NotReadyError(say(m.NO_RESULTS, run=run_id, state=job.state))
            return job
    raise NotFoundError(say(m.NO_RUN, run=run_id))


@needs(Role.VIEWER)
def data_of_run(ws: Workspace, job: Job) -> Dataset | None:
    """The data a run was made from; None where it is no longer kept."""
    settings = DataSettings(**job.payload.get("data_settings", {}))
    fingerprint = job.payload["fingerprint"]
    if ws.fingerprint(settings) == fingerprint:
        return ws.dataset(settings)
    folder = ws.path / "datasets" / fingerprint
    return Dataset.load(folder) if (folder / "dataset.json").is_file() else None


def _data(ws: Workspace, job: Job) -> dict[str, Any]:
    data = data_of_run(ws, job)
    settings = DataSettings(**job.payload.get("data_settings", {}))
    found: dict[str, Any] = {
        "fingerprint": job.payload["fingerprint"],
        "settings": settings.model_dump(mode="json"),
        "settings_changed": settings.changes(),
    }
    if data is not None:
        span = data.span
        found |= {
            "kind": "ratings" if data.kind == "explicit" else "purchases",
            "rows": len(data.user),
            "customers": data.n_users,
            "customers_with_rows": int((data.matrix.getnnz(axis=1) > 0).sum()),
            "products": data.n_items,
            "first": _day(span[0]) if span else None,
            "last": _day(span[1]) if span else None,
        }
    if ws.fingerprint(settings) == job.payload["fingerprint"]:
        # Only then are the files of today the files of the run.
        with ws.db.read() as cursor:
            live = list_imports(cursor, live_only=True)
        found["files"] = [
            {
                "name": row["file_name"],
                "kind": row["kind"],
                "sha256": row["sha256"],
                "rows_accepted": int(row["rows_accepted"]),
            }
            for row in live.to_dict("records")
        ]
    return found


def _models(job: Job) -> list[dict[str, Any]]:
    """Every model with all its settings, defaults filled in, and its seed."""
    asked = job.payload.get("models")
    if asked is None:
        asked = [{"model": job.payload["model"], "settings": job.payload.get("settings", {})}]
    named = {one["model"]: one["settings"] for one in asked}
    for name in job.result.get("models", []):
        named.setdefault(name, {})
    cards = []
    for name, settings in named.items():
        whole = full_settings(name, settings)
        cards.append(
            {
                "model": name,
                "title": model_title(name),
                "seed": whole.get("seed"),
                "settings": whole,
            }
        )
    return cards


def _figures(board: Leaderboard) -> dict[str, Any]:
    plain = board.to_dict()
    protocol = dict(plain["protocol"])
    splits = [
        {
            **split,
            **{
                name.removesuffix("_ts"): _day(split[name])
                for name in split
                if name.endswith("_ts")
            },
        }
        for split in protocol.pop("splits", [])
    ]
    return {
        "finding": plain["sentence"],
        "leader": plain["leader"],
        "protocol": protocol,
        "splits": splits,
        "figures": plain["rows"],
        "tests": [asdict(test) for test in board.tests],
    }


def _day(moment: int | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
