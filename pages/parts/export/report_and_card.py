"""The measurement to take along: the report and the run card."""

import json
from typing import Any

import streamlit as st

from pages.kit import layout
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.run_card import run_card
from recsys_core.services.report.report import report_html
from recsys_core.services.workspace.workspace import Workspace

ABOUT = (
    "The report is one file of about 5 MB that opens in any browser without a network and can be "
    "printed. The run card holds data, settings, seeds, versions and all figures for a colleague "
    "who wants to check or repeat them."
)


def show(ws: Workspace, found: Measurement) -> None:
    """Two downloads, made on the click, and the run card to look at."""
    with layout.controls("take-along"):
        layout.section("Take it along", ABOUT)
        with st.container(horizontal=True, gap="medium"):
            st.download_button(
                "Report (HTML)",
                lambda: report_html(ws, found.run_id).encode("utf-8"),
                f"tastelab-report-{found.run_id}.html",
                "text/html",
                key="report-html",
                on_click="ignore",
            )
            st.download_button(
                "Run card (JSON)",
                lambda: card_bytes(run_card(ws, found.run_id)),
                f"tastelab-run-card-{found.run_id}.json",
                "application/json",
                key="report-card",
                on_click="ignore",
            )
        with st.expander("Look at the run card", key="run-card", on_change="rerun") as opened:
            if opened.open:
                st.json(run_card(ws, found.run_id), expanded=1)


def card_bytes(card: dict[str, Any]) -> bytes:
    """A run card as a file."""
    return json.dumps(card, ensure_ascii=False, indent=1).encode("utf-8")
