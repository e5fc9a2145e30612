"""The plan: a form, the calendar, what is in conflict, and the lines."""

import datetime

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from pages.parts.campaigns.placements import whom
from pages.parts.campaigns.placements.charts import calendar, calendar_title
from recsys_core.services.export.placements import plan_bytes
from recsys_core.services.recommend.placements.conflicts import CheckedPlan
from recsys_core.services.recommend.placements.placement import CHANNELS, Placement
from recsys_core.services.recommend.placements.plan import (
    SENDS,
    NewLine,
    add_to_plan,
    set_weekly_cap,
    take_from_plan,
    weekly_cap,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SAID, CAP = "_plan_said", "plan-cap"


def show(ws: Workspace, kept: list[Placement], checked: CheckedPlan) -> None:
    """The plan and what can be done with it."""
    layout.section(say(m.PLAN_TITLE), say(m.PLAN_ABOUT))
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))
    _form(ws, kept)
    if not checked.lines:
        return
    title = calendar_title(checked)
    layout.chart(calendar(checked, title), "placement-plan", alt=say(m.CALENDAR_ALT, finding=title))
    _conflicts(ws, checked)
    _lines(ws, checked)


def _form(ws: Workspace, kept: list[Placement]) -> None:
    with layout.controls("plan-add"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            name = st.selectbox(
                plain(say(m.PLACEMENT)),
                [one.name for one in kept],
                key="plan-placement",
                width=260,
            )
            starts = st.date_input(
                plain(say(m.STARTS)), "today", key="plan-starts", format="YYYY-MM-DD", width=150
            )
            ends = st.date_input(
                plain(say(m.ENDS)), None, key="plan-ends", format="YYYY-MM-DD", width=150
            )
            for_whom = whom.choose(ws, "plan")
            sends = st.selectbox(
                plain(say(m.SENDS_LABEL)),
                SENDS,
                format_func=lambda one: say(m.SENDS[one]),
                key="plan-sends",
                width=280,
                **KEPT,
            )
            channel = st.selectbox(
                plain(say(m.CHANNEL)),
                CHANNELS,
                index=None,
                key="plan-channel",
                placeholder=next(one.channel for one in kept if one.name == name),
                accept_new_options=True,
                help=plain(say(m.CHANNEL_HELP)),
                width=180,
            )
        if st.button(plain(say(m.ADD)), key="plan-add", type="primary", disabled=for_whom is None):
            with errors.shown_here():
                if for_whom is not None and isinstance(starts, datetime.date):
                    last = ends if isinstance(ends, datetime.date) else starts
                    line = NewLine(str(name), starts, last, for_whom, sends, channel or "")
                    st.session_state[SAID] = say(m.ADDED, what=add_to_plan(ws, line).words)
                    st.rerun()


def _conflicts(ws: Workspace, checked: CheckedPlan) -> None:
    cap = weekly_cap(ws)
    with layout.controls("plan-cap"):
        st.number_input(
            plain(say(m.CAP)),
            0,
            50,
            cap,
            key=CAP,
            help=plain(say(m.CAP_HELP)),
            width=260,
            on_change=lambda: set_weekly_cap(ws, int(st.session_state[CAP])),
        )
    if not checked.conflicts:
        layout.quiet(say(m.NO_CONFLICTS if cap else m.NO_CAP))
    for one in checked.conflicts:
        st.warning(plain(one.sentence))


def _lines(ws: Workspace, checked: CheckedPlan) -> None:
    layout.section(say(m.LINES))
    rows = [
        {
            "placement": line.placement.name,
            "channel": line.channel,
            "starts": pd.Timestamp(line.starts),
            "ends": pd.Timestamp(line.ends),
            "whom": line.whom.words,
            "sends": say(m.LINE_SENDS_CELLS[line.sends]),
            "customers": reached,
        }
        for line, reached in zip(checked.lines, checked.reached, strict=True)
    ]
    frame = pd.DataFrame(rows)
    columns = {
        "placement": tables.text(say(m.PLACEMENT), width="medium"),
        "channel": tables.text(say(m.CHANNEL), width="small"),
        "starts": tables.day(say(m.LINE_STARTS)),
        "ends": tables.day(say(m.LINE_ENDS)),
        "whom": tables.text(say(m.LINE_WHOM), width="medium"),
        "sends": tables.text(say(m.LINE_SENDS), width="small"),
        "customers": tables.count(say(m.REACHED)),
    }
    key = f"plan-lines-{len(rows)}"
    chosen = tables.show(frame, columns, key, alt=say(m.LINES_ALT), rows=8, select="single-row")
    with layout.controls("plan-files"), st.container(horizontal=True, gap="small"):
        if st.button(
            plain(say(m.REMOVE)),
            key="plan-remove",
            help=plain(say(m.REMOVE_HELP)),
            disabled=not chosen,
        ):
            take_from_plan(ws, checked.lines[chosen[0]].line_id)
            st.rerun()
        for label, ending in ((m.PLAN_FILE, ".csv"), (m.PLAN_CALENDAR, ".ics")):
            layout.download(
                say(label),
                lambda ending=ending: plan_bytes(checked.lines, checked.reached, ending),  # type: ignore[misc]
                f"plan{ending}",
                f"plan-take{ending}",
            )
