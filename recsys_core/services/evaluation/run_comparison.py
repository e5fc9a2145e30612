"""Two to four trainings side by side: what they learned from, their settings, cost and figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from recsys_core.evaluation.leaderboard import Leaderboard
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.jobs.job import Job
from recsys_core.models.registry import MODELS, full_settings
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.queue import evaluations, leaderboard_of
from recsys_core.services.workspace.names import short_title, unit_of, without_brackets
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, count, measured, number

LEAST, MOST = 2, 4
METRICS_SHOWN = ("NDCG", "HitRate", "Recall", "Coverage", "Diversity", "Novelty")


@dataclass(frozen=True)
class Line:
    """One property of every run, in words or figures; `differs` when they are not all alike and
    that may explain the outcome (time, memory and figures are outcomes themselves).
    """

    group: str
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


@needs(Role.VIEWER)
def compare_runs(
    ws: Workspace, run_ids: Sequence[str], moment: Callable[[datetime], str] = in_utc
) -> Comparison:
    """Trainings side by side, in the order given; `moment` says when one was asked for.

    Raises `InputError` for fewer than two, more than four, or a run that is no training.
    """
    if not LEAST <= len(run_ids) <= MOST:
        raise InputError(say(m.CHOOSE_TRAININGS, least=LEAST, most=MOST))
    jobs = [ws.jobs.get(run_id) for run_id in run_ids]
    if any(job.kind != "train" for job in jobs):
        raise InputError(say(m.ONLY_TRAININGS))
    found = _measurements(ws, jobs)
    figures = _figures(ws, jobs, found)
    lines = [*_training(jobs, moment), *_data(jobs), *_settings(jobs), *figures, *_outcome(jobs)]
    return Comparison(
        titles=_titles(jobs),
        models=tuple(_model(job) for job in jobs),
        lines=tuple(lines),
        sentences=(_about_data(jobs), *_about_settings(jobs), _about_figures(jobs, found)),
    )


def _titles(jobs: Sequence[Job]) -> tuple[str, ...]:
    """The model's name, numbered in the order given where there are several of it."""
    names = [short_title(_model(job)) for job in jobs]
    return tuple(
        say(m.NUMBERED, name=name, n=names[: at + 1].count(name)) if names.count(name) > 1 else name
        for at, name in enumerate(names)
    )


def _training(jobs: Sequence[Job], moment: Callable[[datetime], str]) -> list[Line]:
    asked = [moment(datetime.fromtimestamp(job.created_at, UTC)) for job in jobs]
    states = [job.state if job.finished else "open" for job in jobs]
    lines = [
        _line(m.TRAINING, m.MODEL, [without_brackets(job.title) for job in jobs]),
        _line(m.TRAINING, m.ASKED_FOR, asked, differs=False),
        _line(m.TRAINING, m.SECONDS, [_measure(job, "seconds") for job in jobs], differs=False),
        _line(m.TRAINING, m.PEAK_MEMORY, [_measure(job, "peak_mb") for job in jobs], differs=False),
        _line(m.TRAINING, m.SEED, [str(job.payload["settings"].get("seed", "")) for job in jobs]),
    ]
    if set(states) != {"done"}:
        lines.insert(1, _line(m.TRAINING, m.STATE, [say(m.STATES[state]) for state in states]))
    return lines


def _data(jobs: Sequence[Job]) -> list[Line]:
    prints = [str(job.payload["fingerprint"]) for job in jobs]
    letters = dict(zip(dict.fromkeys(prints), "ABCD", strict=False))
    named = [say(m.FINGERPRINT_OF, letter=letters[one], fingerprint=one[:8]) for one in prints]
    counts = (("customers", m.CUSTOMERS), ("products", m.PRODUCTS), ("events", m.EVENTS))
    lines = [_line(m.DATA, m.FINGERPRINT, named)]
    lines += [_line(m.DATA, title, [_count(job, key) for job in jobs]) for key, title in counts]
    parts = [_changes(DataSettings, job.payload.get("data_settings", {})) for job in jobs]
    return [*lines, _line(m.DATA, m.PART_OF_DATA, [part or say(m.ALL_OF_IT) for part in parts])]


def _settings(jobs: Sequence[Job]) -> list[Line]:
    """Trainings of one model: a line per setting that differs. Several models: what differs from
    the usual settings of each.
    """
    if len({_model(job) for job in jobs}) > 1:
        values = [_changes(_config(job), job.payload["settings"]) for job in jobs]
        return [_line(m.SETTINGS, m.OTHER_THAN_USUAL, [one or say(m.NOTHING) for one in values])]
    given = [_whole(job) for job in jobs]
    words = {
        title: [_value_words(one.get(name)) for one in given]
        for name, title in _titles_of(_config(jobs[0]), given).items()
        if name != "seed"
    }
    return [_line(m.SETTINGS, title, one) for title, one in words.items() if len(set(one)) > 1]


def _outcome(jobs: Sequence[Job]) -> list[Line]:
    texts = [job.error or job.result.get("sentence", "") for job in jobs]
    return [_line(m.OUTCOME, m.IN_A_SENTENCE, texts, differs=False)] if any(texts) else []


def _measurements(ws: Workspace, jobs: Sequence[Job]) -> list[Job | None]:
    """For each run the newest measurement of its model with exactly its settings."""
    done = evaluations(ws)
    return [next((one for one in done if _measured(one, job)), None) for job in jobs]


def _figures(ws: Workspace, jobs: Sequence[Job], found: Sequence[Job | None]) -> list[Line]:
    used = {one.job_id: leaderboard_of(ws, one.job_id) for one in found if one is not None}
    boards = [None if one is None else used[one.job_id] for one in found]
    lines: list[Line] = []
    for name in METRICS_SHOWN:
        values = [_value(board, _model(job), name) for board, job in zip(boards, jobs, strict=True)]
        if any(values):
            # Said once is enough; the lines below it have a dash.
            shown = values if lines else [value or say(m.NOT_MEASURED) for value in values]
            lines.append(_line(m.FIGURES, _metric_title(name, boards), shown, differs=False))
    return lines


def _about_figures(jobs: Sequence[Job], found: Sequence[Job | None]) -> str:
    measurements = {one.job_id: one for one in found if one is not None}
    if not measurements:
        return say(m.NONE_MEASURED)
    missing = [name for name, one in zip(_titles(jobs), found, strict=True) if one is None]
    text = say(m.ONE_MEASUREMENT if len(measurements) == 1 else m.SEVERAL_MEASUREMENTS)
    if missing:
        text = say(m.SOME_UNMEASURED, n=len(missing), models=and_list(missing))
    changed = any(
        one is not None and one.payload["fingerprint"] != job.payload["fingerprint"]
        for one, job in zip(found, jobs, strict=True)
    )
    return f"{text} {say(m.CHANGED_BETWEEN)}" if changed else text


def _measured(evaluation: Job, job: Job) -> bool:
    return any(
        one["model"] == _model(job) and full_settings(_model(job), one["settings"]) == _whole(job)
        for one in evaluation.payload["models"]
    )


def _value(board: Leaderboard | None, model: str, metric: str) -> str:
    if board is None or metric not in METRICS:
        return ""
    label = METRICS[metric].label(int(board.protocol["k"]))
    for row in board.rows:
        if row.model == model and row.metric == label and row.value == row.value:
            unit = unit_of(metric, METRICS[metric].family)
            value, low, high = (measured(one, unit) for one in (row.value, row.low, row.high))
            known = row.low == row.low
            return say(m.WITH_INTERVAL, value=value, low=low, high=high) if known else value
    return ""


def _metric_title(metric: str, boards: Sequence[Leaderboard | None]) -> str:
    cuts = {int(board.protocol["k"]) for board in boards if board is not None}
    title = without_brackets(say(METRICS[metric].title))
    label = METRICS[metric].label(cuts.pop()) if len(cuts) == 1 else ""
    return say(m.METRIC_CUT, title=title, label=label) if label else title


def _about_data(jobs: Sequence[Job]) -> str:
    different = len({job.payload["fingerprint"] for job in jobs})
    if different == 1:
        return say(m.SAME_DATA)
    return say(m.ALL_OTHER_DATA if different == len(jobs) else m.SOME_OTHER_DATA)


def _about_settings(jobs: Sequence[Job]) -> list[str]:
    if len({_model(job) for job in jobs}) > 1:
        return []
    if _settings(jobs):
        return [say(m.REST_IS_SAME)]
    seeds = {job.payload["settings"].get("seed") for job in jobs}
    return [say(m.ONLY_SEED if len(seeds) > 1 else m.ALL_AGREE)]


def _line(group: str, name: str, values: Sequence[str], differs: bool | None = None) -> Line:
    """group, name: messages, or the title of a setting."""
    shown = tuple(value or UNKNOWN for value in values)
    differing = len(set(shown)) > 1 if differs is None else differs
    return Line(say(group), say(name), shown, differing)


def _model(job: Job) -> str:
    return str(job.payload["model"])


def _config(job: Job) -> type[Any] | None:
    return MODELS[_model(job)].Config if _model(job) in MODELS else None


def _whole(job: Job) -> dict[str, Any]:
    return full_settings(_model(job), job.payload["settings"])


def _titles_of(kind: type[Any] | None, given: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    names = dict.fromkeys(name for one in given for name in one)
    fields = kind.model_fields if kind else {}
    return {name: (fields[name].title or name) if name in fields else name for name in names}


def _changes(kind: type[Any] | None, given: Mapping[str, Any]) -> str:
    """The settings that are not the usual ones; the seed has a line of its own."""
    usual = kind().model_dump(mode="json") if kind else {}
    titles = _titles_of(kind, [given])
    return "; ".join(
        say(m.NAMED_VALUE, name=say(titles[name]), value=_value_words(value))
        for name, value in given.items()
        if name != "seed" and (name not in usual or usual[name] != value)
    )


def _value_words(value: object) -> str:
    if value is None:
        return say(m.AUTOMATIC)
    if isinstance(value, bool):
        return say(m.ON if value else m.OFF)
    if isinstance(value, int):
        return count(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value_words(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_value_words(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _measure(job: Job, key: str) -> str:
    return number(float(job.result[key])) if key in job.result else ""


def _count(job: Job, key: str) -> str:
    return count(int(job.result[key])) if key in job.result else ""
