"""What pages say about metrics, models and the latest measurement."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from recsys_core.evaluation.leaderboard import Leaderboard
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS, REFERENCES
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import ModelCard
from recsys_core.services.evaluating import evaluations, leaderboard_of
from recsys_core.services.runs import TrainedModel, trained_models
from recsys_core.services.workspace import Workspace

DECIDING = "NDCG"
BASELINE = "popularity"
FLOOR = "random"
FAMILIES = ("accuracy", "variety", "reach", "money", "rating")

_LONG_FORMS = {
    "NDCG": "normalised discounted cumulative gain",
    "MAP": "mean average precision",
    "MRR": "mean reciprocal rank",
    "F1": "harmonic mean of precision and recall",
    "RMSE": "root mean squared error",
    "MAE": "mean absolute error",
    "AUC": "area under the ROC curve",
    "CalibrationKL": "Kullback-Leibler divergence of the two mixes of categories",
    "CalibrationJS": "Jensen-Shannon divergence of the two mixes of categories",
    "PartialAUC": "area under the first part of the ROC curve",
    "Gini": "Gini coefficient",
}


@dataclass(frozen=True)
class MetricInfo:
    """A metric as people meet it. `long_form` spells out the abbreviation in the title, if any."""

    name: str
    title: str
    long_form: str
    meaning: str
    family: str
    higher_is_better: bool
    cut_off: bool

    @property
    def short(self) -> str:
        """The title without what stands in brackets: "Ranking quality"."""
        return without_brackets(self.title)

    @property
    def direction(self) -> str:
        """Which way is good, in words."""
        return "Higher is better" if self.higher_is_better else "Lower is better"

    def label(self, k: int) -> str:
        """As in the figures: `NDCG@10`."""
        return f"{self.name}@{k}" if self.cut_off else self.name


@dataclass(frozen=True)
class Measurement:
    """An evaluation, when it was made, and what has changed since, in sentences."""

    run_id: str
    board: Leaderboard
    measured_at: datetime
    seconds: float
    notices: tuple[str, ...]


def metric_info() -> list[MetricInfo]:
    """Every metric, in the order in which screens show them."""
    return [
        MetricInfo(
            name=metric.name,
            title=metric.title,
            long_form=_LONG_FORMS.get(metric.name, ""),
            meaning=metric.meaning,
            family=metric.family,
            higher_is_better=metric.higher_is_better,
            cut_off=metric.cut_off,
        )
        for metric in METRICS.values()
    ]


def model_card(name: str) -> ModelCard | None:
    """What is said about a model; None for one this version does not know."""
    return MODELS[name].card if name in MODELS else None


def model_title(name: str) -> str:
    """A model's name on screen; an unknown one's own name."""
    card = model_card(name)
    return card.title if card else name


def short_title(name: str) -> str:
    """`model_title` without what stands in brackets, for charts and tables: "EASE"."""
    return without_brackets(model_title(name))


def is_reference(name: str) -> bool:
    """Whether a model is only there to be compared with."""
    return name in REFERENCES


def without_brackets(text: str) -> str:
    """`EASE (products that go together)` -> `EASE`."""
    return text.split(" (", maxsplit=1)[0].strip() or text


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


def is_current(ws: Workspace, trained: TrainedModel) -> bool:
    """Whether a model has seen the data as it is now."""
    return ws.fingerprint(trained.data_settings) == trained.fingerprint


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
