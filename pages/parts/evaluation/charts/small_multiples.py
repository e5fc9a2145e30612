"""One metric, all models, in a small space: names above the bars instead of an axis."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, safe
from pages.parts.evaluation.charts.intervals import ends, in_hover, whiskers

ROW = 38
BAR = 0.26


def small_bars(
    frame: pd.DataFrame, *, order: list[str], baseline: str | None, chosen: str | None = None
) -> go.Figure:
    """Thin bars with 95 % intervals in the given order of models, the figure at the right end.

    frame: `model`, `label`, `value`, `low`, `high`, `n`. Models without a value are left out.
    `baseline` is the model whose value is marked on every bar. The title stands on the page.
    """
    colours = theme.palette()
    rows = frame.dropna(subset=["value"]).set_index("model", drop=False)
    rows = rows.loc[[name for name in order if name in rows.index]]
    low, high, text = ends(rows)
    place = [-i for i in range(len(rows))]
    least = min(0.0, float(low.min())) if len(rows) else 0.0
    most = float(max(high.max(), rows["value"].max())) if len(rows) else 1.0
    # Built in one go and without the template, which `layout.chart` sets: a page draws fifteen of
    # these, and every further change of a Plotly figure costs milliseconds.
    return go.Figure(
        data=[
            _bars(rows, low, high, text, place, chosen, colours),
            *_marks(rows, place, baseline, colours),
        ],
        layout={
            "annotations": _labels(rows, text, place, colours),
            "xaxis": {"visible": False, "range": [least, most * 1.02 or 1.0]},
            "yaxis": {"visible": False, "range": [0.62 - max(len(rows), 1), 0.78]},
            "margin": {"l": 0, "r": 2, "t": 0, "b": 0, "pad": 0},
            "height": ROW * max(len(rows), 1) + 8,
        },
    )


def _bars(
    rows: pd.DataFrame,
    low: pd.Series,
    high: pd.Series,
    text: list[tuple[str, ...]],
    place: list[int],
    chosen: str | None,
    colours: theme.Palette,
) -> dict[str, Any]:
    return {
        "type": "bar",
        "y": place,
        "x": list(rows["value"]),
        "orientation": "h",
        "width": BAR,
        "marker": {
            "color": [theme.model_colour(name, colours) for name in rows["model"]],
            "opacity": [0.35 if chosen and name != chosen else 1.0 for name in rows["model"]],
        },
        "error_x": whiskers(rows["value"], low, high, colours.ink, 1.2, 3),
        "customdata": [
            (safe(label), shown, in_hover(a, b), customers(n))
            for label, (shown, a, b), n in zip(rows["label"], text, rows["n"], strict=True)
        ],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}%{customdata[2]}"
        "<br>%{customdata[3]}<extra></extra>",
    }


def _marks(
    rows: pd.DataFrame, place: list[int], baseline: str | None, colours: theme.Palette
) -> list[dict[str, Any]]:
    """A tick per bar where the baseline stands; a line across would run through the figures."""
    if baseline not in rows.index:
        return []
    return [
        {
            "type": "scatter",
            "x": [float(rows.loc[baseline, "value"])] * len(place),
            "y": place,
            "mode": "markers",
            "marker": {
                "symbol": "line-ns",
                "size": 12,
                "line": {"width": 1.6, "color": colours.ink},
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]


def _labels(
    rows: pd.DataFrame, text: list[tuple[str, ...]], place: list[int], colours: theme.Palette
) -> list[dict[str, Any]]:
    """The name above each bar at its left, the figure at its right."""
    labels = []
    for y, label, (shown, *_) in zip(place, rows["label"], text, strict=True):
        common = {"y": y + 0.17, "yanchor": "bottom", "xref": "paper", "showarrow": False}
        muted = {"color": colours.muted}
        labels.append({**common, "x": 0, "xanchor": "left", "text": safe(label, 24), "font": muted})
        labels.append({**common, "x": 1, "xanchor": "right", "text": f"<b>{shown}</b>"})
    return labels
