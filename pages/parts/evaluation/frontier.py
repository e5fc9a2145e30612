"""What accuracy is given up for what: every setting tried, drawn, and one click to take it over."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.kit import background, choices, errors, jobs_panel, layout, theme
from pages.kit.state import KEPT, Keys
from pages.kit.text import plain
from pages.parts.evaluation import messages as m
from pages.parts.evaluation import what_if_state
from pages.parts.evaluation.charts.frontier import frontier as drawing
from pages.parts.evaluation.charts.frontier import window
from pages.parts.evaluation.what_if_words import SHARES, ends, value
from recsys_core.services.recommend.scenarios import knobs_in_words
from recsys_core.services.what_if.frontier import (
    Frontier,
    FrontierPoint,
    Tradeoff,
    draw_frontier,
    kept_frontier,
    latest_frontier,
)
from recsys_core.services.what_if.what_if import ACCURACY, FigureRow, measurable_models
from recsys_core.services.workspace.names import metric_info, short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import signed_share

KIND = "frontier"
GOAL, CHART, _KNOBS_SET = "frontier-goal", "frontier-chart", "_frontier_knobs_set"


def show(ws: Workspace) -> None:
    """The section: a button before anything was tried, the picture afterwards."""
    models = measurable_models(ws)
    model = st.session_state.get(what_if_state.MODEL)
    if model not in models:
        return
    layout.section(
        say(m.GIVEN_UP_FOR_WHAT),
        say(m.ABOUT_FRONTIER),
    )
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        found = kept_frontier(ws, model)
        busy = background.tasks(ws).running(KIND) is not None
        if found is None:
            _offer(ws, model, m.TRY_ALL, busy)
        else:
            st.fragment(_picture)(ws, found, busy)


def with_sentence(ws: Workspace, sentence: str) -> str:
    """The page's first line, with what variety costs once that is known."""
    found = latest_frontier(ws)
    if found is None or "diversity" not in found.goals:
        return sentence
    cost = found.against("diversity").sentence
    # "None of …" is no figure to begin with.
    if not cost[:1].isdigit():
        return sentence
    return say(m.WITH_MODEL, sentence=sentence, model=short_title(found.model), cost=cost)


def _offer(ws: Workspace, model: str, label: str, busy: bool) -> None:
    k = int(st.session_state.get(Keys.K) or choices.DEFAULT_K)
    seen = bool(st.session_state.get(Keys.SEEN))

    def begin() -> None:
        title = say(m.TRYING_ALL, model=short_title(model))
        background.tasks(ws).start(
            KIND, title, lambda report: draw_frontier(ws, model, k, seen, report=report)
        )

    with layout.controls("frontier-start"):
        if st.button(plain(say(label)), key="frontier-start", on_click=begin, disabled=busy):
            st.rerun()


def _picture(ws: Workspace, found: Frontier, busy: bool) -> None:
    with (
        layout.controls("frontier"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        if st.session_state.get(GOAL) not in found.goals:
            st.session_state[GOAL] = found.goals[0]
        st.selectbox(
            say(m.ACCURACY_AGAINST),
            found.goals,
            format_func=lambda goal: say(m.GOALS[goal]),
            key=GOAL,
            width=220,
            **KEPT,
        )
        _offer(ws, found.model, m.TRY_AGAIN, busy)
    against = found.against(st.session_state[GOAL])
    frame, goal = _frame(found, against), say(m.GOALS[against.goal])
    layout.chart(
        _figure(found, against, frame),
        CHART,
        alt=say(m.FRONTIER_SPOKEN, goal=goal.lower(), finding=against.sentence),
        on_select=lambda: _take_over(against),
    )
    if st.session_state.pop(_KNOBS_SET, False):
        st.rerun()
    tried = say(
        m.SETTINGS_TRIED,
        model=short_title(found.model),
        k=found.k,
        n=len(against.points) - 1,
        customers=found.sample,
    )
    outside = _outside(frame)
    sentences = [
        tried,
        say(m.SETTINGS_OUTSIDE, n=outside) if outside else "",
        say(m.MEASURE_THE_CHOSEN),
    ]
    layout.quiet(" ".join(filter(None, sentences)))


def _take_over(against: Tradeoff) -> None:
    """Set every knob to the point clicked."""
    points = st.session_state[CHART].selection.points
    data = points[0].get("customdata") if points else None
    if data:
        point = against.points[int(data[0])]
        what_if_state.set_knobs(point.choice, point.name)
        st.session_state[_KNOBS_SET] = True


def _frame(found: Frontier, against: Tradeoff) -> pd.DataFrame:
    """A row for each point, as the drawing takes it."""
    return pd.DataFrame(
        [
            {
                "x": other.value,
                "y": accuracy.value,
                "name": _name(found, point),
                "label": _label(found, point),
                "leading": bool(against.leading[place]),
                "marked": place == against.cheapest,
                "hover": "<br>".join(
                    (
                        _hover(say(m.ACCURACY), accuracy),
                        _hover(say(m.GOALS[against.goal]), other),
                    )
                ),
            }
            for place, point in enumerate(against.points)
            if (other := point.row(against.metric)) and (accuracy := point.row(ACCURACY))
        ]
    )


def _outside(frame: pd.DataFrame) -> int:
    """How many settings are so far off that the picture leaves them out."""
    (left, right), (low, high) = window(frame)
    off = ~(frame["x"].between(left, right) & frame["y"].between(low, high))
    return int(off.sum())


def _figure(found: Frontier, against: Tradeoff, frame: pd.DataFrame) -> go.Figure:
    infos = {info.name: info for info in metric_info()}
    return drawing(
        frame,
        against.sentence,
        x=say(m.FRONTIER_ACROSS, metric=infos[against.metric].short, k=found.k),
        y=say(m.FRONTIER_UPRIGHT, metric=infos[ACCURACY].short),
        percent=against.metric in SHARES,
        colour=theme.model_colour(found.model),
    )


def _name(found: Frontier, point: FrontierPoint) -> str:
    words = knobs_in_words(point.choice)
    if point.choice.model != found.model:
        words = say(m.MODEL_WITH_KNOBS, model=short_title(point.choice.model), knobs=words)
    if point.name:
        return say(m.NAMED_POINT, name=point.name, knobs=words)
    return words[:1].upper() + words[1:]


def _label(found: Frontier, point: FrontierPoint) -> str:
    if point is found.points[0]:
        return say(m.MODELS_OWN_ORDER, model=short_title(found.model))
    return point.name


def _hover(title: str, row: FigureRow) -> str:
    """`Accuracy 0.0975, −7.9 % (−12 to −3.8)`."""
    shown = say(m.POINT_FIGURE, title=title, value=value(row.name, row.value))
    if not row.baseline or row.difference == row.low == row.high == 0:
        return shown
    low, high = ends(row)
    return say(m.POINT_CHANGE, figure=shown, change=signed_share(row.relative), low=low, high=high)
