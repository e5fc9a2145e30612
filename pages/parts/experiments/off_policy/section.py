"""A log, what is judged by it, and what that would have earned."""

from collections.abc import Callable, Hashable

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout
from pages.kit.text import plain
from pages.parts.experiments.brought_log import BroughtLog, brought_log, the_log
from pages.parts.experiments.off_policy import messages as m
from pages.parts.experiments.off_policy.charts import forest
from recsys_core.schema.contracts import Progress
from recsys_core.services.experiments.off_policy.judging import (
    JudgedPolicy,
    estimates_frame,
    first_sentence,
    judge,
    judged_sentences,
)
from recsys_core.services.experiments.off_policy.policies import (
    NamedPolicy,
    by_lot,
    logged,
    of_model,
    of_other_log,
    one_item,
)
from recsys_core.services.experiments.off_policy.shown_logs import ShownLog
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

KIND, ANSWER = "off-policy", "_off_policy_answer"
WHAT = "off-policy-what"
Make = Callable[[Progress], NamedPolicy]


def answer(ws: Workspace) -> str:
    """The first line of the page: what was judged, or what there is to judge by."""
    return str(st.session_state.get(ANSWER) or say(m.NO_LOG_YET))


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    layout.section(say(m.JUDGED_TITLE), say(m.ABOUT_JUDGED))
    with errors.shown_here():
        brought = the_log(ws, KIND)
        if brought is None:
            st.session_state.pop(ANSWER, None)
            return
        st.session_state[ANSWER] = _of_log(brought.log)
        asked = _asked(ws, brought)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if asked is None:
            return
        key, make = asked
        told = background.tasks(ws).kept(key)
        if told is None:
            _offer(ws, key, lambda report: judge(brought.log, make(report), report))
        else:
            st.session_state[ANSWER] = first_sentence(told)
            _told(told)


def _of_log(log: ShownLog) -> str:
    """How much was shown, and how often it was clicked."""
    rate = "" if log.reward is None else share(float((log.reward > 0).mean()))
    return say(m.LOG_STANDS, n=log.rows, items=count(len(log.item.categories)), rate=rate)


def _asked(ws: Workspace, brought: BroughtLog) -> tuple[Hashable, Make] | None:
    """What is judged: how to tell it, and how it is made."""
    log = brought.log
    kinds = [m.OTHER_LOG, m.ONE_ITEM, m.A_LOT]
    models = trained_models(ws) if log.columns.user else {}
    if models:
        kinds.insert(2, m.ONE_MODEL)
    with (
        layout.controls(WHAT),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        kind = st.selectbox(
            plain(say(m.WHAT_IS_JUDGED)),
            kinds,
            format_func=lambda one: plain(say(one)),
            key=WHAT,
            width=320,
        )
        item = model = ""
        if kind == m.ONE_ITEM:
            items = [str(one) for one in log.item.categories]
            item = st.selectbox(
                plain(say(m.WHICH_ITEM)), items, format_func=plain, key="off-policy-item", width=320
            )
        if kind == m.ONE_MODEL:
            model = st.selectbox(
                plain(say(m.WHICH_MODEL)),
                list(models),
                format_func=lambda one: plain(short_title(one)),
                key="off-policy-model",
                width=320,
            )
    if kind == m.ONE_MODEL:
        key: Hashable = (KIND, brought.digest, kind, model, models[model].run_id)
        return key, lambda report: of_model(ws, log, logged(log), model, report)
    if kind == m.ONE_ITEM:
        return (KIND, brought.digest, kind, item), lambda report: one_item(log, logged(log), item)
    if kind == m.A_LOT:
        return (KIND, brought.digest, kind), lambda report: by_lot(logged(log))
    other = brought_log(
        ws, "target", say(m.TARGET_FILE), say(m.ABOUT_TARGET_FILE), place=KIND, outcome=False
    )
    if other is None:
        return None
    key = (KIND, brought.digest, kind, other.digest)
    return key, lambda report: of_other_log(log, logged(log), other.log)


def _offer(ws: Workspace, key: Hashable, work: Callable[[Progress], JudgedPolicy]) -> None:
    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.JUDGING_IT), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    with layout.controls("off-policy-start"):
        label = plain(say(m.JUDGE))
        st.button(label, key="off-policy-start", on_click=begin, disabled=busy, type="primary")


def _told(told: JudgedPolicy) -> None:
    found = told.found
    tiles = [
        (say(m.ROWS_WORTH), count(found.size), say(m.ABOUT_ROWS_WORTH)),
        (say(m.LARGEST_WEIGHT), number(found.largest), say(m.ABOUT_LARGEST)),
        (say(m.NEVER_SHOWN), share(found.unsupported), say(m.ABOUT_NEVER_SHOWN)),
    ]
    layout.figures(tiles, key="off-policy")
    for sentence in judged_sentences(told)[1:]:
        st.text(sentence)
    if told.refused is None:
        alt = say(m.FOREST_ALT, finding=first_sentence(told))
        layout.chart(forest(told), "off-policy-forest", alt=alt)
        frame = estimates_frame(told)
        layout.table_downloads(
            say(m.ESTIMATES_CSV), lambda: frame, "off-policy.csv", key="off-policy-csv"
        )
