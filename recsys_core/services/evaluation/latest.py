"""The latest measurement, and what has changed since."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from recsys_core.evaluation.leaderboard import Leaderboard
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS
from recsys_core.schema.columns import Columns
from recsys_core.services.evaluation.queue import evaluations, leaderboard_of
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace


@dataclass(frozen=True)
class Measurement:
    """An evaluation, when it was made, and what has changed since, in sentences."""

    run_id: str
    board: Leaderboard
    measured_at: datetime
    seconds: float
    notices: tuple[str, ...]


def latest_measurement(ws: Workspace) -> Measurement | None:
    """The newest evaluation with what has changed since; None before the first."""
    done = evaluations(ws)
    if not done:
        return None
    job = done[0]
    board = leaderboard_of(ws, job.job_id)
    return Measurement(
        run_id=job.job_id,
        board=board,
        measured_at=datetime.fromtimestamp(job.status.finished_at or job.created_at, UTC),
        seconds=float(job.result.get("seconds", job.elapsed)),
        notices=tuple(_changes(ws, job, board)),
    )


def figures(board: Leaderboard) -> pd.DataFrame:
    """All figures: model, title (short), metric (as labelled), name, value, low, high, n.

    One row per model and metric, in the order of the board; low and high are NaN where there is
    no interval.
    """
    names = {metric.label(int(board.protocol["k"])): name for name, metric in METRICS.items()}
    rows = [
        {
            Columns.Model: row.model,
            "title": short_title(row.model),
            Columns.Metric: row.metric,
            "name": names.get(row.metric, row.metric),
            Columns.Value: row.value,
            Columns.Low: row.low,
            Columns.High: row.high,
            Columns.N: row.n,
        }
        for row in board.rows
    ]
    wanted = [Columns.Model, "title", Columns.Metric, "name"]
    wanted += [Columns.Value, Columns.Low, Columns.High, Columns.N]
    return pd.DataFrame(rows, columns=wanted)


def _changes(ws: Workspace, job: Job, board: Leaderboard) -> list[str]:
    """Sentences on what makes the figures differ from what a new measurement would show."""
    notices = []
    # The workspace's own settings of the data count too: other settings, other data.
    if ws.fingerprint() != job.payload["fingerprint"]:
        notices.append("The data has changed since these figures were measured.")
    measured = {one["model"]: one["settings"] for one in job.payload["models"]}
    trained = trained_models(ws)
    changed = [
        name
        for name, one in trained.items()
        if name in measured and _full(name, measured[name]) != _full(name, one.settings)
    ]
    if changed:
        notices.append(f"{_listed(changed)} trained with other settings since.")
    shown = {row.model for row in board.rows}
    missing = [name for name in trained if name not in shown]
    if missing:
        notices.append(f"{_listed(missing)} trained since and not measured yet.")
    return notices


def _full(name: str, settings: dict[str, Any]) -> dict[str, Any]:
    """Settings with the defaults filled in, so that leaving one out changes nothing."""
    known = MODELS[name].Config().model_dump(mode="json")
    return {**known, **settings}


def _listed(names: list[str]) -> str:
    titles = [short_title(name) for name in names]
    if len(titles) == 1:
        return f"{titles[0]} was"
    return f"{', '.join(titles[:-1])} and {titles[-1]} were"
