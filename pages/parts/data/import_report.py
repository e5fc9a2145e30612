"""The account of one import."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from pages.kit import layout
from pages.kit.formats import count, plain, plural, seconds, shorten
from pages.parts.data.imports import refused, repeated
from recsys_core.schema.imports import ImportReport
from recsys_core.services.data.imports import list_imports
from recsys_core.services.workspace.workspace import Workspace


def show_report(ws: Workspace, report: ImportReport, close: Callable[[], None]) -> None:
    """What was read, what became of it, and every refused row with its reason."""
    report = _as_it_is_now(ws, report)
    with layout.card("report"):
        with st.container(horizontal=True, vertical_alignment="center"):
            names = shorten(", ".join(report.files), 60)
            st.text(f"{names} is in, after {seconds(report.seconds)}.", width="stretch")
            st.button("Close", key="close-report", on_click=close)
        layout.figures(_figures(report), key="report")
        repeated(ws, report.import_id, report.rows_duplicate, "report")
        for warning in report.warnings:
            layout.quiet(warning)
        if report.rows_quarantined:
            with st.expander(plain(f"{plural(report.rows_quarantined, 'refused row')}, with why")):
                refused(ws, report.import_id, "report")


def _as_it_is_now(ws: Workspace, report: ImportReport) -> ImportReport:
    """The counts after repeated rows were let in."""
    listed = list_imports(ws)
    names = ("rows_accepted", "rows_duplicate", "rows_return")
    for row in listed[listed["import_id"] == report.import_id].to_dict("records"):
        report = replace(report, **{name: int(row[name]) for name in names})
    return report


def _figures(report: ImportReport) -> list[tuple[str, str, str]]:
    return [
        ("Rows read", count(report.rows_read), "Rows in the file, header aside."),
        ("Accepted", count(report.rows_accepted), "Rows that now count."),
        (
            "Returns",
            count(report.rows_return),
            "Returns and zero quantities: kept, and set against their purchases.",
        ),
        ("Repeated", count(report.rows_duplicate), "The same row twice; counted once."),
        ("Refused", count(report.rows_quarantined), "Rows that could not be used; kept aside."),
    ]
