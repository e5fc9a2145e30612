"""Lists for every customer as a file, made in the background while everybody works on."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.kit import background, errors, group_picker, jobs_panel, layout
from pages.kit.text import markdown
from pages.parts.export import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.services.customers.group_choice import NamedGroup
from recsys_core.services.export.long import ExportChoice, ExportResult, export_folder, export_lists
from recsys_core.services.export.wide import PLACE, Extras, export_wide
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import seconds

TASK = "export"
DRAWER = "everybody"
LONG, LONG_PARQUET, LONG_XLSX, WIDE = "long", "parquet", "xlsx", "wide"
FORMS = {
    LONG: m.LONG_CSV,
    LONG_XLSX: m.LONG_XLSX,
    LONG_PARQUET: m.LONG_PARQUET,
    WIDE: m.WIDE_CSV,
}


class ExportFile(NamedTuple):
    """A file that is ready."""

    path: Path
    title: str
    result: ExportResult


def show(ws: Workspace, choices: list[ExportChoice]) -> None:
    """Choose list and form, follow the progress, take the file; the first of the lists is set."""
    with layout.controls("everybody"):
        drawer = st.expander(say(m.FOR_EVERYBODY), key=DRAWER, on_change="rerun")
        if not drawer.open and not background.tasks(ws).latest(TASK):
            return
        with drawer:
            if background.tasks(ws).running(TASK):
                jobs_panel.task(ws, TASK)
                return
            _ended(ws)
            _form(ws, choices)


def _form(ws: Workspace, choices: list[ExportChoice]) -> None:
    by_title = {one.title: one for one in choices}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        title = st.selectbox(say(m.LIST), list(by_title), key="everybody-list", width=260)
        form = st.selectbox(
            say(m.FORM),
            list(FORMS),
            format_func=lambda one: say(FORMS[one]),
            key="everybody-form",
            width=380,
        )
        group = group_picker.one(ws, say(m.FOR_WHOM), "everybody-group")
    extras = Extras()
    if form == WIDE:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            prices = st.checkbox(say(m.WITH_PRICES), key="everybody-prices")
            reasons = st.checkbox(say(m.WITH_REASONS), key="everybody-reasons")
            link = st.text_input(
                markdown(m.LINK, place=PLACE),
                key="everybody-link",
                placeholder="https://shop.example/product/{item}",
                width=420,
            )
        try:
            extras = Extras(prices, reasons, link.strip())
        except errors.EXPECTED as error:
            errors.show(error)
            return
    else:
        layout.quiet(say(m.IN_EVERY_LINE))
    st.button(
        markdown(m.MAKE_THE_FILE, list=title),
        type="primary",
        key="everybody-start",
        on_click=_start,
        args=(ws, by_title[title], form, extras, group),
    )


def _start(
    ws: Workspace, choice: ExportChoice, form: str, extras: Extras, group: str | None
) -> None:
    suffix = f".{form}" if form in (LONG_PARQUET, LONG_XLSX) else ".csv"

    whom = None if group is None else NamedGroup(group)

    def work(report: Progress) -> ExportFile:
        out = export_folder(ws) / f"lists-{choice.model}{'-wide' if form == WIDE else ''}{suffix}"
        if form == WIDE:
            done = export_wide(ws, out, choice.model, choice.settings, whom, report, extras)
        else:
            done = export_lists(
                ws, out, choice.model, choice.settings, whom, report, choice.scenario
            )
        return ExportFile(out, choice.title, done)

    background.tasks(ws).dismiss(TASK)
    background.tasks(ws).start(TASK, say(m.LISTS_FOR_EVERYBODY, list=choice.title), work)


def _ended(ws: Workspace) -> None:
    ended = background.tasks(ws).latest(TASK)
    if ended is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if ended.state == "done" and ended.result.path.is_file():
            path, title, done = ended.result
            made = say(
                m.FILE_MADE,
                list=title,
                lines=done.rows,
                customers=done.users,
                seconds=seconds(done.seconds),
            )
            st.text(done.said(made), width="content")
            st.download_button(
                say(m.DOWNLOAD_THE_FILE),
                path.read_bytes,
                path.name,
                key="everybody-file",
                on_click="ignore",
                type="primary",
            )
        elif ended.error:
            st.text(ended.error)
        st.button(
            say(m.CLOSE), key="everybody-close", on_click=background.tasks(ws).dismiss, args=(TASK,)
        )
