"""Two to four trainings side by side: what they learned from, their settings, cost and figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pandas as pd

from recsys_core.evaluation.leaderboard import Leaderboard
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError
from recsys_core.services.evaluation.queue import evaluations, leaderboard_of
from recsys_core.services.workspace.names import short_title, without_brackets
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.numbers import UNKNOWN, count, number

LEAST, MOST = 2, 4
METRICS_SHOWN = ("NDCG", "HitRate", "Recall", "Coverage", "Diversity", "Novelty")
AUTOMATIC = "chosen automatically"
NOT_MEASURED = "not measured with these settings"
STATES = {"failed": "failed", "cancelled": "cancelled", "killed": "stopped before its end"}

Group = Literal["Training", "Data", "Settings", "Figures", "What came of it"]


@dataclass(frozen=True)
class Line:
    """One property of every run, in words or figures; `differs` when they are not all alike and
    that may explain the outcome (time, memory and figures are outcomes themselves).
    """

    group: Group
    name: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """titles: the runs, one each, distinct.  lines: in the order in which they are shown.
    sentences: what to know before reading the figures.
    """

    titles: tuple[str, ...]
    models: tuple[str, ...]
    lines: tuple[Line, ...]
    sentences: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """A row per property: `group`, `property`, `differs`, and a column per run."""
        rows = [
            {"group": line.group, "property": line.name, "differs": line.differs}
            | dict(zip(self.titles, line.values, strict=True))
            for line in self.lines
        ]
        return pd.DataFrame(rows)


def in_utc(moment: datetime) -> str:
    """`12 May 2025 14:02 UTC`."""
    return f"{moment.day} {moment:%b %Y %H:%M} UTC"


def compare_runs(
    ws: Workspace, run_ids: Sequence[str], moment: Callable[[datetime], str] = in_utc
) -> Comparison:
    """Trainings side by side, in the order given; `moment` says when one was asked for.

    Raises `InputError` for fewer than two, more than four, or a run that is no training.
    """
    if not LEAST <= len(run_ids) <= MOST:
        raise InputError(f"Choose {LEAST} to {MOST} trainings to compare them.")
    jobs = [ws.jobs.get(run_id) for run_id in run_ids]
    if any(job.kind != "train" for job in jobs):
        raise InputError("Only trainings can be compared; leave the measurements out.")
    measured, figures = _figures(ws, jobs)
    lines = [*_training(jobs, moment), *_data(jobs), *_settings(jobs), *figures, *_outcome(jobs)]
    return Comparison(
        titles=_titles(jobs),
        models=tuple(_model(job) for job in jobs),
        lines=tuple(lines),
        sentences=(_about_data(jobs), *_about_settings(jobs), measured),
    )


def _titles(jobs: Sequence[Job]) -> tuple[str, ...]:
    """The model's name, numbered in the order given where there are several of it."""
    names = [short_title(_model(job)) for job in jobs]
    return tuple(
        f"{name} ({names[: at + 1].count(name)})" if names.count(name) > 1 else name
        for at, name in enumerate(names)
    )


def _training(jobs: Sequence[Job], moment: Callable[[datetime], str]) -> list[Line]:
    asked = [moment(datetime.fromtimestamp(job.created_at, UTC)) for job in jobs]
    states = [STATES.get(job.state, "finished" if job.finished else "not finished") for job in jobs]
    lines = [
        _line("Training", "Model", [without_brackets(job.title) for job in jobs]),
        _line("Training", "Asked for", asked, differs=False),
        _line("Training", "Seconds", [_measure(job, "seconds") for job in jobs], differs=False),
        _line(
            "Training",
            "Peak memory in MB",
            [_measure(job, "peak_mb") for job in jobs],
            differs=False,
        ),
        _line("Training", "Seed", [str(job.payload["settings"].get("seed", "")) for job in jobs]),
    ]
    if set(states) != {"finished"}:
        lines.insert(1, _line("Training", "State", states))
    return lines


def _data(jobs: Sequence[Job]) -> list[Line]:
    letters = dict[str, str]()
    for job in jobs:
        letters.setdefault(job.payload["fingerprint"], "ABCD"[len(letters)])
    named = [
        f"{letters[job.payload['fingerprint']]} ({job.payload['fingerprint'][:8]})" for job in jobs
    ]
    counts = (
        ("customers", "Customers"),
        ("products", "Products"),
        ("events", "Purchases or ratings"),
    )
    lines = [_line("Data", "Data and its fingerprint", named)]
    lines += [_line("Data", title, [_count(job, key) for job in jobs]) for key, title in counts]
    parts = [_changes(DataSettings, job.payload.get("data_settings", {})) for job in jobs]
    lines.append(_line("Data", "Part of the data", [part or "all of it" for part in parts]))
    return lines


def _settings(jobs: Sequence[Job]) -> list[Line]:
    """Trainings of one model: a line per setting that differs. Several models: what differs from
    the usual settings of each.
    """
    models = {_model(job) for job in jobs}
    if len(models) > 1:
        values = [_changes(_config(job), job.payload["settings"]) or "nothing" for job in jobs]
        return [_line("Settings", "Other than usual", values)]
    kind = _config(jobs[0])
    given = [_full(kind, job.payload["settings"]) for job in jobs]
    return [
        _line("Settings", title, [_said(one.get(name)) for one in given])
        for name, title in _titles_of(kind, given).items()
        if name != "seed" and len({_said(one.get(name)) for one in given}) > 1
    ]


def _outcome(jobs: Sequence[Job]) -> list[Line]:
    said = [job.error or job.result.get("sentence", "") for job in jobs]
    return [_line("What came of it", "In a sentence", said, differs=False)] if any(said) else []


def _figures(ws: Workspace, jobs: Sequence[Job]) -> tuple[str, list[Line]]:
    """For each run the newest measurement of its model with exactly its settings."""
    done = evaluations(ws)
    found = [next((one for one in done if _measured(one, job)), None) for job in jobs]
    used = {one.job_id: leaderboard_of(ws, one.job_id) for one in found if one is not None}
    if not used:
        return "None of them has been measured with these settings yet.", []
    boards = [None if one is None else used[one.job_id] for one in found]
    lines: list[Line] = []
    for name in METRICS_SHOWN:
        values = [_value(board, _model(job), name) for board, job in zip(boards, jobs, strict=True)]
        if any(values):
            title = _metric_title(name, boards)
            # Said once is enough; the lines below it have a dash.
            shown = values if lines else [value or NOT_MEASURED for value in values]
            lines.append(_line("Figures", title, shown, differs=False))
    if any(one is None for one in found):
        missing = [t for t, one in zip(_titles(jobs), found, strict=True) if one is None]
        verb = "has" if len(missing) == 1 else "have"
        said = (
            f"{and_list(missing)} {verb} not been measured with these settings: a measurement "
            "covers the latest training of each model."
        )
    elif len(used) > 1:
        said = "Their figures come from different measurements; compare them with care."
    else:
        said = "Their figures come from the same measurement."
    if any(
        one is not None and one.payload["fingerprint"] != job.payload["fingerprint"]
        for one, job in zip(found, jobs, strict=True)
    ):
        said += " The data has changed between training and measuring."
    return said, lines


def _measured(evaluation: Job, job: Job) -> bool:
    kind = _config(job)
    return any(
        one["model"] == _model(job)
        and _full(kind, one["settings"]) == _full(kind, job.payload["settings"])
        for one in evaluation.payload["models"]
    )


def _value(board: Leaderboard | None, model: str, metric: str) -> str:
    if board is None or metric not in METRICS:
        return ""
    label = METRICS[metric].label(int(board.protocol["k"]))
    for row in board.rows:
        if row.model == model and row.metric == label and row.value == row.value:
            interval = "" if row.low != row.low else f" ({number(row.low)} to {number(row.high)})"
            return f"{number(row.value)}{interval}"
    return ""


def _metric_title(metric: str, boards: Sequence[Leaderboard | None]) -> str:
    cuts = {int(board.protocol["k"]) for board in boards if board is not None}
    title = without_brackets(METRICS[metric].title)
    return f"{title} ({METRICS[metric].label(cuts.pop())})" if len(cuts) == 1 else title


def _about_data(jobs: Sequence[Job]) -> str:
    prints = [job.payload["fingerprint"] for job in jobs]
    if len(set(prints)) == 1:
        return "All learned from the same data."
    if len(set(prints)) == len(prints):
        return "Each learned from other data, so a difference may come from the data alone."
    return "Not all learned from the same data, so a difference may come from the data alone."


def _about_settings(jobs: Sequence[Job]) -> list[str]:
    if len({_model(job) for job in jobs}) > 1:
        return []
    if _settings(jobs):
        return ["Settings that are not listed are the same in all."]
    seeds = {job.payload["settings"].get("seed") for job in jobs}
    return ["All settings are the same but the seed." if len(seeds) > 1 else "All settings agree."]


def _line(group: Group, name: str, values: Sequence[str], differs: bool | None = None) -> Line:
    shown = tuple(value or UNKNOWN for value in values)
    return Line(group, name, shown, len(set(shown)) > 1 if differs is None else differs)


def _model(job: Job) -> str:
    return str(job.payload["model"])


def _config(job: Job) -> type[Any] | None:
    return MODELS[_model(job)].Config if _model(job) in MODELS else None


def _full(kind: type[Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with the defaults filled in, so that leaving one out changes nothing."""
    return {**(kind().model_dump(mode="json") if kind else {}), **given}


def _titles_of(kind: type[Any] | None, given: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    names = dict.fromkeys(name for one in given for name in one)
    fields = kind.model_fields if kind else {}
    return {name: (fields[name].title or name) if name in fields else name for name in names}


def _changes(kind: type[Any] | None, given: Mapping[str, Any]) -> str:
    """The settings that are not the usual ones; the seed has a line of its own."""
    usual = kind().model_dump(mode="json") if kind else {}
    titles = _titles_of(kind, [given])
    return "; ".join(
        f"{titles[name]}: {_said(value)}"
        for name, value in given.items()
        if name != "seed" and (name not in usual or usual[name] != value)
    )


def _said(value: object) -> str:
    if value is None:
        return AUTOMATIC
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return count(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _measure(job: Job, key: str) -> str:
    return number(float(job.result[key])) if key in job.result else ""


def _count(job: Job, key: str) -> str:
    return count(int(job.result[key])) if key in job.result else ""
