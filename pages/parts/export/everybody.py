"""Lists for every customer as a file, made in the background while everybody works on."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout
from pages.kit.formats import count, plain, seconds
from recsys_core.schema.errors import TastelabError
from recsys_core.services.export.long import ExportChoice, ExportResult, export_folder, export_lists
from recsys_core.services.export.wide import Extras, export_wide
from recsys_core.services.workspace.workspace import Workspace

TASK = "export"
DRAWER = "everybody"
LONG, LONG_PARQUET, WIDE = "long", "parquet", "wide"
FORMS = {
    LONG: "One line a product (CSV)",
    LONG_PARQUET: "One line a product (Parquet)",
    WIDE: "One line a customer, for e-mail tools (CSV)",
}


class Written(NamedTuple):
    """A file that is ready."""

    path: Path
    title: str
    result: ExportResult


def show(ws: Workspace, choices: list[ExportChoice]) -> None:
    """Choose list and form, follow the progress, take the file."""
    with layout.controls("everybody"):
        drawer = st.expander("These lists for every customer", key=DRAWER, on_change="rerun")
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
        title = st.selectbox("List", list(by_title), key="everybody-list", width=260)
        form = st.selectbox(
            "Form", list(FORMS), format_func=FORMS.get, key="everybody-form", width=380
        )
    extras = Extras()
    if form == WIDE:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            prices = st.checkbox("With prices", key="everybody-prices")
            reasons = st.checkbox("With reasons", key="everybody-reasons")
            link = st.text_input(
                "Link to a product, {item} for its number (empty: none)",
                key="everybody-link",
                placeholder="https://shop.example/product/{item}",
                width=420,
            )
        try:
            extras = Extras(prices, reasons, link.strip())
        except TastelabError as error:
            errors.show(error)
            return
    else:
        layout.quiet("With reason, score, model, scenario and moment in every line.")
    st.button(
        "Make the file",
        type="primary",
        key="everybody-start",
        on_click=_start,
        args=(ws, by_title[title], form, extras),
    )


def _start(ws: Workspace, choice: ExportChoice, form: str, extras: Extras) -> None:
    suffix = ".parquet" if form == LONG_PARQUET else ".csv"

    def work(report):
        out = export_folder(ws) / f"lists-{choice.model}{'-wide' if form == WIDE else ''}{suffix}"
        if form == WIDE:
            done = export_wide(ws, out, choice.model, choice.settings, None, report, extras)
        else:
            done = export_lists(
                ws, out, choice.model, choice.settings, None, report, choice.scenario
            )
        return Written(out, choice.title, done)

    background.tasks(ws).dismiss(TASK)
    background.tasks(ws).start(TASK, f"{choice.title} for every customer", work)


def _ended(ws: Workspace) -> None:
    ended = background.tasks(ws).latest(TASK)
    if ended is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if ended.state == "done" and ended.result.path.is_file():
            path, title, done = ended.result
            st.text(
                f"{title}: {count(done.rows)} lines for {count(done.users)} customers, made in "
                f"{seconds(done.seconds)}.",
                width="content",
            )
            st.download_button(
                "Download the file", path.read_bytes, path.name, key="everybody-file",
                on_click="ignore", type="primary",
            )  # fmt: skip
        elif ended.error:
            st.text(plain(ended.error))
        st.button(
            "Close", key="everybody-close", on_click=background.tasks(ws).dismiss, args=(TASK,)
        )
