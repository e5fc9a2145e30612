"""All figures as a table: a metric per row, a model per column."""

import pandas as pd
from streamlit.column_config import Column, TextColumn

from pages.kit import layout, tables
from pages.kit.rounding import alike
from recsys_core.schema.columns import Columns
from recsys_core.services.workspace.names import MetricInfo, short_title


def show(frame: pd.DataFrame, metrics: list[MetricInfo], k: int, chosen: str | None) -> None:
    """The table; the download holds intervals, meanings and the numbers of customers too."""
    hint = "Click a bar of the first chart to see one model alone."
    if chosen:
        hint = f"{short_title(chosen)} alone; click its bar again to see all models."
    layout.section("All figures", hint)
    rows = frame[frame[Columns.Model] == chosen] if chosen else frame
    wide = table(rows, metrics, k)
    columns: dict[str, Column] = {
        "title": TextColumn("Metric", pinned=True),
        "label": tables.text("Short name"),
        "better": tables.text("Better when"),
    }
    for name in wide.columns.difference(list(columns), sort=False):
        columns[name] = TextColumn(name, alignment="right")
    tables.show(wide, columns, key="figures", alt="Every metric of every model", rows=30)
    layout.download(
        "Download all figures with intervals as CSV",
        lambda: tables.csv(long_table(rows, metrics, k)),
        "evaluation.csv",
        key="figures-csv",
    )


def table(rows: pd.DataFrame, metrics: list[MetricInfo], k: int) -> pd.DataFrame:
    """Metrics down, models across, three significant digits; a model without a figure is empty."""
    wide = rows.pivot(index=Columns.Metric, columns="title", values=Columns.Value)
    shown = [metric for metric in metrics if metric.label(k) in wide.index]
    wide = wide.loc[[metric.label(k) for metric in shown], list(rows["title"].unique())]
    out = wide.map(lambda value: alike(value)[0] if pd.notna(value) else None)
    out.insert(0, "title", [metric.title for metric in shown])
    out.insert(1, "label", list(out.index))
    out.insert(2, "better", ["higher" if m.higher_is_better else "lower" for m in shown])
    return out


def long_table(rows: pd.DataFrame, metrics: list[MetricInfo], k: int) -> pd.DataFrame:
    """One line per model and metric with everything known about the figure, unrounded."""
    by_label = {metric.label(k): metric for metric in metrics}
    known = rows[rows[Columns.Metric].isin(by_label)]
    about = [by_label[label] for label in known[Columns.Metric]]
    return pd.DataFrame(
        {
            "Model": known["title"],
            "Name": known[Columns.Model],
            "Metric": known[Columns.Metric],
            "Meaning": [metric.meaning for metric in about],
            "Better when": ["higher" if m.higher_is_better else "lower" for m in about],
            "Value": known[Columns.Value],
            "Low (95 %)": known[Columns.Low],
            "High (95 %)": known[Columns.High],
            "Customers": known[Columns.N],
        }
    )
