"""The account of one import."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.kit import layout
from pages.kit.text import plain, shorten
from pages.parts.data import messages as m
from pages.parts.data.imports import refused, repeated
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data.imports import list_imports
from recsys_core.services.data.summary import with_reason
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, seconds


def show_report(ws: Workspace, report: ImportReport, close: Callable[[], None]) -> None:
    """What was read, what became of it, and every refused row with its reason."""
    report = _as_it_is_now(ws, report)
    with layout.card("report"):
        with st.container(horizontal=True, vertical_alignment="center"):
            names = shorten(", ".join(report.files), 60)
            fields = {"files": names, "time": seconds(report.seconds)}
            st.text(say(m.FILES_ARE_IN, n=len(report.files), **fields), width="stretch")
            st.button(say(m.CLOSE), key="close-report", on_click=close)
        layout.figures(_figures(report), key="report")
        repeated(ws, report.import_id, report.rows_duplicate, "report")
        offered = {fix.sentence for fix in report.fixes}
        for warning in (*report.evidence, *report.warnings):
            if warning not in offered:
                layout.quiet(warning)
        for each in report.lists:
            _list(each)
        if report.rows_quarantined:
            with st.expander(plain(with_reason(ws, report.rows_quarantined, [report.import_id]))):
                refused(ws, report.import_id, "report")


def _list(report: ImportReport) -> None:
    """A list that came along with the rows, in a line, and what is to be said of it."""
    names = shorten(", ".join(report.files), 60)
    st.text(say(m.LIST_IS_IN, files=names, n=report.rows_accepted))
    for warning in (*report.evidence, *report.warnings):
        layout.quiet(warning)


def _as_it_is_now(ws: Workspace, report: ImportReport) -> ImportReport:
    """The counts after repeated rows were let in."""
    listed = list_imports(ws)
    names = ("rows_accepted", "rows_duplicate", "rows_return")
    for row in listed[listed["import_id"] == report.import_id].to_dict("records"):
        counts: dict[str, Any] = {name: int(row[name]) for name in names}
        report = replace(report, **counts)
    return report


def _figures(report: ImportReport) -> list[tuple[str, str, str]]:
    return [
        (say(m.ROWS_READ), count(report.rows_read), say(m.ABOUT_READ)),
        (say(m.ACCEPTED), count(report.rows_accepted), say(m.ABOUT_ACCEPTED)),
        (
            say(m.RETURNS),
            count(report.rows_return),
            say(m.RETURNS_KEPT),
        ),
        (say(m.REPEATED), count(report.rows_duplicate), say(m.SAME_ROW_TWICE)),
        (say(m.REFUSED), count(report.rows_quarantined), say(m.ABOUT_REFUSED)),
    ]
