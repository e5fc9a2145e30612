"""What accuracy is given up for what: every setting tried, drawn, and one click to take it over."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.kit import background, choices, errors, jobs_panel, layout, theme
from pages.kit.formats import plural
from pages.kit.state import KEPT, Keys
from pages.parts.evaluation import what_if_state
from pages.parts.evaluation.charts.frontier import frontier as drawing
from pages.parts.evaluation.charts.frontier import window
from pages.parts.evaluation.what_if_words import SHARES, value
from recsys_core.services.recommend.scenarios import knobs_in_words
from recsys_core.services.what_if.frontier import (
    Frontier,
    FrontierPoint,
    Tradeoff,
    draw_frontier,
    kept_frontier,
    latest_frontier,
)
from recsys_core.services.what_if.what_if import ACCURACY, FigureRow, measurable_models, percent
from recsys_core.services.workspace.names import metric_info, short_title
from recsys_core.services.workspace.workspace import Workspace

KIND = "frontier"
GOAL, CHART, _TURNED = "frontier-goal", "frontier-chart", "_frontier_turned"
GOALS = {
    "diversity": "Variety",
    "novelty": "Novelty",
    "coverage": "Catalogue shown",
    "revenue": "Revenue from hits",
    "margin": "Margin from hits",
}


def show(ws: Workspace) -> None:
    """The section: a button before anything was tried, the picture afterwards."""
    models = measurable_models(ws)
    model = st.session_state.get(what_if_state.MODEL)
    if model not in models:
        return
    layout.section(
        "What is accuracy given up for?",
        "Every knob in eight steps, pairs of knobs and all saved scenarios, on the same customers. "
        "Grey: another setting is at least as good on both counts. Click a point to set the knobs "
        "to it.",
    )
    with errors.shown_here():
        jobs_panel.task(ws, KIND)
        _failed(ws)
        found = kept_frontier(ws, model)
        busy = background.tasks(ws).running(KIND) is not None
        if found is None:
            _offer(ws, model, "Try every setting", busy)
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
    return f"{sentence} With {short_title(found.model)}, {cost}"


def _offer(ws: Workspace, model: str, label: str, busy: bool) -> None:
    k = int(st.session_state.get(Keys.K) or choices.DEFAULT_K)
    seen = bool(st.session_state.get(Keys.SEEN))

    def begin() -> None:
        title = f"Trying every setting of {short_title(model)}"
        background.tasks(ws).start(
            KIND, title, lambda report: draw_frontier(ws, model, k, seen, report=report)
        )

    with layout.controls("frontier-start"):
        if st.button(label, key="frontier-start", on_click=begin, disabled=busy):
            st.rerun()


def _failed(ws: Workspace) -> None:
    """A run that went wrong or was cancelled says so until it is closed; one that ended is seen."""
    ended = background.tasks(ws).latest(KIND)
    if ended is not None and ended.state in ("failed", "cancelled"):
        jobs_panel.outcome(ws, KIND, str)


def _picture(ws: Workspace, found: Frontier, busy: bool) -> None:
    with (
        layout.controls("frontier"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        if st.session_state.get(GOAL) not in found.goals:
            st.session_state[GOAL] = found.goals[0]
        st.selectbox(
            "Accuracy against",
            found.goals,
            format_func=lambda goal: GOALS[goal],
            key=GOAL,
            width=220,
            **KEPT,
        )
        _offer(ws, found.model, "Try again", busy)
    against = found.against(st.session_state[GOAL])
    frame = _frame(found, against)
    layout.chart(
        _figure(found, against, frame),
        CHART,
        alt=f"Accuracy against {GOALS[against.goal].lower()}. {against.sentence}",
        on_select=lambda: _take_over(against),
    )
    if st.session_state.pop(_TURNED, False):
        st.rerun()
    tried = plural(len(against.points) - 1, "setting that changes", "settings that change")
    layout.quiet(
        f"{short_title(found.model)}, lists of {found.k}, {tried} the lists; "
        f"{found.sample:,} customers. {_outside(frame)}Of so many settings the best looks a little "
        "better than it is: measure the one you choose once more after the next measurement."
    )


def _take_over(against: Tradeoff) -> None:
    """Set every knob to the point clicked."""
    points = st.session_state[CHART].selection.points
    data = points[0].get("customdata") if points else None
    if data:
        point = against.points[int(data[0])]
        what_if_state.turn_to(point.choice, point.name)
        st.session_state[_TURNED] = True


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
                    (_hover("Accuracy", accuracy), _hover(GOALS[against.goal], other))
                ),
            }
            for place, point in enumerate(against.points)
            if (other := point.row(against.metric)) and (accuracy := point.row(ACCURACY))
        ]
    )


def _outside(frame: pd.DataFrame) -> str:
    """How many settings are so far off that the picture leaves them out."""
    (left, right), (low, high) = window(frame)
    off = ~(frame["x"].between(left, right) & frame["y"].between(low, high))
    if not off.any():
        return ""
    return f"{plural(int(off.sum()), 'setting')} far below the line lie outside the picture. "


def _figure(found: Frontier, against: Tradeoff, frame: pd.DataFrame) -> go.Figure:
    infos = {info.name: info for info in metric_info()}
    return drawing(
        frame,
        against.sentence,
        x=f"{infos[against.metric].short}, lists of {found.k}, further right is more",
        y=f"{infos[ACCURACY].short}, higher is better",
        percent=against.metric in SHARES,
        colour=theme.model_colour(found.model),
    )


def _name(found: Frontier, point: FrontierPoint) -> str:
    words = knobs_in_words(point.choice)
    if point.choice.model != found.model:
        words = f"{short_title(point.choice.model)}, {words}"
    return f"{point.name}: {words}" if point.name else words[:1].upper() + words[1:]


def _label(found: Frontier, point: FrontierPoint) -> str:
    if point is found.points[0]:
        return f"{short_title(found.model)}, its own order"
    return point.name


def _hover(word: str, row: FigureRow) -> str:
    """`Accuracy 0.0975, −7.9 % (−12 to −3.8)`."""
    shown = f"{word} {value(row.name, row.value)}"
    if not row.baseline or row.difference == row.low == row.high == 0:
        return shown
    ends = [percent(end / abs(row.baseline)) for end in (row.low, row.high)]
    return f"{shown}, {percent(row.relative)} ({ends[0].removesuffix(' %')} to {ends[1]})"
