"""The main chart: all models on the metric chosen, and what that metric means."""

from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from pages.kit import layout, snapshot
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.ranking import ranking
from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import FLOOR
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.workspace.names import BASELINE, DECIDING, MetricInfo
from recsys_core.wording.dates import moment
from recsys_core.wording.messages import say

METRIC = "metric"
CHART = "ranking"
CHOSEN = "chosen-model"
LINES = {BASELINE: m.BESTSELLERS, FLOOR: m.RANDOM_ORDER}


def show(
    found: Measurement,
    frame: pd.DataFrame,
    metrics: list[MetricInfo],
    footer: Callable[[], None],
) -> str | None:
    """Chart beside explanation, with `footer` below; returns the model selected in the chart.

    A fragment: another metric draws this part anew, not the whole page.
    """
    _part(found, frame, metrics, footer)
    return st.session_state.get(CHOSEN)


@st.fragment
def _part(
    found: Measurement,
    frame: pd.DataFrame,
    metrics: list[MetricInfo],
    footer: Callable[[], None],
) -> None:
    picture, beside = st.columns([7, 3], gap="large")
    with beside:
        metric = _choose(metrics)
        _explain(metric, found)
        footer()
    with picture:
        chosen = _chart(found, frame, metric)
    if chosen != st.session_state.get(CHOSEN):
        st.session_state[CHOSEN] = chosen
        st.rerun()


def _choose(metrics: list[MetricInfo]) -> MetricInfo:
    by_title = {metric.title: metric for metric in metrics}
    first = next((i for i, m in enumerate(metrics) if m.name == DECIDING), 0)
    with layout.controls("metric"):
        title = st.selectbox(
            say(m.COMPARE_ON),
            list(by_title),
            index=first,
            format_func=say,
            key=METRIC,
            **LINKED,
        )
    return by_title.get(title, metrics[first])


def _explain(metric: MetricInfo, found: Measurement) -> None:
    protocol = found.board.protocol
    with layout.card("metric"):
        st.markdown(f"**{plain(say(metric.title))}**")
        st.text(say(metric.meaning))
        name, long_form = metric.name, metric.long_form
        spelled = say(m.SPELLED_OUT, name=name, long_form=long_form) if long_form else ""
        whole = protocol.get("denominators", {}).get(metric.label(int(protocol["k"])))
        if whole:
            layout.quiet(whole)
        layout.quiet(f"{spelled} {say(m.DIRECTION, direction=say(metric.direction))}")
    one = protocol["splits"][0]
    when = moment(snapshot.local(found.measured_at), snapshot.local(datetime.now(UTC)))
    layout.quiet(say(m.HOW_MEASURED, k=protocol["k"], n=one["n_test_users"], when=when))


def _chart(found: Measurement, frame: pd.DataFrame, metric: MetricInfo) -> str | None:
    label = metric.label(int(found.board.protocol["k"]))
    rows = frame[frame[Columns.Metric] == label].rename(columns={"title": "label"})
    tests = [test for test in found.board.tests if test.metric == label]
    title = findings.ranking_title(rows, metric, findings.comparisons(tests))
    figure = ranking(
        rows,
        title,
        x=say(
            m.AXIS_AT_K if metric.cut_off else m.AXIS,
            metric=say(metric.title),
            k=found.board.protocol["k"],
            direction=say(metric.direction).lower(),
        ),
        higher_is_better=metric.higher_is_better,
        unit=metric.unit,
        lines={name: say(words) for name, words in LINES.items()},
        chosen=None,
    )
    alt = say(m.RANKING_SPOKEN, metric=say(metric.title), finding=title)
    points = layout.chart(figure, CHART, alt=alt, on_select="rerun")
    for point in points:
        data = point.get("customdata")
        if data:
            return str(data[0])
    return None
