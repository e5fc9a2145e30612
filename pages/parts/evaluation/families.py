"""Every metric as a small chart, grouped by what it tells; each name opens its sentence."""

import pandas as pd
import streamlit as st

from pages.kit import layout
from pages.kit.text import plain
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.small_bars import small_bars
from recsys_core.schema.columns import Columns
from recsys_core.services.workspace.names import BASELINE, DECIDING, FAMILIES, MetricInfo
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

ACROSS = 4


def show(frame: pd.DataFrame, metrics: list[MetricInfo], k: int, chosen: str | None) -> None:
    """A heading and a row of small charts per family; models in the same order everywhere."""
    order = _order(frame)
    level = [metric for metric in metrics if _all_alike(frame, metric.label(k))]
    drawn = [metric for metric in metrics if metric not in level]
    members = {
        family: [metric for metric in drawn if metric.family == family] for family in FAMILIES
    }
    for together in _rows(members):
        # Small families share a row; each takes as many columns as it has charts.
        widths = [len(members[family]) for family in together]
        free = ACROSS - sum(widths)
        parts = st.columns(
            [*widths, free] if free > 0 and len(together) > 1 else widths, gap="large"
        )
        for part, family in zip(parts, together, strict=False):
            with part:
                _family(frame, family, members[family], k, order, chosen, len(together) > 1)
    for metric in level:
        value = float(frame.loc[frame[Columns.Metric] == metric.label(k), Columns.Value].iloc[0])
        layout.quiet(
            say(
                m.SAME_FOR_ALL,
                metric=metric.short,
                value=number(value),
                meaning=say(metric.meaning),
            )
        )


def _rows(members: dict[str, list[MetricInfo]]) -> list[list[str]]:
    """Which families stand side by side: each joins the first row that has room for its charts."""
    rows: list[list[str]] = []
    for family, metrics in members.items():
        if not metrics:
            continue
        for row in rows:
            if sum(len(members[other]) for other in row) + len(metrics) <= ACROSS:
                row.append(family)
                break
        else:
            rows.append([family])
    return rows


def _family(
    frame: pd.DataFrame,
    family: str,
    metrics: list[MetricInfo],
    k: int,
    order: list[str],
    chosen: str | None,
    shared_row: bool,
) -> None:
    title, question = m.FAMILIES[family]
    layout.section(say(title), say(question))
    across = len(metrics) if shared_row else ACROSS
    for first in range(0, len(metrics), across):
        row = st.columns(across, gap="large")
        for place, metric in zip(row, metrics[first : first + across], strict=False):
            with place:
                _metric(frame, metric, k, order, chosen)


def _metric(
    frame: pd.DataFrame, metric: MetricInfo, k: int, order: list[str], chosen: str | None
) -> None:
    rows = frame[frame[Columns.Metric] == metric.label(k)].rename(columns={"title": "label"})
    with st.container(key=f"metric-{metric.name}", gap=None):
        with st.popover(plain(metric.short), type="tertiary", key=f"about-{metric.name}"):
            explanation(metric, k)
        layout.quiet(
            say(
                m.METRIC_AND_DIRECTION,
                metric=metric.label(k),
                direction=say(metric.direction).lower(),
            )
        )
        layout.chart(
            small_bars(rows, order=order, baseline=BASELINE, chosen=chosen),
            f"small-{metric.name}",
            alt=say(m.RANKING_SPOKEN, metric=say(metric.title), finding=say(metric.direction)),
        )


def explanation(metric: MetricInfo, k: int) -> None:
    """What a metric means, its long form, and which way is good."""
    st.markdown(f"**{plain(say(metric.title))}**")
    st.text(say(metric.meaning))
    direction, name = say(m.DIRECTION, direction=say(metric.direction)), metric.name
    spelled = say(m.SPELLED_OUT, name=name, long_form=metric.long_form) if metric.long_form else ""
    cut = say(m.CUT_OFF, label=metric.label(k), k=k) if metric.cut_off else ""
    layout.quiet(f"{direction} {spelled} {cut}")


def _all_alike(frame: pd.DataFrame, label: str) -> bool:
    """Whether a metric has one and the same figure for all models: nothing to draw."""
    values = frame.loc[frame[Columns.Metric] == label, Columns.Value].dropna()
    return len(values) > 1 and values.nunique() == 1


def _order(frame: pd.DataFrame) -> list[str]:
    """Models by the deciding figure, best first; those without it after."""
    rows = frame[frame["name"] == DECIDING].sort_values(Columns.Value, ascending=False)
    order = list(rows[Columns.Model])
    return order + [name for name in frame[Columns.Model].unique() if name not in order]
