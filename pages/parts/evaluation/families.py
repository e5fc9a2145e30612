"""What the first chart does not say, one at a time: a family of metrics, pairs of models, all."""

import pandas as pd
import streamlit as st

from pages.kit import layout
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.evaluation import differences, figures_table
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.small_multiples import Panel, small_multiples
from recsys_core.schema.columns import Columns
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.workspace.names import BASELINE, DECIDING, FAMILIES, MetricInfo
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import measured

MORE = "more"
DIFFERENCES, FIGURES = "differences", "figures"


@st.fragment
def show(
    found: Measurement, frame: pd.DataFrame, metrics: list[MetricInfo], chosen: str | None
) -> None:
    """The choice, and what was chosen; a fragment, so that nothing else is drawn anew."""
    k = int(found.board.protocol["k"])
    families = [name for name in FAMILIES if any(one.family == name for one in metrics)]
    titles = {name: m.FAMILIES[name][0] for name in families}
    titles |= {DIFFERENCES: m.WHICH_ARE_REAL, FIGURES: m.ALL_FIGURES}
    with layout.controls("more"):
        picked = st.pills(
            say(m.MORE),
            list(titles),
            format_func=lambda one: plain(say(titles[one])),
            key=MORE,
            **LINKED,
        )
    if picked == DIFFERENCES:
        differences.show(found, chosen)
    elif picked == FIGURES:
        figures_table.show(frame, metrics, k, chosen)
    elif picked:
        _family(frame, [one for one in metrics if one.family == picked], k, chosen)


def _family(frame: pd.DataFrame, metrics: list[MetricInfo], k: int, chosen: str | None) -> None:
    """One figure with a panel a metric; metrics with one value for all models are a sentence."""
    title, question = m.FAMILIES[metrics[0].family]
    level = [metric for metric in metrics if _all_alike(_rows(frame, metric, k))]
    drawn = [metric for metric in metrics if metric not in level]
    layout.section(say(title), say(question))
    if drawn:
        figure = small_multiples(
            [_panel(frame, metric, k) for metric in drawn],
            _order(frame),
            baseline=BASELINE,
            chosen=chosen,
        )
        alt = ". ".join(findings.ranking_title(_rows(frame, one, k), one, ()) for one in drawn)
        layout.chart(figure, f"family-{title}", alt=f"{alt}.")
    for metric in level:
        same = float(_rows(frame, metric, k)[Columns.Value].iloc[0])
        value = measured(same, metric.unit)
        layout.quiet(say(m.SAME_FOR_ALL, metric=metric.short, value=value))
    with st.expander(say(m.WHAT_THEY_MEAN)):
        for metric in metrics:
            _explanation(metric, k)


def _panel(frame: pd.DataFrame, metric: MetricInfo, k: int) -> Panel:
    direction = say(metric.direction).lower()
    about = say(m.METRIC_AND_DIRECTION, metric=metric.label(k), direction=direction)
    return Panel(metric.short, about, _rows(frame, metric, k), metric.unit)


def _rows(frame: pd.DataFrame, metric: MetricInfo, k: int) -> pd.DataFrame:
    return frame[frame[Columns.Metric] == metric.label(k)]


def _explanation(metric: MetricInfo, k: int) -> None:
    """What a metric means, its long form, and which way is good."""
    st.markdown(f"**{plain(say(metric.title))}**")
    st.text(say(metric.meaning))
    direction, name = say(m.DIRECTION, direction=say(metric.direction)), metric.name
    spelled = say(m.SPELLED_OUT, name=name, long_form=metric.long_form) if metric.long_form else ""
    cut = say(m.CUT_OFF, label=metric.label(k), k=k) if metric.cut_off else ""
    layout.quiet(" ".join(filter(None, (direction, spelled, cut))))


def _all_alike(rows: pd.DataFrame) -> bool:
    """Whether a metric has one and the same figure for all models: nothing to draw."""
    values = rows[Columns.Value].dropna()
    return len(values) > 1 and values.nunique() == 1


def _order(frame: pd.DataFrame) -> dict[str, str]:
    """Models and their titles by the deciding figure, best first; those without it after."""
    first = frame["name"].ne(DECIDING)
    rows = frame.assign(first=first).sort_values(["first", Columns.Value], ascending=[True, False])
    return dict(zip(rows[Columns.Model], rows["title"], strict=True))
