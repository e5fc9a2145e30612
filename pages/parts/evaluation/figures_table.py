"""All figures as a table: a metric per row, a model per column."""

import pandas as pd
from streamlit.column_config import TextColumn

from pages.kit import layout, tables
from pages.parts.evaluation import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.services.workspace.names import MetricInfo, short_title
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike


def show(frame: pd.DataFrame, metrics: list[MetricInfo], k: int, chosen: str | None) -> None:
    """The table; the download holds intervals, meanings and the numbers of customers too."""
    hint = say(m.CLICK_A_BAR)
    if chosen:
        hint = say(m.ONE_MODEL_ALONE, model=short_title(chosen))
    layout.section(say(m.ALL_FIGURES), hint)
    rows = frame[frame[Columns.Model] == chosen] if chosen else frame
    wide = table(rows, metrics, k)
    columns: dict[str, tables.Column] = {
        "title": TextColumn(say(m.METRIC), pinned=True),
        "label": tables.text(say(m.SHORT_NAME)),
        "better": tables.text(say(m.BETTER_WHEN)),
    }
    for name in wide.columns.difference(list(columns), sort=False):
        columns[name] = TextColumn(name, alignment="right")
    tables.show(wide, columns, key="figures", alt=say(m.EVERY_METRIC), rows=30)
    layout.table_downloads(
        say(m.DOWNLOAD_FIGURES),
        lambda: long_table(rows, metrics, k),
        "evaluation.csv",
        key="figures-csv",
    )


def table(rows: pd.DataFrame, metrics: list[MetricInfo], k: int) -> pd.DataFrame:
    """Metrics down, models across, three significant digits; a model without a figure is empty."""
    wide = rows.pivot(index=Columns.Metric, columns="title", values=Columns.Value)
    shown = [metric for metric in metrics if metric.label(k) in wide.index]
    wide = wide.loc[[metric.label(k) for metric in shown], list(rows["title"].unique())]
    unit = {metric.label(k): metric.unit for metric in shown}
    out = wide.apply(lambda row: row.map(lambda value: _written(value, unit[row.name])), axis=1)
    out.insert(0, "title", [say(metric.title) for metric in shown])
    out.insert(1, "label", list(out.index))
    out.insert(2, "better", [_better(metric) for metric in shown])
    return out


def _written(value: float, unit: Unit) -> str | None:
    return alike(value, unit=unit)[0] if pd.notna(value) else None


def long_table(rows: pd.DataFrame, metrics: list[MetricInfo], k: int) -> pd.DataFrame:
    """One line per model and metric with everything known about the figure, unrounded."""
    by_label = {metric.label(k): metric for metric in metrics}
    known = rows[rows[Columns.Metric].isin(by_label)]
    about = [by_label[label] for label in known[Columns.Metric]]
    return pd.DataFrame(
        {
            say(m.MODEL): known["title"],
            say(m.NAME): known[Columns.Model],
            say(m.METRIC): known[Columns.Metric],
            say(m.MEANING): [say(metric.meaning) for metric in about],
            say(m.BETTER_WHEN): [_better(metric) for metric in about],
            say(m.VALUE): known[Columns.Value],
            say(m.LOW_COLUMN): known[Columns.Low],
            say(m.HIGH_COLUMN): known[Columns.High],
            say(m.CUSTOMERS): known[Columns.N],
        }
    )


def _better(metric: MetricInfo) -> str:
    return say(m.HIGHER if metric.higher_is_better else m.LOWER)
