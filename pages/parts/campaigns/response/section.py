"""Models of who answers and of who clicks: a button before a trial, what it found after."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.kit import background, errors, failures, jobs_panel, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.response import messages as m
from pages.parts.campaigns.response.told import show_study
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.response.clicking import (
    click_readiness,
    clicks_by_position,
    often_shown,
    position_sentence,
    usual_click_day,
)
from recsys_core.services.campaigns.response.gather import response_readiness, usual_day
from recsys_core.services.campaigns.response.study import (
    CLICKS_KIND,
    KIND,
    response_study,
    start_study,
)
from recsys_core.services.data.displays import displays_here, displays_offered, load_displays
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, count

DISPLAYS = "displays"
RATES, TIMES = ("rate", "low", "high"), ("times", "times_low", "times_high")


@dataclass(frozen=True)
class TrialPart:
    """What tells the trial on campaigns and the one on exposures apart."""

    key: str
    kind: str
    clicks: bool
    day: str
    day_help: str
    button: str
    gathering: str


CAMPAIGNS = TrialPart(
    "response", KIND, False, m.TRY_AGAIN_FROM, m.KEEP_BACK, m.TRY_MODELS, m.GATHERING
)
CLICKS = TrialPart(
    "clicks", CLICKS_KIND, True, m.TRY_CLICKS_FROM, m.KEEP_EXPOSURES_BACK, m.TRY_CLICKS,
    m.GATHERING_CLICKS,
)  # fmt: skip


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.WHO_ANSWERS), say(m.ABOUT_WHO_ANSWERS))
    with errors.shown_here():
        _trial(ws, CAMPAIGNS)
    layout.section(say(m.WHO_CLICKS), say(m.ABOUT_WHO_CLICKS))
    with errors.shown_here():
        _trial(ws, CLICKS)
        _positions(ws)


def answer(ws: Workspace) -> str:
    """The first line of the page: what was foretold and what came; "" before a trial."""
    study = response_study(ws)
    if study is None:
        return ""
    best = study.trial(study.verdict.best)
    return say(
        m.FORETOLD,
        expected=count(round(best.expected)),
        sent=count(best.rows),
        day=written_day(study.cut),
        actual=count(best.actual),
    )


def _trial(ws: Workspace, part: TrialPart) -> None:
    state = click_readiness(ws) if part.clicks else response_readiness(ws)
    if not state.ready:
        st.text(state.reason)
        if part.clicks:
            _displays(ws)
        return
    if part.clicks and displays_here(ws):
        layout.quiet(say(m.ABOUT_DISPLAYS))
    jobs_panel.task(ws, _gather(part))
    jobs_panel.failed(ws, _gather(part))
    jobs_panel.jobs(ws, part.kind)
    failures.show(ws, part.kind, lambda _: start_study(ws, clicks=part.clicks))
    study = response_study(ws, clicks=part.clicks)
    if study is not None:
        show_study(study, part.key)
    usual = usual_click_day if part.clicks else usual_day
    _offer(ws, part, usual(ws) if study is None else study.cut, tried=study is not None)


def _displays(ws: Workspace) -> None:
    """The sample has exposures that take a while to bring in."""
    jobs_panel.task(ws, DISPLAYS)
    jobs_panel.failed(ws, DISPLAYS)
    if not displays_offered(ws):
        return
    layout.quiet(say(m.ABOUT_DISPLAYS))
    layout.quiet(say(m.DRAWING_DISPLAYS))
    with layout.controls("displays"):
        st.button(
            plain(say(m.BRING_DISPLAYS)),
            key="displays-start",
            disabled=background.tasks(ws).running() is not None,
            on_click=_bring,
            args=(ws,),
        )


def _bring(ws: Workspace) -> None:
    title = say(m.BRINGING_DISPLAYS)
    background.tasks(ws).start(DISPLAYS, title, lambda report: load_displays(ws, report))


def _positions(ws: Workspace) -> None:
    """What a position is worth, with its interval; that it is not known without positions."""
    if not click_readiness(ws).have:
        return
    rates = clicks_by_position(ws)
    layout.section(say(m.CLICKS_BY_POSITION))
    st.text(position_sentence(rates))
    often = often_shown(rates)
    if len(often) < 2:
        return
    clicked = [alike(row.rate, row.low, row.high, unit="share") for row in often.itertuples()]
    same = [alike(row.times, row.times_low, row.times_high) for row in often.itertuples()]
    frame = pd.DataFrame(
        {
            "position": often["position"].astype(int),
            "shown": often["shown"].astype(int),
            **{name: list(of) for name, of in zip(RATES, zip(*clicked, strict=True), strict=True)},
            **{name: list(of) for name, of in zip(TIMES, zip(*same, strict=True), strict=True)},
        }
    )
    low, high = say(m.FROM), say(m.TO)
    columns = {
        "position": tables.whole(say(m.POSITION)),
        "shown": tables.count(say(m.SHOWN)),
        "rate": tables.text(say(m.CLICK_RATE)),
        "low": tables.text(low, say(m.INTERVAL_HELP)),
        "high": tables.text(high, say(m.INTERVAL_HELP)),
        "times": tables.text(say(m.SAME_THINGS), say(m.SAME_THINGS_HELP)),
        "times_low": tables.text(low, say(m.INTERVAL_HELP)),
        "times_high": tables.text(high, say(m.INTERVAL_HELP)),
    }
    alt = say(m.POSITIONS_ALT)
    tables.show(frame, columns, key="clicks-positions", alt=alt, file_name="positions.csv")


def _gather(part: TrialPart) -> str:
    return f"{part.key}-gather"


def _from(part: TrialPart) -> str:
    return f"{part.key}-from"


def _offer(ws: Workspace, part: TrialPart, cut: pd.Timestamp, *, tried: bool) -> None:
    gathering = background.tasks(ws).running(_gather(part)) is not None
    busy = gathering or any(job.kind == part.kind for job in ws.jobs.running())
    with (
        layout.controls(part.key),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        st.date_input(
            plain(say(part.day)),
            cut.date(),
            key=_from(part),
            format="YYYY-MM-DD",
            help=plain(say(part.day_help)),
            width=230,
            **KEPT,
        )
        st.button(
            plain(say(part.button)),
            key=f"{part.key}-start",
            type="secondary" if tried else "primary",
            disabled=busy,
            on_click=_start,
            args=(ws, part),
        )


def _start(ws: Workspace, part: TrialPart) -> None:
    """Gathering takes seconds, so it is a task; it ends with the job of the worker queued."""
    day = pd.Timestamp(st.session_state[_from(part)])

    def gather(report: Progress) -> object:
        return start_study(ws, day, report, clicks=part.clicks)

    background.tasks(ws).start(_gather(part), say(part.gathering), gather)
