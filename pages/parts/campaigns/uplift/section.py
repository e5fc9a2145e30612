"""A file or a campaign with a control group, its arms, and whom they move."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables, uploads
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.uplift import messages as m
from pages.parts.campaigns.uplift.charts import curve, curve_title
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.campaigns.uplift.arm_files import (
    MOST_ARMS,
    ArmChoice,
    ArmTable,
    read_arms,
    ready,
)
from recsys_core.services.campaigns.uplift.of_campaign import (
    OUTCOMES,
    campaigns_with_control,
    uplift_of_campaign,
)
from recsys_core.services.campaigns.uplift.study import (
    ToldUplift,
    save_persuadables,
    uplift_frame,
    uplift_of,
    uplift_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "uplift"
TABLE, ROUND = "_uplift_table", "_uplift_round"
SOURCE, SHARE = "uplift-source", "uplift-share"
Work = Callable[[Progress], ToldUplift]


@dataclass(frozen=True)
class BroughtArms:
    """A file that was read, and the how-manieth it is. digest: of its cells, since what is found
    is kept for all sessions.
    """

    turn: int
    table: ArmTable
    digest: int


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.MOVED_BY_IT), say(m.ABOUT_MOVED))
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
            _told(ws, told)


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
            format_func=lambda one: plain(names.get(one) or say(m.A_FILE)),
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
            format_func=lambda one: plain(say(labels[one])),
            key="uplift-outcome-kind",
            width=240,
        )
        share = _share()

    def work(report: Progress) -> ToldUplift:
        return uplift_of_campaign(ws, campaign, outcome, share, report)

    return (KIND, ws.data_version(), campaign, outcome, share), work


def _of_file(ws: Workspace) -> tuple[Hashable, Work] | None:
    brought = _brought(ws)
    if brought is None:
        return None
    table, turn = brought.table, brought.turn
    with layout.controls("uplift-columns"), _row():
        arm = _column(m.ARM, table.columns, f"uplift-arm-{turn}")
        outcome = _column(m.OUTCOME, table.columns, f"uplift-outcome-{turn}")
        arms = sorted(set(table.texts[arm]) - {""}) if arm else []
        control = st.selectbox(
            plain(say(m.CONTROL)),
            ["", *(arms if len(arms) <= MOST_ARMS else [])],
            format_func=lambda one: plain(one or say(m.BY_NAME)),
            key=f"uplift-control-{turn}-{arm}",
            width=240,
        )
        share = _share()
    if arm is None or outcome is None:
        return None
    choice = ArmChoice(arm, outcome, control or "", share)

    def work(report: Progress) -> ToldUplift:
        return uplift_of(ready(table, choice), report)

    return (KIND, brought.digest, table.file, arm, outcome, choice.control, share), work


def _row() -> "st.delta_generator.DeltaGenerator":
    return st.container(horizontal=True, vertical_alignment="bottom", gap="medium")


def _column(label: str, columns: list[str], key: str) -> str | None:
    return st.selectbox(
        plain(say(label)),
        columns,
        index=None,
        format_func=plain,
        placeholder=say(m.NO_CHOICE),
        key=key,
        width=240,
    )


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


def _brought(ws: Workspace) -> BroughtArms | None:
    """The file that was brought, or the place to bring one."""
    kept: BroughtArms | None = st.session_state.get(TABLE)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            rows = len(kept.table.texts)
            st.text(say(m.FILE_READ, file=kept.table.file, rows=rows), width="stretch")
            label = plain(say(m.ANOTHER_FILE))
            st.button(label, key="uplift-drop", on_click=_drop, type="tertiary")
        return kept
    turn = st.session_state.get(ROUND, 0)
    with layout.controls("uplift-file"):
        upload = st.file_uploader(
            plain(say(m.FILE)), key=f"uplift-file-{turn}", help=plain(say(m.ABOUT_FILE))
        )
    if upload is not None:
        st.session_state[ROUND] = turn + 1
        copies = uploads.keep(ws, [upload])
        try:
            table = read_arms(copies[0], upload.name)
        finally:
            uploads.forget(ws, copies)
        digest = int(pd.util.hash_pandas_object(table.texts).sum())
        st.session_state[TABLE] = BroughtArms(turn, table, digest)
        st.rerun()
    return None


def _drop() -> None:
    st.session_state.pop(TABLE, None)


def _offer(ws: Workspace, key: Hashable, work: Work, *, again: bool) -> None:
    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.FINDING_OUT), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    if not again:
        with layout.controls("uplift-start"):
            label = plain(say(m.FIND_OUT))
            st.button(label, key="uplift-start", on_click=begin, disabled=busy, type="primary")


def _told(ws: Workspace, told: ToldUplift) -> None:
    for sentence in uplift_sentences(told):
        st.text(sentence)
    _arms(told)
    learned = [one.arm for one in told.study.targeting if one.learners]
    if not learned:
        return
    moved = [one.arm for one in told.study.targeting if one.policy is not None]
    with layout.controls("uplift-which"):
        arm = st.radio(
            plain(say(m.WHICH_ARM)),
            [*moved, *(one for one in learned if one not in moved)],
            format_func=plain,
            key="uplift-which",
            horizontal=True,
        )
    one = told.targeting(arm)
    title = curve_title(one)
    figure = curve(one, told.study.is_rate, title)
    layout.chart(figure, "uplift-curve", alt=say(m.CURVE_ALT, finding=title))
    if one.policy is not None and told.ready.users is not None:
        _keep(ws, told, arm)
    frame = uplift_frame(told)
    layout.table_downloads(say(m.EVERY_CUSTOMER), lambda: frame, "uplift.csv", key="uplift-csv")


def _arms(told: ToldUplift) -> None:
    study = told.study
    against = {one.arm: one for one in study.comparisons}
    ends = [against.get(one.arm) for one in study.arms]
    figure, moved = (
        (tables.share, tables.decimal) if study.is_rate else (tables.money, tables.money)
    )
    times = 100 if study.is_rate else 1
    frame = pd.DataFrame(
        {
            "arm": [one.arm for one in study.arms],
            "n": [one.n for one in study.arms],
            "responded": [one.responders for one in study.arms],
            "rate": [one.rate for one in study.arms],
            "difference": [one and one.difference * times for one in ends],
            "low": [one and one.low * times for one in ends],
            "high": [one and one.high * times for one in ends],
        }
    )
    columns = {
        "arm": tables.text(say(m.ARM_NAME), width="medium"),
        "n": tables.count(say(m.CUSTOMERS)),
        "responded": tables.count(say(m.RESPONDED)),
        "rate": figure(say(m.RATE if study.is_rate else m.MEAN)),
    }
    if against:
        columns |= {
            "difference": moved(say(m.IN_POINTS if study.is_rate else m.DIFFERENCE)),
            "low": moved(say(m.FROM), say(m.INTERVAL_HELP)),
            "high": moved(say(m.TO), say(m.INTERVAL_HELP)),
        }
    frame = frame.astype({name: float for name in ("difference", "low", "high")})
    tables.show(frame, columns, key="uplift-arms", alt=say(m.ARMS_ALT))


def _keep(ws: Workspace, told: ToldUplift, arm: str) -> None:
    """Those who are moved, under a name, as a segment of their own."""
    with (
        layout.controls("uplift-keep"),
        st.form("uplift-keep", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        label = plain(say(m.SEGMENT_NAME))
        name = st.text_input(label, width=320, placeholder=say(m.SEGMENT_EXAMPLE))
        asked = st.form_submit_button(plain(say(m.KEEP_THEM)))
    if asked:
        with errors.shown_here():
            unknown = save_persuadables(ws, told, arm, name)
            if unknown:
                st.success(plain(say(m.KEPT_SOME, name=name.strip(), n=unknown)))
            else:
                st.success(plain(say(m.KEPT_THEM, name=name.strip())))
