"""The page Overview answers: where am I, and what next."""

import streamlit as st

from pages.kit import background, cached, errors, format_help, guard, jobs_panel, layout
from pages.kit.text import plain
from pages.parts.data.charts.activity import activity, activity_title
from recsys_core.schema.contracts import Progress
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data.samples import SAMPLES, SampleInfo, load_sample
from recsys_core.services.first_start import start_first_models
from recsys_core.services.overview import Overview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import plural

TASK = "sample"


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, "Where am I, and what next?")
    jobs_panel.outcome(ws, TASK, _loaded)
    if ws.is_empty():
        page.answer(_welcome(ws))
        _three_ways(ws)
        return
    with errors.shown_here():
        found = cached.overview(ws)
        page.answer(found.sentence)
        layout.figures(found.figures)
        picture, beside = st.columns([7, 3], gap="large")
        with picture:
            _picture(found)
        with beside:
            _path(found)
            jobs_panel.jobs(ws)


def _picture(found: Overview) -> None:
    if found.activity.empty:
        layout.quiet(f"These {found.noun} carry no dates, so there is no history to draw.")
        return
    title = activity_title(found.activity, found.noun)
    figure = activity(found.activity, title, unit=found.noun.capitalize(), height=520)
    layout.chart(figure, "activity", alt=f"{found.noun.capitalize()} per week. {title}.")


def _path(found: Overview) -> None:
    """How far along the way from data to recommendations, and the button to the next station."""
    step = found.next_step
    with layout.card("next"):
        for station in found.steps:
            layout.station(station.title, station.detail, done=station.done)
        st.divider()
        st.caption("Next step")
        st.subheader(plain(step.title), anchor=False)
        st.text(step.sentence)
        if st.button(plain(step.action), type="primary", width="stretch"):
            st.switch_page(step.page)


def _welcome(ws: Workspace) -> str:
    if background.tasks(ws).running(TASK):
        return "The sample is being loaded; this takes less than a minute."
    return "No data yet: three ways to begin."


def _three_ways(ws: Workspace) -> None:
    jobs_panel.task(ws, TASK)
    loading = background.tasks(ws).running() is not None
    sample, upload, look = st.columns(3, gap="medium")
    with sample, layout.card("sample", stretch=True):
        st.subheader("Try the sample", anchor=False)
        st.text("See everything at work on real data, in half a minute.")
        for place, (name, about) in enumerate(SAMPLES.items()):
            st.button(
                plain(f"Load {about.title}"),
                key=f"load-{name}",
                type="primary" if place == 0 else "secondary",
                on_click=_load,
                args=(ws, name, about),
                disabled=loading,
                width="stretch",
            )
            layout.quiet(about.description)
    with upload, layout.card("upload", stretch=True):
        st.subheader("Upload my data", anchor=False)
        st.text("Bring an export of orders, clicks or ratings as it is.")
        layout.quiet("You see how it was understood, and can correct it, before anything counts.")
        if st.button("Choose a file", width="stretch", disabled=loading):
            st.switch_page("pages/data.py")
    with look, layout.card("look", stretch=True):
        st.subheader("What must the files look like?", anchor=False)
        st.text("One line per purchase with a customer and a product is enough.")
        layout.quiet(
            "Dates, quantities, amounts and a list of products with titles make it better."
        )
        if st.button("Show me", width="stretch"):
            format_help.dialog()


def _load(ws: Workspace, name: str, about: SampleInfo) -> None:
    def work(report: Progress) -> ImportReport:
        loaded = load_sample(ws, name, report)
        start_first_models(ws)
        return loaded

    background.tasks(ws).start(TASK, "Loading the sample", work)


def _loaded(report: ImportReport) -> str:
    read = plural(report.rows_read, "line")
    return f"{read} read and stored. The first models are being trained."


main()
