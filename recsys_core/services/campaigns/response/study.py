"""Models of who answers, tried in the worker; what came out is kept with the run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.campaigns.response.calibration import ResponseCalibration
from recsys_core.campaigns.response.measures import ResponseFigure
from recsys_core.campaigns.response.registry import BASE, LOGISTIC, PAST, RESPONSE_MODELS
from recsys_core.campaigns.response.trial import ResponseTrial
from recsys_core.campaigns.response.verdict import ResponseVerdict, judge
from recsys_core.jobs.job import RESULT_FILE, Job
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.errors import NotReadyError, TastelabError
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.clicking import click_readiness, split_clicks
from recsys_core.services.campaigns.response.gather import ready_data, split_by_time
from recsys_core.services.campaigns.response.job import write_rows
from recsys_core.services.workspace.runs import sync_runs
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

KIND = "response"
TENTH = 0.1


@dataclass(frozen=True)
class ResponseStudy:
    """How models did on campaigns kept back. cut: the day from which on.  campaigns: how many were
    learned from, and how many kept back; 0 for clicks, which are tried on what was shown.
    """

    cut: pd.Timestamp
    campaigns: tuple[int, int]
    trials: tuple[ResponseTrial, ...]
    verdict: ResponseVerdict
    clicks: bool = False

    def trial(self, model: str) -> ResponseTrial:
        return next(one for one in self.trials if one.model == model)


def start_study(
    ws: Workspace, test_from: pd.Timestamp | None = None, *, clicks: bool = False
) -> Job:
    """Queue the trial of every model; returns at once. `NotReadyError` where there is too little to
    learn from or to try them on. clicks: on what was shown, instead of on campaigns.
    """
    payload: dict[str, Any] = {"data_version": ws.data_version(), "clicks": clicks}
    if clicks:
        of_clicks = split_clicks(ws, test_from)
        sides, cut = {"known": of_clicks.known, "later": of_clicks.later}, of_clicks.cut
    else:
        split = split_by_time(ready_data(ws), test_from)
        sides, cut = {"known": split.known, "later": split.later}, split.cut
        payload["campaigns"] = list(split.campaigns)
    payload["test_from"] = cut.date().isoformat()

    def prepare(folder: Path) -> None:
        for side, rows in sides.items():
            write_rows(folder, side, rows)

    title = say(m.CLICKS_TITLE if clicks else m.TITLE)
    return ws.jobs.submit(KIND, "clicks" if clicks else "models", title, payload, prepare)


def study_and_wait(
    ws: Workspace,
    test_from: pd.Timestamp | None = None,
    on_change: Callable[[Job], None] | None = None,
    *,
    clicks: bool = False,
) -> ResponseStudy:
    """`start_study`, then wait for what it found; what went wrong comes as a sentence."""
    job = start_study(ws, test_from, clicks=clicks)
    try:
        job = ws.jobs.wait(job.job_id, on_change)
    except KeyboardInterrupt:
        ws.jobs.cancel(job.job_id)
        ws.jobs.wait(job.job_id)
        raise
    sync_runs(ws)
    if job.state == "cancelled":
        raise TastelabError(say(m.CANCELLED_TRIAL))
    found = _study(job) if job.state == "done" else None
    if found is None:
        raise TastelabError(job.error or say(m.TRIAL_FAILED))
    return found


def response_study(
    ws: Workspace, test_from: pd.Timestamp | None = None, *, clicks: bool = False
) -> ResponseStudy | None:
    """The newest finished trial on the data as it is now; None if there is none.

    test_from: of campaigns kept back from that day on; by default whichever was tried last.
    """
    wanted = None if test_from is None else test_from.date().isoformat()
    for job in reversed(ws.jobs.list()):
        if job.kind != KIND or job.state != "done":
            continue
        if job.payload.get("data_version") != ws.data_version():
            continue
        if job.payload.get("clicks", False) != clicks:
            continue
        if wanted is None or job.payload.get("test_from") == wanted:
            try:
                return _study(job)
            except UNREADABLE:
                ws.jobs.set_aside(job.job_id, RESULT_FILE)
    return None


def known_study(
    ws: Workspace, test_from: pd.Timestamp | None = None, *, clicks: bool = False
) -> ResponseStudy:
    """`response_study`, or `NotReadyError` with what to do next."""
    found = response_study(ws, test_from, clicks=clicks)
    if found is not None:
        return found
    if clicks:
        state = click_readiness(ws)
        raise NotReadyError(say(m.CLICKS_NOT_TRIED) if state.ready else state.reason)
    ready_data(ws)
    if test_from is None:
        raise NotReadyError(say(m.NOT_TRIED))
    iso = test_from.date().isoformat()
    raise NotReadyError(say(m.NOT_TRIED_FROM, day=day(test_from), iso=iso))


def _study(job: Job) -> ResponseStudy:
    trials = tuple(_trial(one) for one in job.result["trials"])
    learned, kept_back = job.payload.get("campaigns", (0, 0))
    cut, clicks = pd.Timestamp(job.payload["test_from"]), bool(job.payload.get("clicks"))
    return ResponseStudy(cut, (int(learned), int(kept_back)), trials, judge(trials), clicks)


def _trial(saved: dict[str, Any]) -> ResponseTrial:
    return ResponseTrial(
        model=saved["model"],
        expected=saved["expected"],
        actual=saved["actual"],
        rows=saved["rows"],
        figures=_figures(saved["figures"]),
        ahead={other: _figures(found) for other, found in saved["ahead"].items()},
        bins=[(int(n), float(chance), float(came)) for n, chance, came in saved["bins"]],
        gain=[(float(sent), float(held)) for sent, held in saved["gain"]],
        calibration=ResponseCalibration(**saved["calibration"]),
    )


def _figures(saved: dict[str, Any]) -> dict[str, ResponseFigure]:
    return {name: ResponseFigure(**figure) for name, figure in saved.items()}


def title_of(model: str) -> str:
    """A model's name on screen."""
    return say(RESPONSE_MODELS[model].title)


def study_sentence(study: ResponseStudy) -> str:
    """The finding: what the model to be used foretold, what came, and which models do not beat the
    simple ones.
    """
    verdict = study.verdict
    best = study.trial(verdict.best)
    auc = best.figures["auc"]
    parts = [
        say(
            m.CLICKS_CAME if study.clicks else m.CAME,
            model=title_of(best.model),
            sent=count(best.rows),
            day=day(study.cut),
            expected=count(round(best.expected)),
            actual=count(best.actual),
            auc=number(auc.value),
            low=number(auc.low),
            high=number(auc.high),
        ),
        say(m.FIRST_TENTH, share=share(held_by(best, TENTH))),
        say(_BEATEN[BASE in verdict.beaten, PAST in verdict.beaten]),
    ]
    for message, models in (
        (m.AHEAD_OF_LOGISTIC, verdict.ahead),
        (m.NOT_AHEAD, verdict.level),
        (m.WORSE_THAN_LOGISTIC, verdict.behind),
    ):
        if models:
            names = and_list(title_of(model) for model in models)
            parts.append(say(message, models=names))
    return " ".join(parts)


_BEATEN = {
    (True, True): m.BEATS_BOTH,
    (True, False): m.BEATS_BASE,
    (False, True): m.BEATS_PAST,
    (False, False): m.BEATS_NEITHER,
}


def held_by(trial: ResponseTrial, sent: float) -> float:
    """The share of all answers that the likeliest `sent` (a share) of the rows hold."""
    return min(trial.gain, key=lambda point: abs(point[0] - sent))[1]


def standing(study: ResponseStudy, model: str) -> str:
    """How a model stands beside the logistic one: simple, yardstick, better, level or worse."""
    verdict = study.verdict
    if model in (BASE, PAST):
        return "simple"
    if model == LOGISTIC:
        return "yardstick"
    if model in verdict.ahead:
        return "better"
    return "worse" if model in verdict.behind else "level"


def references(study: ResponseStudy) -> list[ResponseTrial]:
    """What a model is drawn beside: the logistic one and past responders."""
    return [study.trial(name) for name in (LOGISTIC, PAST)]


def bin_rows(trial: ResponseTrial) -> pd.DataFrame:
    """rows, expected, answered, low, high: a line for each group by chance, with Wilson's interval
    of the share that answered.
    """
    frame = pd.DataFrame(trial.bins, columns=["rows", "expected", "answered"])
    low, high = wilson(frame["answered"].to_numpy(), frame["rows"].to_numpy())
    return frame.assign(low=low, high=high)


def study_json(study: ResponseStudy) -> dict[str, Any]:
    """The keys of the command line's `response-models`. low, high: the interval of the AUC; those
    of every other figure stand beside it.
    """
    return {
        "test_from": study.cut.date().isoformat(),
        "campaigns_learned": study.campaigns[0],
        "campaigns_tried": study.campaigns[1],
        "best": study.verdict.best,
        "rows": [_row(one) for one in study.trials],
        "sentence": study_sentence(study),
    }


def _row(trial: ResponseTrial) -> dict[str, Any]:
    found: dict[str, Any] = {"model": trial.model, "sent": trial.rows}
    for name, figure in trial.figures.items():
        found |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
    return found | {
        "expected": trial.expected,
        "actual": trial.actual,
        "low": trial.figures["auc"].low,
        "high": trial.figures["auc"].high,
        "corrected": trial.calibration.needed,
        "calibration": [
            {"rows": n, "expected": chance, "answered": came} for n, chance, came in trial.bins
        ],
        "gain": [{"sent": sent, "answers": held} for sent, held in trial.gain],
    }
