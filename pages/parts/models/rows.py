"""The models: Auto first, then those trained, a row each, then the others by family."""

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from pages.kit import layout, markup, snapshot, theme, who
from pages.kit.state import Keys
from pages.kit.text import plain
from pages.parts.models import (
    in_use,
    meter,
    model_card,
    model_families,
    training_details,
    training_form,
    words,
)
from pages.parts.models import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.services.evaluation.latest import Measurement, figures
from recsys_core.services.training.queue import ModelInfo
from recsys_core.services.workspace.names import BASELINE, DECIDING, short_title, without_brackets
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import moment
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, seconds

_HERE = Path(__file__).parent
_WIDTHS = (4.4, 3.0, 2.6, 2.1)
_SYMBOLS = {"good": "●", "quiet": "○", "warn": "▲", "busy": "◔"}
_COLOURS = {"good": "green", "quiet": "gray", "warn": "orange", "busy": "blue"}


@dataclass(frozen=True)
class Scale:
    """The deciding figure of every measured model, and what all rows share to draw it."""

    values: dict[str, tuple[float, float, float]]
    top: float
    baseline: float | None
    label: str


def scale(found: Measurement | None) -> Scale:
    """The scale all rows share; empty before the first measurement."""
    if found is None:
        return Scale({}, 1.0, None, "")
    label = f"{DECIDING}@{found.board.protocol['k']}"
    frame = figures(found.board)
    frame = frame[frame[Columns.Metric] == label]
    values = {
        row.model: (row.value, row.low, row.high)
        for row in frame.itertuples()
        if math.isfinite(row.value)
    }
    top = max((max(v, h) if math.isfinite(h) else v for v, _, h in values.values()), default=1.0)
    base = values.get(BASELINE)
    return Scale(values, top * 1.05 or 1.0, base[0] if base else None, label)


def show(ws: Workspace, infos: list[ModelInfo], found: Measurement | None) -> None:
    """Auto, then the trained ones with the best measured first, then the others by family."""
    markup.draw(_HERE / "models.css")
    measured = scale(found)
    going = snapshot.under_way(ws)
    step = words.next_step(infos, snapshot.in_use(ws), bool(going))
    top, others = _parted(infos, going)
    _heading(measured)
    with st.container(key="model-list"):
        for info in sorted(top, key=lambda info: _place(info, measured)):
            _row(ws, info, measured, going.get(info.name), step.get(info.name, ""))
    _legend(measured)
    model_families.show(ws, others, measured.values, step)


def _parted(infos: list[ModelInfo], going: dict[str, str]) -> tuple[list[ModelInfo], ...]:
    """What gets a row of its own (Auto, trained, in training), and what is listed by family."""
    top = [i for i in infos if i.name == words.FIRST_CHOICE or i.trained or i.name in going]
    return top, [info for info in infos if info not in top]


def _place(info: ModelInfo, measured: Scale) -> tuple[bool, bool, float]:
    value = measured.values.get(info.name, (-1.0,))[0]
    return info.name != words.FIRST_CHOICE, info.trained is None, -value


def _legend(measured: Scale) -> None:
    if measured.values:
        layout.quiet(say(m.LEGEND))


def _heading(measured: Scale) -> None:
    with st.container(key="model-heading"):
        about, state, figure, _ = st.columns(_WIDTHS, gap="medium")
    about.caption(say(m.MODEL))
    state.caption(say(m.STATE))
    if measured.values:
        figure.caption(plain(say(m.RANKING_QUALITY_IN, label=measured.label)))


def _row(ws: Workspace, info: ModelInfo, measured: Scale, job_state: str | None, step: str) -> None:
    name = info.name
    used = in_use.badge(ws, name)
    border = "<style>.st-key-model-row-{name}{{border-left-color:{colour}}}</style>"
    markup.draw(markup.fill(border, name=name, colour=theme.model_colour(name)))
    with st.container(key=f"model-row-{name}", border=True):
        about, state, figure, buttons = st.columns(
            _WIDTHS, gap="medium", vertical_alignment="center"
        )
        with about, st.container(key=f"model-about-{name}"):
            title = plain(without_brackets(info.card.title))
            if info.name == words.FIRST_CHOICE:
                title = f"{title} :blue-badge[{say(m.RECOMMENDED)}]"
            if used:
                title = f"{title} :green-badge[{plain(used)}]"
            st.subheader(title, anchor=False, help=say(m.IN_USE_HELP) if used else None)
            layout.quiet(_kind(info))
            st.text(say(info.card.summary))
        with state, st.container(key=f"model-state-{name}"):
            _state(ws, info, job_state)
        with figure, st.container(key=f"model-figure-{name}"):
            _figure(info, measured)
        with buttons, layout.controls(f"model-{name}"), st.container(key=f"model-buttons-{name}"):
            _buttons(ws, info, job_state, step, used)
        if job_state is None:
            training_form.show_if_open(ws, info)
        training_details.show(ws, info)


def _kind(info: ModelInfo) -> str:
    """What stands in brackets in the title, the family, and how long a search takes."""
    minutes = info.config.get("minutes")
    parts = [words.bracket(info), say(m.FAMILY.get(info.card.family, ""))]
    if minutes:
        parts.append(say(m.TAKES_MINUTES, n=round(minutes)))
    return " · ".join(part for part in parts if part)


def _state(ws: Workspace, info: ModelInfo, job_state: str | None) -> None:
    when = ""
    if info.trained:
        now = snapshot.local(datetime.now().astimezone())
        when = moment(snapshot.local(info.trained.trained_at), now)
    stale = snapshot.stale(ws).get(info.name)
    state = words.state(info, job_state, when, stale)
    st.markdown(
        f":{_COLOURS[state.mood]}[{_SYMBOLS[state.mood]}] **{plain(state.headline)}**",
    )
    if state.badges:
        st.markdown(" ".join(f":orange-badge[{plain(badge)}]" for badge in state.badges))
    if job_state == "running":
        st.fragment(_progress, run_every=1.0)(ws, info.name)
    else:
        layout.quiet(state.detail)


def _progress(ws: Workspace, name: str) -> None:
    """The bar of a running training in its own row; the panel above says more and can cancel."""
    job = snapshot.running(ws, name)
    if job is not None:
        share, left = f"{job.fraction * 100:.0f}", job.seconds_left
        text = say(m.PROGRESS, share=share)
        if left:
            text = say(m.PROGRESS_LEFT, share=share, time=seconds(left))
        st.progress(job.fraction, plain(text))


def _figure(info: ModelInfo, measured: Scale) -> None:
    if info.name not in measured.values:
        if info.trained:
            st.page_link("pages/evaluation.py", label=say(m.MEASURE_IT))
        return
    value, low, high = measured.values[info.name]
    shown, least, most = alike(value, low, high)
    st.text(shown)
    top, baseline = measured.top, measured.baseline
    markup.draw(meter.meter(info.name, value, low, high, top=top, baseline=baseline))
    parts = [say(m.FROM_TO, low=least, high=most)] if math.isfinite(low) else []
    parts.append(words.against_bestsellers(info.name, value, measured.baseline))
    layout.quiet(" · ".join(part for part in parts if part))


def _buttons(ws: Workspace, info: ModelInfo, job_state: str | None, step: str, used: str) -> None:
    name, title = info.name, short_title(info.name)
    with st.container(horizontal=True, gap="small"):
        if info.trained and not used and who.works(ws):
            st.button(
                say(m.USE),
                key=f"use-{name}",
                help=plain(say(m.USE_HELP, model=title)),
                on_click=in_use.change,
                args=(ws, name),
                width="stretch",
            )
        if who.works(ws):
            training_form.opener(info, job_state, primary=step == "train")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if info.trained:
            _see_lists(name, title, primary=step == "lists")
        model_card.button(ws, info)


def _see_lists(name: str, title: str, *, primary: bool) -> None:
    if st.button(
        say(m.LISTS),
        key=f"lists-{name}",
        type="primary" if primary else "tertiary",
        help=plain(say(m.SEE_LISTS, model=title)),
        width="stretch",
    ):
        st.session_state[Keys.MODELS] = [name]
        st.switch_page("pages/recommendations.py", query_params={Keys.MODELS: [name]})
