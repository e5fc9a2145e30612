"""Who is served well? Models by group of customers, a model per group, gaps between groups."""

from functools import partial

import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.cache import QUIETLY
from pages.kit.state import LINKED
from pages.parts.evaluation import messages as m
from pages.parts.evaluation import slices_words
from pages.parts.evaluation.charts.slices import heat_map
from recsys_core.services.evaluation.exposures import ShownProducts, shown_products
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.slices import (
    Sliced,
    SliceKind,
    slice_kinds,
    slice_metrics,
    sliced,
)
from recsys_core.services.workspace.names import DECIDING, MetricInfo
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit

BY, METRIC = "by", "by-metric"


@st.fragment
def show(ws: Workspace, found: Measurement, metrics: list[MetricInfo]) -> None:
    """A fragment: another group or metric draws this part anew, not the whole page."""
    layout.section(
        say(m.WHO_IS_SERVED),
        say(m.EVERY_GROUP),
    )
    with errors.shown_here():
        with st.spinner(say(m.WORKING_OUT_GROUPS)):
            kind, metric = _controls(ws, found, metrics)
            label = metric.label(int(found.board.protocol["k"]))
            shown = _sliced(ws, found.run_id, kind.name, label)
        _table_of_colours(shown)
        if kind.customers:
            one, other = st.columns(2, gap="large")
            with one:
                _chosen_per_segment(shown)
            with other:
                _fairness(shown)
        else:
            _places(_shown_products(ws, found.run_id, kind.name))


def _controls(
    ws: Workspace, found: Measurement, metrics: list[MetricInfo]
) -> tuple[SliceKind, MetricInfo]:
    kinds = _kinds(ws, found.run_id)
    k = int(found.board.protocol["k"])
    with layout.controls("slices"):
        left, right, _ = st.columns([3, 3, 4])
        titles = {kind.title: kind for kind in kinds}
        with left:
            title = st.selectbox(say(m.DIVIDE_BY), list(titles), format_func=say, key=BY, **LINKED)
        kind = titles.get(title, kinds[0])
        known = _metrics(ws, found.run_id, kind.name)
        named = {metric.title: metric for metric in metrics if metric.label(k) in known}
        # Bands of products know fewer metrics: a choice that is gone falls back to the first.
        if st.session_state.get(METRIC) not in named:
            st.session_state.pop(METRIC, None)
        first = next((at for at, m in enumerate(named.values()) if m.name == DECIDING), 0)
        with right:
            title = st.selectbox(
                say(m.FIGURE), list(named), index=first, format_func=say, key=METRIC, **LINKED
            )
    layout.quiet(say(kind.note))
    return kind, named.get(title) or list(named.values())[first]


def _table_of_colours(shown: Sliced) -> None:
    frame = slices_words.cells(shown)
    figure = heat_map(
        frame,
        shown.finding,
        baseline=say(m.THE_BESTSELLERS),
        higher_is_better=shown.higher_is_better,
        unit=shown.unit,
    )
    alt = say(m.GROUPS_SPOKEN, metric=shown.metric, finding=shown.finding)
    layout.chart(figure, "slices", alt=alt)
    layout.quiet(slices_words.legend(shown))
    columns = _columns(shown, shown.metric, (m.LESS_BESTSELLERS, m.ABOUT_LESS), shown.unit)
    tables.behind(
        say(m.GROUPS_AS_TABLE),
        slices_words.table(frame),
        columns,
        key="slices-table",
        alt=say(m.ABOUT_GROUPS_TABLE),
        file_name="groups.csv",
    )


def _columns(
    shown: Sliced | ShownProducts, figure: str, less: tuple[str, str], unit: Unit
) -> dict[str, tables.Column]:
    """Of a table of cells. figure: what a cell holds.  less: the difference, and how it is read."""
    value = partial(tables.decimal, unit=unit)
    columns = {
        "slice": tables.text(say(m.GROUP)),
        "label": tables.text(say(m.MODEL)),
        "value": value(figure),
        "low": value(say(m.AT_LEAST), say(m.LOWER_END)),
        "high": value(say(m.AT_MOST), say(m.UPPER_END)),
        "n": tables.count(say(m.CUSTOMERS)),
    }
    if isinstance(shown, ShownProducts):
        columns["catalogue"] = value(say(m.OF_THE_PRODUCTS))
    title, about = less
    chance = say(m.ADJUSTED_FOR_ALL, n=len(shown.tests))
    return columns | {
        "difference": value(say(title), say(about)),
        "probability": tables.decimal(say(m.CHANCE_ALONE), help=chance),
        "verdict": tables.text(say(m.WHAT_IT_SAYS)),
    }


def _places(shown: ShownProducts) -> None:
    st.markdown(f"**{say(m.WHO_GETS_PLACES)}**")
    frame = slices_words.places(shown)
    figure = heat_map(
        frame,
        shown.sentence,
        baseline=say(m.THE_RIGHT_ANSWERS),
        higher_is_better=True,
        unit="share",
    )
    layout.chart(figure, "places", alt=say(m.PLACES_SPOKEN, finding=shown.sentence))
    layout.quiet(slices_words.places_legend(shown))
    layout.quiet(say(m.FLOOR_BY_RULE))
    figure_name = say(m.SHARE_OF_PLACES)
    columns = _columns(shown, figure_name, (m.LESS_RIGHT, m.ABOUT_LESS_RIGHT), "share")
    tables.behind(
        say(m.PLACES_AS_TABLE),
        slices_words.table(frame, m.DIFFERS_FROM_RIGHT),
        columns,
        key="places-table",
        alt=say(m.ABOUT_PLACES_TABLE),
        file_name="places.csv",
    )


def _chosen_per_segment(shown: Sliced) -> None:
    if not shown.model_per_segment_sentence:
        return
    st.markdown(f"**{say(m.OWN_MODEL_EACH)}**")
    st.text(shown.model_per_segment_sentence)
    frame = slices_words.choices(shown)
    if frame.empty:
        return
    layout.quiet(say(m.HALVES_CHOSE))
    tables.behind(
        say(m.MODEL_OF_EACH),
        frame,
        {
            "slice": tables.text(say(m.GROUP)),
            "all": tables.text(say(m.BEST_OVER_ALL)),
            "first": tables.text(say(m.FIRST_HALF)),
            "second": tables.text(say(m.SECOND_HALF)),
            "note": tables.text(say(m.AGREEMENT)),
            "n": tables.count(say(m.CUSTOMERS)),
        },
        key="slices-policy",
        alt=say(m.ABOUT_CHOICES),
        file_name="model-per-group.csv",
    )


def _fairness(shown: Sliced) -> None:
    st.markdown(f"**{say(m.SERVED_ALIKE)}**")
    st.text(shown.fairness_sentence)
    frame = slices_words.gaps(shown)
    if frame.empty:
        return
    layout.quiet(say(m.GAP_NOT_UNFAIR))
    figure = partial(tables.decimal, unit=shown.unit)
    tables.behind(
        say(m.GAP_OF_EACH),
        frame,
        {
            "label": tables.text(say(m.MODEL)),
            "best": tables.text(say(m.SERVED_BETTER)),
            "best_value": figure(shown.metric),
            "best_n": tables.count(say(m.CUSTOMERS)),
            "worst": tables.text(say(m.SERVED_WORSE)),
            "worst_value": figure(f"{shown.metric} "),
            "worst_n": tables.count(say(m.CUSTOMERS) + " "),
            "gap": figure(say(m.GAP)),
            "low": figure(say(m.AT_LEAST), say(m.LOWER_END)),
            "high": figure(say(m.AT_MOST), say(m.UPPER_END)),
            "probability": tables.decimal(say(m.CHANCE_ALONE), help=say(m.ADJUSTED_FOR_MODELS)),
            "real": tables.yes_no(say(m.REAL)),
        },
        key="slices-gaps",
        alt=say(m.ABOUT_GAPS),
        file_name="gaps.csv",
    )


@st.cache_data(max_entries=60, **QUIETLY)
def _sliced(ws: Workspace, run_id: str, kind: str, metric: str) -> Sliced:
    return sliced(ws, kind, metric, run_id)


@st.cache_data(max_entries=60, **QUIETLY)
def _shown_products(ws: Workspace, run_id: str, kind: str) -> ShownProducts:
    return shown_products(ws, kind, run_id)


@st.cache_data(max_entries=60, **QUIETLY)
def _kinds(ws: Workspace, run_id: str) -> list[SliceKind]:
    return slice_kinds(ws, run_id)


@st.cache_data(max_entries=60, **QUIETLY)
def _metrics(ws: Workspace, run_id: str, kind: str) -> list[str]:
    return slice_metrics(ws, run_id, kind)
