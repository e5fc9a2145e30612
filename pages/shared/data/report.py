"""The account of one import."""

import streamlit as st

from pages.shared import layout
from pages.shared.data.imports import refused
from pages.shared.formats import count, plain, plural, seconds
from recsys_core.schema.imports import ImportReport
from recsys_core.services.workspace import Workspace


def show_report(ws: Workspace, report: ImportReport) -> None:
    """What was read, what became of it, and every refused row with its reason."""
    layout.section(
        f"Imported in {seconds(report.seconds)}",
        f"{', '.join(report.files)}: {plural(report.rows_read, 'row')} read, each accounted for.",
    )
    layout.figures(
        [
            ("Rows read", count(report.rows_read), "Rows in the file, header aside."),
            ("Accepted", count(report.rows_accepted), "Rows that now count."),
            (
                "Returns",
                count(report.rows_return),
                "Returns and rows without a quantity: kept, and set against their purchases.",
            ),
            ("Repeated", count(report.rows_duplicate), "The same row twice; counted once."),
            ("Refused", count(report.rows_quarantined), "Rows that could not be used; kept aside."),
        ]
    )
    for warning in report.warnings:
        st.warning(plain(warning))
    if report.rows_quarantined:
        layout.section("Refused rows", "Correct them in a copy of the file and import that.")
        refused(ws, report.import_id)
