"""Who gives no answer: a button before it is worked out, what goes along with it, whom and when."""

import pandas as pd
import streamlit as st

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.audience.asking import ask_among
from pages.parts.campaigns.silent import messages as m
from pages.parts.campaigns.silent.charts import (
    after_silence,
    after_silence_title,
    common_times,
    times_title,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.past.looking_back import past_campaigns
from recsys_core.services.campaigns.silent.next_action import gain_cell, next_actions
from recsys_core.services.campaigns.silent.send_time import SendTimeTrial, send_times
from recsys_core.services.campaigns.silent.silence import (
    Silence,
    save_silent,
    silence,
    silence_is_known,
    silent_users,
)
from recsys_core.services.campaigns.silent.words import (
    SilentReason,
    reason_name,
    reason_rows,
    silence_sentences,
    silent_frame,
    step_name,
    unknown_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

KIND = "silence"
ROWS = 1_000
NAME, LEAST, NOTICE, PROBLEM = "silent-name", "silent-least", "silent-notice", "silent-problem"


def answer(ws: Workspace) -> str:
    """The page's first line while this part is open; empty where it was not worked out yet."""
    return silence_sentences(silence(ws))[0] if silence_is_known(ws) else ""


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.NO_ANSWER), say(m.ABOUT_NO_ANSWER))
    with errors.shown_here():
        past_campaigns(ws)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if silence_is_known(ws):
            _told(ws, silence(ws), send_times(ws))
        else:
            _offer(ws)


def _offer(ws: Workspace) -> None:
    def work(report: Progress) -> None:
        silence(ws, report)
        send_times(ws)

    offer.show(ws, KIND, "silence-start", say(m.WORK_OUT_SILENT), say(m.WORKING_ON_SILENT), work)


def _told(ws: Workspace, found: Silence, times: SendTimeTrial) -> None:
    for sentence in silence_sentences(found)[1:]:
        layout.quiet(sentence)
    often = say(m.OFTEN_HELP, least=found.often)
    layout.figures(
        [
            (say(m.NEVER_ANSWERED), count(len(found.customers)), say(m.NEVER_ANSWERED_HELP)),
            (say(m.BY_LOT), count(round(found.by_lot)), say(m.BY_LOT_HELP)),
            (say(m.OFTEN), count(found.again_and_again), often),
            (say(m.NEVER_REACHED), count(found.never), say(m.NEVER_REACHED_HELP)),
        ],
        key="silence",
    )
    if not found.customers.empty:
        picture, beside = st.columns([6, 5], gap="large")
        with picture:
            if not found.again.empty:
                title = after_silence_title(found)
                alt = say(m.AGAIN_ALT, finding=title)
                layout.chart(after_silence(found, title), "after-silence", alt=alt)
        with beside:
            campaigns = past_campaigns(ws).rows
            names = dict(zip(campaigns["campaign_id"], campaigns["name"], strict=True))
            layout.section(say(m.NOT_KNOWN))
            for sentence in unknown_sentences(found, names):
                st.text(sentence)
        _customers(ws, found, times, _reasons(found))
    _when(times)


def _reasons(found: Silence) -> SilentReason | None:
    """The table of reasons; the row that was clicked."""
    layout.section(say(m.REASONS_TITLE), say(m.ABOUT_REASONS))
    rows = reason_rows(found)
    frame = pd.DataFrame(rows).assign(
        reason=[reason_name(one.reason) for one in rows],
        step=[step_name(one.step) for one in rows],
        expected=[round(one.expected) if one.expected == one.expected else None for one in rows],
        gained=[gain_cell(one.gain, one.gain_low, one.gain_high) for one in rows],
    )
    columns = {
        "reason": tables.text(say(m.REASON), width="medium"),
        "step": tables.text(say(m.STEP), width="medium"),
        "customers": tables.count(say(m.CUSTOMERS)),
        "rate": tables.decimal(say(m.RATE), say(m.RATE_HELP), unit="share"),
        "low": tables.decimal(say(m.FROM), say(m.INTERVAL_HELP), unit="share"),
        "high": tables.decimal(say(m.TO), say(m.INTERVAL_HELP), unit="share"),
        "expected": tables.count(say(m.EXPECTED), say(m.EXPECTED_HELP)),
        "gained": tables.text(say(m.GAIN), say(m.GAIN_HELP)),
    }
    chosen = tables.show(
        frame,
        columns,
        key="silent-reasons",
        alt=say(m.REASONS_ALT),
        file_name="reasons.csv",
        rows=len(frame),
        select="single-row",
    )
    picked = rows[chosen[0]] if chosen else None
    if picked is not None:
        layout.quiet(picked.basis)
    _actions(found)
    return picked


def _actions(found: Silence) -> None:
    layout.section(say(m.ACTIONS_TITLE), say(m.ABOUT_ACTIONS))
    rows = next_actions(found)
    frame = pd.DataFrame(
        {
            "name": [one.name for one in rows],
            "gain": [gain_cell(one.gain, one.low, one.high) for one in rows],
            "basis": [one.basis for one in rows],
        }
    )
    columns = {
        "name": tables.text(say(m.ACTION), width="medium"),
        "gain": tables.text(say(m.MORE_ANSWERS), width="small"),
        "basis": tables.text(say(m.GAIN_BASIS), width="large"),
    }
    tables.show(frame, columns, key="silent-actions", alt=say(m.ACTIONS_ALT), rows=len(frame))


def _customers(
    ws: Workspace, found: Silence, times: SendTimeTrial, chosen: SilentReason | None
) -> None:
    reason = None if chosen is None else chosen.reason
    about = say(m.ABOUT_WHO)
    if reason is not None:
        about = say(m.ABOUT_ONE_REASON, reason=reason_name(reason))
    layout.section(say(m.WHO), about)
    with (
        layout.controls("silent-segment"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        most = int(found.customers["reached"].max())
        least = int(
            st.number_input(plain(say(m.LEAST_REACHED)), 1, most, 1, key=LEAST, width=150, **KEPT)
        )
        name = st.text_input(
            plain(say(m.SEGMENT_NAME)), say(m.USUAL_NAME), key=NAME, width=320, **KEPT
        )
        st.button(
            plain(say(m.KEEP_SEGMENT)),
            key="silent-keep",
            on_click=_keep,
            args=(ws, name, reason, least),
        )
        st.button(
            plain(say(m.WRITE_TO_THEM)),
            key="silent-audience",
            help=plain(say(m.WRITE_TO_THEM_HELP)),
            on_click=_write_to,
            args=(ws, found, name, reason, least),
        )
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))
    if notice := st.session_state.pop(NOTICE, ""):
        st.success(plain(notice))
    users = silent_users(found, reason, least)
    frame = silent_frame(found, times)
    own = frame[frame[Columns.User].isin(users)]
    columns = {
        Columns.User: tables.text(say(m.CUSTOMER)),
        "reached": tables.count(say(m.REACHED)),
        "last_reached": tables.day(say(m.LAST_REACHED)),
        "reason": tables.text(say(m.REASON)),
        "step": tables.text(say(m.STEP)),
        "offer_id": tables.text(say(m.OFFER)),
        "title": tables.text(say(m.BUYS), width="large"),
        "times": tables.count(say(m.DAYS_BOUGHT)),
    }
    tables.show(
        own.head(ROWS),
        {name: one for name, one in columns.items() if own[name].notna().any()},
        key=f"silent-customers-{reason}-{least}",
        alt=say(m.WHO_ALT),
        rows=9,
    )
    if len(own) > ROWS:
        layout.quiet(say(m.FIRST_ROWS, rows=ROWS, n=len(own)))
    layout.table_downloads(
        say(m.SILENT_CSV), lambda: own, "no_answer.csv", key=f"silent-csv-{reason}-{least}"
    )


def _keep(ws: Workspace, name: str, reason: str | None, least: int) -> None:
    _saved(ws, name, reason, least)


def _saved(ws: Workspace, name: str, reason: str | None, least: int) -> bool:
    try:
        save_silent(ws, name, reason, least)
        st.session_state[NOTICE] = say(m.KEPT_AS, name=" ".join(name.split()))
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)
        return False
    return True


def _write_to(ws: Workspace, found: Silence, name: str, reason: str | None, least: int) -> None:
    """On to whom to write to, out of these and for the newest of the offers at hand."""
    if _saved(ws, name, reason, least):
        st.session_state.pop(NOTICE, None)
        ask_among(" ".join(name.split()), found.at_hand[-1] if found.at_hand else None)


def _when(times: SendTimeTrial) -> None:
    layout.section(say(m.SEND_TIME), say(m.ABOUT_SEND_TIME))
    for sentence in times.sentences:
        st.text(sentence)
    for _, one in times.trials:
        if one.beats:
            title = times_title(one)
            figure = common_times(one, title)
            layout.chart(figure, f"times-{one.by}", alt=say(m.TIMES_ALT, finding=title))
