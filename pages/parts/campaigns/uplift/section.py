"""A file or a campaign with a control group, its arms, and whom they move."""

from collections.abc import Callable, Hashable
from dataclasses import replace

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.uplift import messages as m
from pages.parts.campaigns.uplift import result
from pages.parts.campaigns.uplift.arms_file import brought_arms, chosen_columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.campaigns.uplift.arm_files import ready
from recsys_core.services.campaigns.uplift.findings import control_line, uplift_line
from recsys_core.services.campaigns.uplift.of_campaign import (
    OUTCOMES,
    campaigns_with_control,
    uplift_of_campaign,
)
from recsys_core.services.campaigns.uplift.study import ToldUplift, uplift_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "uplift"
ANSWER = "_uplift_answer"
SOURCE, SHARE = "uplift-source", "uplift-share"
Work = Callable[[Progress], ToldUplift]


def answer(ws: Workspace) -> str:
    """The first line of the page: what came out, or which campaigns could be asked."""
    return str(st.session_state.get(ANSWER, "")) or control_line(ws)


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.MOVED_BY_IT), say(m.ABOUT_MOVED))
    st.session_state[ANSWER] = ""
    with errors.shown_here():
        chosen = _source(ws)
        asked = _of_file(ws) if chosen is None else _of_campaign(ws, chosen)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if asked is None:
            return
        key, work = asked
        told = background.tasks(ws).kept(key)
        _offer(ws, key, work, again=told is not None)
        if told is not None:
            st.session_state[ANSWER] = uplift_line(told)
            result.show(ws, told)


def _source(ws: Workspace) -> str | None:
    """The campaign to look at; None for a file."""
    try:
        rows = campaigns_with_control(ws)
    except NotReadyError:
        return None
    if rows.empty:
        return None
    names = dict(zip(rows["campaign_id"], rows["name"], strict=True))
    with layout.controls("uplift-source"):
        chosen = st.selectbox(
            plain(say(m.FROM_WHERE)),
            ["", *names],
            format_func=lambda one: names.get(one) or say(m.A_FILE),
            key=SOURCE,
            width=320,
            **KEPT,
        )
    return chosen or None


def _of_campaign(ws: Workspace, campaign: str) -> tuple[Hashable, Work]:
    labels = dict(zip(OUTCOMES, (m.BOUGHT, m.SPENT), strict=True))
    with layout.controls("uplift-campaign"), _row():
        outcome = st.selectbox(
            plain(say(m.WHAT_BY)),
            OUTCOMES,
            format_func=lambda one: say(labels[one]),
            key="uplift-outcome-kind",
            width=240,
        )
        share = _share()

    def work(report: Progress) -> ToldUplift:
        return uplift_of_campaign(ws, campaign, outcome, share, report)

    return (KIND, ws.data_version(), campaign, outcome, share), work


def _of_file(ws: Workspace) -> tuple[Hashable, Work] | None:
    brought = brought_arms(ws)
    if brought is None:
        return None
    with layout.controls("uplift-columns"), _row():
        choice, share = chosen_columns(brought), _share()
    if choice is None:
        return None
    table, chosen = brought.content.table, replace(choice, control_share=share)

    def work(report: Progress) -> ToldUplift:
        return uplift_of(ready(table, chosen), report)

    asked = (choice.arm, choice.outcome, choice.control, share)
    return (KIND, brought.content.digest, table.file, *asked), work


def _row() -> "st.delta_generator.DeltaGenerator":
    return st.container(horizontal=True, vertical_alignment="bottom", gap="medium")


def _share() -> float | None:
    chosen = st.number_input(
        plain(say(m.CONTROL_SHARE)),
        0,
        99,
        0,
        key=SHARE,
        help=plain(say(m.ABOUT_SHARE)),
        width=220,
        **KEPT,
    )
    return int(chosen) / 100 or None


def _offer(ws: Workspace, key: Hashable, work: Work, *, again: bool) -> None:
    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.FINDING_OUT), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    if not again:
        with layout.controls("uplift-start"):
            label = plain(say(m.FIND_OUT))
            st.button(label, key="uplift-start", on_click=begin, disabled=busy, type="primary")
