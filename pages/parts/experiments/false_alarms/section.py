"""Nobody has to believe an interval: splits of the data's own customers without a difference."""

import pandas as pd
import streamlit as st

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.kit import messages as kit
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.experiments import no_customers
from pages.parts.experiments.false_alarms import messages as m
from pages.parts.experiments.false_alarms.charts import alarms, alarms_title
from recsys_core.schema.contracts import Progress
from recsys_core.services.experiments.planning.false_alarms import AATest, aa_is_known, aa_test
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike

KIND = "false-alarms"
ANSWER = "_false_alarms_answer"


def answer(ws: Workspace) -> str:
    """The first line of the page."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    if ws.is_empty():
        st.session_state[ANSWER] = say(m.NOBODY_TO_ASK)
        no_customers.show(say(kit.BRING_A_FILE))
        return
    st.session_state[ANSWER] = say(m.NOT_YET)
    with (
        layout.controls("false-alarms"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        window, alpha = (
            int(
                st.number_input(
                    plain(say(label)), 1, most, usual, key=key, help=plain(say(about)), width=200,
                    **KEPT,
                )
            )
            for label, about, key, most, usual in (
                (m.WINDOW, m.WINDOW_HELP, "alarms-window", 365, 28),
                (m.ALPHA, m.ALPHA_HELP, "alarms-alpha", 50, 5),
            )
        )  # fmt: skip
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if aa_is_known(ws, window, alpha / 100):
            _told(aa_test(ws, window, alpha / 100))
            return

        def work(report: Progress) -> None:
            aa_test(ws, window, alpha / 100, report=report)

        offer.show(ws, KIND, "alarms-start", say(m.START), say(m.SPLITTING), work)


def _told(found: AATest) -> None:
    st.session_state[ANSWER] = found.sentence
    title = alarms_title(found)
    left, right = st.columns(2, gap="large")
    with left:
        alt = say(m.CHART_ALT, finding=title)
        layout.chart(alarms(found, title), "false-alarms", alt=alt)
    with right:
        rows = []
        for name, one in found.by_outcome.items():
            middle, low, high = alike(one.share, one.low, one.high, unit="share")
            ends = say(m.ENDS, share=middle, low=low, high=high)
            rows.append(
                {
                    "outcome": say(m.OUTCOMES[name]),
                    "alarms": one.alarms,
                    "ends": ends,
                    "way": say(m.WAYS[name]),
                }
            )
        columns = {
            "outcome": tables.text(say(m.OUTCOME_CELL), width="small"),
            "alarms": tables.count(say(m.ALARMS_CELL)),
            "ends": tables.text(say(m.SHARE_CELL), width="medium"),
            "way": tables.text(say(m.WAY_CELL), width="medium"),
        }
        frame = pd.DataFrame(rows)[list(columns)]
        tables.show(frame, columns, "false-alarms", alt=say(m.TABLE_ALT), rows=4)
        splits = next(iter(found.by_outcome.values())).splits
        layout.quiet(say(m.NOTE, splits=splits))
