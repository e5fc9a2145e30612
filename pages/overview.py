"""The page Overview answers: where am I, and what next."""

import streamlit as st

from pages.kit import (
    background,
    cached,
    changes,
    errors,
    format_help,
    guard,
    jobs_panel,
    layout,
    period,
    who,
)
from pages.kit.state import presenting
from pages.kit.text import markdown, plain
from pages.parts.data.charts.activity import activity, activity_title
from pages.parts.overview import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data.periods import Period
from recsys_core.services.data.samples import SAMPLES, SampleInfo, load_sample
from recsys_core.services.first_start import start_first_models
from recsys_core.services.overview import Overview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

TASK = "sample"
# Of the picture in pixels, before the presenter view enlarges it.
HEIGHT = {False: 520, True: 430}


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    jobs_panel.outcome(ws, TASK, _loaded)
    if ws.is_empty():
        page.answer(_welcome(ws))
        if who.works(ws):
            _three_ways(ws)
        else:
            st.text(say(m.ANALYSTS_BRING))
        return
    with errors.shown_here():
        found = cached.overview(ws)
        page.answer(found.sentence, found.overdue)
        layout.figures(found.figures)
        chosen = period.show(ws, found.noun)
        picture, beside = st.columns([7, 3], gap="large")
        with picture:
            _picture(ws, found, chosen)
        with beside:
            _path(found)
            jobs_panel.jobs(ws)
        changes.show(ws)


def _picture(ws: Workspace, found: Overview, chosen: Period | None) -> None:
    frame = period.activity(ws, chosen)
    if frame.empty:
        layout.quiet(say(m.NO_DATES, noun=found.noun))
        return
    title = activity_title(frame, found.noun)
    figure = activity(frame, title, unit=found.noun.capitalize(), height=HEIGHT[presenting()])
    alt = say(m.ACTIVITY_ALT, noun=found.noun.capitalize(), finding=title)
    layout.chart(figure, "activity", alt=alt)


def _path(found: Overview) -> None:
    """How far along the way from data to recommendations, and the button to the next station."""
    step = found.next_step
    with layout.card("next"):
        for station in found.steps:
            layout.station(station.title, station.detail, done=station.done)
        st.divider()
        st.caption(say(m.NEXT_STEP))
        st.subheader(plain(step.title), anchor=False)
        st.text(step.sentence)
        if st.button(plain(step.action), type="primary", width="stretch"):
            st.switch_page(step.page)


def _welcome(ws: Workspace) -> str:
    if background.tasks(ws).running(TASK):
        return say(m.BEING_LOADED)
    return say(m.THREE_WAYS)


def _three_ways(ws: Workspace) -> None:
    loading = background.tasks(ws).running() is not None
    sample, upload, look = st.columns(3, gap="medium")
    with sample, layout.card("sample", stretch=True):
        st.subheader(say(m.TRY_SAMPLE), anchor=False)
        st.text(say(m.ABOUT_SAMPLE))
        for place, (name, about) in enumerate(SAMPLES.items()):
            st.button(
                markdown(m.LOAD, sample=say(about.title)),
                key=f"load-{name}",
                type="primary" if place == 0 else "secondary",
                on_click=_load,
                args=(ws, name, about),
                disabled=loading,
                width="stretch",
            )
            layout.quiet(say(about.description))
    with upload, layout.card("upload", stretch=True):
        st.subheader(say(m.UPLOAD), anchor=False)
        st.text(say(m.ABOUT_UPLOAD))
        layout.quiet(say(m.SEEN_BEFORE))
        if st.button(say(m.CHOOSE_FILE), width="stretch", disabled=loading):
            st.switch_page("pages/data.py")
    with look, layout.card("look", stretch=True):
        st.subheader(say(m.LOOK_LIKE), anchor=False)
        st.text(say(m.ONE_LINE))
        layout.quiet(say(m.BETTER_WITH))
        if st.button(say(m.SHOW_ME), width="stretch"):
            format_help.dialog()


def _load(ws: Workspace, name: str, about: SampleInfo) -> None:
    def work(report: Progress) -> ImportReport:
        loaded = load_sample(ws, name, report)
        start_first_models(ws)
        return loaded

    background.tasks(ws).start(TASK, say(m.LOADING), work)


def _loaded(report: ImportReport) -> str:
    return say(m.LOADED, n=report.rows_read)


main()
