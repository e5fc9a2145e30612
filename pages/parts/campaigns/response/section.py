"""Models of who answers: a button before they are tried, their table and two pictures after."""

import pandas as pd
import streamlit as st

from pages.kit import background, errors, failures, jobs_panel, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.response import messages as m
from pages.parts.campaigns.response.charts import chances, chances_title, gains
from recsys_core.services.campaigns.response.clicking import (
    clicks_by_position,
    position_sentence,
)
from recsys_core.services.campaigns.response.gather import response_readiness, usual_day
from recsys_core.services.campaigns.response.study import (
    KIND,
    TENTH,
    ResponseStudy,
    ResponseTrial,
    held_by,
    references,
    response_study,
    standing,
    start_study,
    study_sentence,
    title_of,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

FROM, GATHER = "response-from", "response-gather"
STANDINGS = {"simple": m.SIMPLE, "yardstick": m.YARDSTICK, "better": m.BETTER, "level": m.LEVEL,
             "worse": m.WORSE}  # fmt: skip
GAIN_AT = 0.2


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.WHO_ANSWERS), say(m.ABOUT_WHO_ANSWERS))
    with errors.shown_here():
        _campaigns(ws)
        _positions(ws)


def answer(ws: Workspace) -> str:
    """The first line of the page: what was foretold and what came; "" before a trial."""
    study = response_study(ws)
    if study is None:
        return ""
    best = study.trial(study.verdict.best)
    return say(
        m.FORETOLD,
        expected=count(round(best.expected)),
        sent=count(best.rows),
        day=written_day(study.cut),
        actual=count(best.actual),
    )


def _campaigns(ws: Workspace) -> None:
    state = response_readiness(ws)
    if not state.ready:
        st.text(state.reason)
        return
    jobs_panel.task(ws, GATHER)
    jobs_panel.failed(ws, GATHER)
    jobs_panel.jobs(ws, KIND)
    failures.show(ws, KIND, lambda _: start_study(ws))
    study = response_study(ws)
    if study is not None:
        _told(study)
    _offer(ws, study)


def _positions(ws: Workspace) -> None:
    """What a position is worth, where exposures say where things stood; else nothing."""
    if sentence := position_sentence(clicks_by_position(ws)):
        layout.section(say(m.CLICKS_BY_POSITION))
        st.text(sentence)


def _offer(ws: Workspace, study: ResponseStudy | None) -> None:
    gathering = background.tasks(ws).running(GATHER) is not None
    busy = gathering or any(job.kind == KIND for job in ws.jobs.running())
    with (
        layout.controls("response"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        st.date_input(
            plain(say(m.TRY_AGAIN_FROM)),
            (usual_day(ws) if study is None else study.cut).date(),
            key=FROM,
            format="YYYY-MM-DD",
            help=plain(say(m.KEEP_BACK)),
            width=230,
            **KEPT,
        )
        st.button(
            plain(say(m.TRY_MODELS)),
            key="response-start",
            type="secondary" if study else "primary",
            disabled=busy,
            on_click=_start,
            args=(ws,),
        )


def _start(ws: Workspace) -> None:
    """Gathering takes seconds, so it is a task; it ends with the job of the worker queued."""
    day = pd.Timestamp(st.session_state[FROM])
    background.tasks(ws).start(GATHER, say(m.GATHERING), lambda _: start_study(ws, day))


def _told(study: ResponseStudy) -> None:
    best = study.trial(study.verdict.best)
    auc = best.figures["auc"]
    st.text(study_sentence(study))
    between = {"low": number(auc.low), "high": number(auc.high)}
    expected = say(m.EXPECTED_TO_ANSWER_HELP, model=title_of(best.model))
    layout.figures(
        [
            (say(m.EXPECTED_TO_ANSWER), count(round(best.expected)), expected),
            (say(m.DID_ANSWER), count(best.actual), say(m.DID_ANSWER_HELP)),
            (say(m.TOLD_APART), number(auc.value), say(m.TOLD_APART_HELP, **between)),
            (say(m.IN_FIRST_TENTH), share(held_by(best, TENTH)), say(m.IN_FIRST_TENTH_HELP)),
        ],
        key="response",
    )
    chosen = _models(study)
    curve, gain = st.columns(2, gap="large")
    with curve:
        title = chances_title(chosen)
        alt = say(m.CURVE_ALT, finding=title)
        layout.chart(chances(chosen, title), "response-chances", alt=alt)
        layout.quiet(say(m.ABOUT_CURVE))
    with gain:
        held = share(held_by(chosen, GAIN_AT))
        title = say(m.GAIN_TITLE, sent=share(GAIN_AT), model=title_of(chosen.model), held=held)
        beside = [one for one in references(study) if one.model != chosen.model]
        figure = gains([chosen, *beside], title)
        layout.chart(figure, "response-gain", alt=say(m.GAIN_ALT, finding=title))


def _models(study: ResponseStudy) -> ResponseTrial:
    """The table; the model whose line was clicked, else the one to be used."""
    figures = [one.figures for one in study.trials]
    frame = pd.DataFrame(
        {
            "model": [title_of(one.model) for one in study.trials],
            "auc": [one["auc"].value for one in figures],
            "low": [one["auc"].low for one in figures],
            "high": [one["auc"].high for one in figures],
            "precision": [one["average_precision"].value for one in figures],
            "loss": [one["log_loss"].value for one in figures],
            "entropy": [one["normalised_entropy"].value for one in figures],
            "ece": [one["ece"].value for one in figures],
            "expected": [round(one.expected) for one in study.trials],
            "answered": [one.actual for one in study.trials],
            "beside": [say(STANDINGS[standing(study, one.model)]) for one in study.trials],
        }
    )
    base = number(study.trials[0].actual / study.trials[0].rows)
    columns = {
        "model": tables.text(say(m.MODEL), width="medium"),
        "auc": tables.decimal(say(m.AUC), say(m.AUC_HELP)),
        "low": tables.decimal(say(m.FROM), say(m.INTERVAL_HELP)),
        "high": tables.decimal(say(m.TO), say(m.INTERVAL_HELP)),
        "precision": tables.decimal(say(m.PRECISION), say(m.PRECISION_HELP, base=base)),
        "loss": tables.decimal(say(m.LOSS), say(m.LOSS_HELP)),
        "entropy": tables.decimal(say(m.ENTROPY), say(m.ENTROPY_HELP)),
        "ece": tables.decimal(say(m.CALIBRATION), say(m.CALIBRATION_HELP)),
        "expected": tables.count(say(m.EXPECTED)),
        "answered": tables.count(say(m.ANSWERED)),
        "beside": tables.text(say(m.BESIDE), say(m.BESIDE_HELP)),
    }
    layout.quiet(say(m.CLICK_A_MODEL))
    chosen = tables.show(
        frame,
        columns,
        key="response-models",
        alt=say(m.MODELS_ALT),
        file_name="response_models.csv",
        rows=len(frame),
        select="single-row",
    )
    return study.trials[chosen[0]] if chosen else study.trial(study.verdict.best)
