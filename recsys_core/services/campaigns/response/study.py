"""Models of who answers, tried in the worker; what came out is kept with the run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.campaigns.response.calibration import ResponseCalibration
from recsys_core.campaigns.response.measures import ResponseFigure
from recsys_core.campaigns.response.trial import ResponseTrial
from recsys_core.campaigns.response.verdict import ResponseVerdict, judge
from recsys_core.jobs.job import RESULT_FILE, Job
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotReadyError, TastelabError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.clicking import click_readiness, split_clicks
from recsys_core.services.campaigns.response.gather import ready_data, split_by_time
from recsys_core.services.campaigns.response.job import write_rows
from recsys_core.services.workspace.runs import sync_runs
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

KIND, CLICKS_KIND = "response", "clicks"


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
    bought: bool = False
    """Of what was shown it is known what was bought, and not what was clicked."""

    def trial(self, model: str) -> ResponseTrial:
        return next(one for one in self.trials if one.model == model)


@needs(Role.ANALYST)
def start_study(
    ws: Workspace,
    test_from: pd.Timestamp | None = None,
    report: Progress = silent,
    *,
    clicks: bool = False,
) -> Job:
    """Queue the trial of every model; returns at once. `NotReadyError` where there is too little to
    learn from or to try them on. clicks: on what was shown, instead of on campaigns.
    """
    payload: dict[str, Any] = {"data_version": ws.data_version()}
    if clicks:
        of_clicks = split_clicks(ws, test_from, report)
        sides, cut = {"known": of_clicks.known, "later": of_clicks.later}, of_clicks.cut
        payload["bought"] = of_clicks.bought
    else:
        split = split_by_time(ready_data(ws), test_from)
        sides, cut = {"known": split.known, "later": split.later}, split.cut
        payload["campaigns"] = list(split.campaigns)
    payload["test_from"] = cut.date().isoformat()

    def prepare(folder: Path) -> None:
        for side, rows in sides.items():
            write_rows(folder, side, rows)

    title = say(m.TITLE)
    if clicks:
        title = say(m.BOUGHT_TITLE if payload["bought"] else m.CLICKS_TITLE)
    return ws.jobs.submit(CLICKS_KIND if clicks else KIND, "models", title, payload, prepare)


@needs(Role.ANALYST)
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


@needs(Role.VIEWER)
def response_study(
    ws: Workspace, test_from: pd.Timestamp | None = None, *, clicks: bool = False
) -> ResponseStudy | None:
    """The newest finished trial on the data as it is now; None if there is none.

    test_from: of campaigns kept back from that day on; by default whichever was tried last.
    """
    wanted = None if test_from is None else test_from.date().isoformat()
    for job in reversed(ws.jobs.list()):
        if job.kind != (CLICKS_KIND if clicks else KIND) or job.state != "done":
            continue
        if job.payload.get("data_version") != ws.data_version():
            continue
        if wanted is None or job.payload.get("test_from") == wanted:
            try:
                return _study(job)
            except UNREADABLE:
                ws.jobs.set_aside(job.job_id, RESULT_FILE)
    return None


@needs(Role.VIEWER)
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
    cut, clicks = pd.Timestamp(job.payload["test_from"]), job.kind == CLICKS_KIND
    bought = bool(job.payload.get("bought"))
    campaigns = (int(learned), int(kept_back))
    return ResponseStudy(cut, campaigns, trials, judge(trials), clicks, bought)


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
        tenths=[ResponseFigure(**one) for one in saved["tenths"]],
        calibration=ResponseCalibration(**saved["calibration"]),
        stands=float(saved["stands"]),
        lines=int(saved["lines"]),
    )


def _figures(saved: dict[str, Any]) -> dict[str, ResponseFigure]:
    return {name: ResponseFigure(**figure) for name, figure in saved.items()}
