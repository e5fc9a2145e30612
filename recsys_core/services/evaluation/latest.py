"""The latest measurement, and what has changed since."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from recsys_core.evaluation.leaderboard import Leaderboard, Row
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.jobs.job import Job
from recsys_core.models.registry import full_settings
from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.queue import evaluations, leaderboard_of
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Measurement:
    """An evaluation, when it was made, and what has changed since, in sentences."""

    run_id: str
    board: Leaderboard
    measured_at: datetime
    seconds: float
    notices: tuple[str, ...]


@needs(Role.VIEWER)
def latest_measurement(ws: Workspace) -> Measurement | None:
    """The newest evaluation with what has changed since; None before the first."""
    done = evaluations(ws)
    return measurement_of(ws, done[0], newest=True) if done else None


@needs(Role.VIEWER)
def measurement_of(ws: Workspace, job: Job, newest: bool) -> Measurement:
    """A finished evaluation; of an older one it is only said that there is a newer."""
    board = leaderboard_of(ws, job.job_id)
    return Measurement(
        run_id=job.job_id,
        board=board,
        measured_at=datetime.fromtimestamp(job.status.finished_at or job.created_at, UTC),
        seconds=float(job.result.get("seconds", job.elapsed)),
        notices=tuple(_changes(ws, job, board)) if newest else (say(m.NEWER_EXISTS),),
    )


def figures(board: Leaderboard) -> pd.DataFrame:
    """All figures: model, title (short), metric (as labelled), name, value, low, high, n.

    One row per model and metric, in the order of the board; low and high are NaN where there is
    no interval.
    """
    names = {metric.label(int(board.protocol["k"])): name for name, metric in METRICS.items()}
    frame = pd.DataFrame([vars(row) for row in board.rows], columns=list(Row.__annotations__))
    frame["title"] = frame[Columns.Model].map(short_title)
    frame["name"] = frame[Columns.Metric].map(lambda label: names.get(label, label))
    wanted = [Columns.Model, "title", Columns.Metric, "name"]
    return frame[[*wanted, Columns.Value, Columns.Low, Columns.High, Columns.N]]


def _changes(ws: Workspace, job: Job, board: Leaderboard) -> list[str]:
    """Sentences on what makes the figures differ from what a new measurement would show."""
    notices = []
    # The workspace's own settings of the data count too: other settings, other data.
    if ws.fingerprint() != job.payload["fingerprint"]:
        notices.append(say(m.DATA_CHANGED))
    measured = {one["model"]: one["settings"] for one in job.payload["models"]}
    trained = trained_models(ws)
    changed = [
        name
        for name, one in trained.items()
        if name in measured
        and full_settings(name, measured[name]) != full_settings(name, one.settings)
    ]
    shown = {row.model for row in board.rows}
    missing = [name for name in trained if name not in shown]
    for message, names in ((m.TRAINED_DIFFERENTLY, changed), (m.TRAINED_SINCE, missing)):
        if names:
            models = and_list(short_title(name) for name in names)
            notices.append(say(message, n=len(names), models=models))
    return notices
