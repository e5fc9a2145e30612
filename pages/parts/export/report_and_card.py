"""The measurement to take along: the report and the run card."""

import json
from typing import Any

import streamlit as st

from pages.kit import layout
from pages.parts.export import messages as m
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.run_card import run_card
from recsys_core.services.report.report import report_html, report_slides
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace, found: Measurement) -> None:
    """The downloads, made on the click, and the run card to look at."""
    with layout.controls("take-along"):
        layout.section(say(m.TAKE_ALONG), say(m.ABOUT))
        with st.container(horizontal=True, gap="medium"):
            st.download_button(
                say(m.REPORT),
                lambda: report_html(ws, found.run_id).encode("utf-8"),
                f"tastelab-report-{found.run_id}.html",
                "text/html",
                key="report-html",
                on_click="ignore",
            )
            st.download_button(
                say(m.SLIDES),
                lambda: report_slides(ws, found.run_id),
                f"tastelab-report-{found.run_id}.pptx",
                key="report-slides",
                on_click="ignore",
            )
            st.download_button(
                say(m.RUN_CARD),
                lambda: card_bytes(run_card(ws, found.run_id)),
                f"tastelab-run-card-{found.run_id}.json",
                "application/json",
                key="report-card",
                on_click="ignore",
            )
        with st.expander(say(m.LOOK_AT_CARD), key="run-card", on_change="rerun") as opened:
            if opened.open:
                st.json(run_card(ws, found.run_id), expanded=1)


def card_bytes(card: dict[str, Any]) -> bytes:
    """A run card as a file."""
    return json.dumps(card, ensure_ascii=False, indent=1).encode("utf-8")
