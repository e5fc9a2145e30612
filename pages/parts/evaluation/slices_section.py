"""Who is served well? Models by group of customers, a model per group, gaps between groups."""

import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.state import LINKED
from pages.parts.evaluation import slices_words
from pages.parts.evaluation.charts.slices import heat_map
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

BY, METRIC = "by", "by-metric"
BASELINE = "the bestsellers"
WAIT = "Working out the figures of each group"
_KEEP = {
    "show_spinner": False,
    "max_entries": 60,
    "hash_funcs": {Workspace: lambda ws: str(ws.path)},
}


@st.fragment
def show(ws: Workspace, found: Measurement, metrics: list[MetricInfo]) -> None:
    """A fragment: another group or metric draws this part anew, not the whole page."""
    layout.section(
        "Who is served well?",
        "Every model's figures for each group of customers, or for bestsellers and rarities alone.",
    )
    with errors.shown_here():
        with st.spinner(WAIT):
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


def _controls(
    ws: Workspace, found: Measurement, metrics: list[MetricInfo]
) -> tuple[SliceKind, MetricInfo]:
    kinds = _kinds(ws, found.run_id)
    k = int(found.board.protocol["k"])
    with layout.controls("slices"):
        left, right, _ = st.columns([3, 3, 4])
        titles = {kind.title: kind for kind in kinds}
        with left:
            title = st.selectbox("Divide by", list(titles), key=BY, **LINKED)
        kind = titles.get(title, kinds[0])
        known = _metrics(ws, found.run_id, kind.name)
        named = {metric.title: metric for metric in metrics if metric.label(k) in known}
        # Bands of products know fewer metrics: a choice that is gone falls back to the first.
        if st.session_state.get(METRIC) not in named:
            st.session_state.pop(METRIC, None)
        first = next((at for at, m in enumerate(named.values()) if m.name == DECIDING), 0)
        with right:
            title = st.selectbox("Figure", list(named), index=first, key=METRIC, **LINKED)
    layout.quiet(kind.note)
    return kind, named.get(title) or list(named.values())[first]


def _table_of_colours(shown: Sliced) -> None:
    frame = slices_words.cells(shown)
    figure = heat_map(
        frame, shown.finding, baseline=BASELINE, higher_is_better=shown.higher_is_better
    )
    layout.chart(
        figure, "slices", alt=f"{shown.metric} of each model in each group. {shown.finding}."
    )
    layout.quiet(slices_words.legend(shown))
    with st.expander("The figures of each group as a table"):
        tables.show(
            slices_words.table(frame),
            {
                "slice": tables.text("Group"),
                "label": tables.text("Model"),
                "value": tables.decimal(shown.metric, 4),
                "low": tables.decimal("At least", 4, help="Lower end of the 95 % interval."),
                "high": tables.decimal("At most", 4, help="Upper end of the 95 % interval."),
                "n": tables.count("Customers"),
                "difference": tables.decimal(
                    "Less the bestsellers", 4, help="Model minus bestsellers, same customers."
                ),
                "probability": tables.decimal(
                    "Probability of chance alone",
                    4,
                    help=f"Adjusted for all {len(shown.tests)} comparisons (Holm).",
                ),
                "verdict": tables.text("What it says"),
            },
            key="slices-table",
            alt="Figures of every model in every group with intervals",
            file_name="groups.csv",
        )


def _chosen_per_segment(shown: Sliced) -> None:
    if not shown.model_per_segment_sentence:
        return
    st.markdown("**A model of its own for each group?**")
    st.text(shown.model_per_segment_sentence)
    frame = slices_words.choices(shown)
    if frame.empty:
        return
    layout.quiet(
        "One half of the customers chose, the other half was scored, and the other way round: "
        "nobody was scored by a choice they had a part in."
    )
    with st.expander("Which model each group would get"):
        tables.show(
            frame,
            {
                "slice": tables.text("Group"),
                "all": tables.text("Best over all"),
                "first": tables.text("First half chose"),
                "second": tables.text("Second half chose"),
                "note": tables.text("Agreement"),
                "n": tables.count("Customers"),
            },
            key="slices-policy",
            alt="The model chosen for each group by each half of the customers",
            file_name="model-per-group.csv",
        )


def _fairness(shown: Sliced) -> None:
    st.markdown("**Is every group served alike?**")
    st.text(shown.fairness_sentence)
    frame = slices_words.gaps(shown)
    if frame.empty:
        return
    layout.quiet(
        "A gap is not yet unfair: some customers are easier to foresee. Compare it with what the "
        "bestsellers do for the same groups."
    )
    with st.expander("The gap of each model"):
        tables.show(
            frame,
            {
                "label": tables.text("Model"),
                "best": tables.text("Served better"),
                "best_value": tables.decimal(shown.metric, 3),
                "best_n": tables.count("Customers"),
                "worst": tables.text("Served worse"),
                "worst_value": tables.decimal(f"{shown.metric} ", 3),
                "worst_n": tables.count("Customers "),
                "gap": tables.decimal("Gap", 3),
                "low": tables.decimal("At least", 3, help="Lower end of the 95 % interval."),
                "high": tables.decimal("At most", 3, help="Upper end of the 95 % interval."),
                "probability": tables.decimal(
                    "Probability of chance alone", 3, help="Adjusted for the number of models."
                ),
                "real": tables.yes_no("Real"),
            },
            key="slices-gaps",
            alt="The clearest gap between two groups for each model",
            file_name="gaps.csv",
        )


@st.cache_data(**_KEEP)
def _sliced(ws: Workspace, run_id: str, kind: str, metric: str) -> Sliced:
    return sliced(ws, kind, metric, run_id)


@st.cache_data(**_KEEP)
def _kinds(ws: Workspace, run_id: str) -> list[SliceKind]:
    return slice_kinds(ws, run_id)


@st.cache_data(**_KEEP)
def _metrics(ws: Workspace, run_id: str, kind: str) -> list[str]:
    return slice_metrics(ws, run_id, kind)
