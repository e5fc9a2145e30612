"""Several metrics of all models as one figure: a panel each, the models down the left side.

One figure and not one a metric: on two busy cores a browser takes half a second to draw any chart.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, safe, unique
from pages.parts.evaluation.charts.intervals import ends, in_hover, whiskers
from recsys_core.wording.numbers import Unit

ACROSS = 4
ROW, HEAD = 26, 58
"""Pixels of a model's row, and of a panel's two lines of title with the gap above them."""
WIDTH = 0.94
"""Of a column: the rest parts it from the next one."""
CHARACTER = 0.042
"""Width of a bold character of the figures at a panel's right side, as a share of the panel."""


class Panel(NamedTuple):
    """One metric. rows: `model`, `value`, `low`, `high`, `n`; a model without a value is empty."""

    title: str
    about: str
    rows: pd.DataFrame
    unit: Unit = "number"


def small_multiples(
    panels: Sequence[Panel],
    models: dict[str, str],
    *,
    baseline: str | None,
    chosen: str | None = None,
) -> go.Figure:
    """Bars with 95 % intervals, up to four panels in a line, the figures right of the bars.

    models: name -> label, from the top. `baseline` is the model whose value is marked across every
    panel; `chosen` stands out, the others step back.
    """
    colours, labels = theme.palette(), unique(models.values(), 32)
    names = dict(zip(models, labels, strict=True))
    across = min(max(len(panels), 2), ACROSS)
    step = HEAD + ROW * len(names)
    height = step * -(-len(panels) // across)
    data: list[dict[str, Any]] = []
    # Built in one go: every further change of a Plotly figure costs milliseconds.
    layout: dict[str, Any] = {"annotations": [], "shapes": [], "height": max(height, step)}
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 4}
    for at, panel in enumerate(panels):
        axis, (line, column) = str(at + 1) if at else "", divmod(at, across)
        rows = panel.rows.dropna(subset=["value"]).query("model in @names")
        low, high, words = ends(rows, panel.unit)
        least, edge = _span(low, high, max((len(shown) for shown, *_ in words), default=0))
        common = {"y": [names[name] for name in rows["model"]], "xaxis": f"x{axis}"}
        common["yaxis"] = f"y{axis}"
        data.append(_bars(rows, low, high, words, panel.title, chosen, colours) | common)
        data.append(_figures(words, edge) | common)
        across_domain = [column / across, (column + WIDTH) / across]
        up_domain = [1 - (line + 1) * step / height, 1 - (line * step + HEAD) / height]
        layout[f"xaxis{axis}"] = {
            "visible": False,
            "range": [least, edge],
            "domain": across_domain,
            "anchor": f"y{axis}",
        }
        layout[f"yaxis{axis}"] = _models(labels, column == 0) | {
            "domain": up_domain,
            "anchor": f"x{axis}",
        }
        layout["annotations"].append(_title(panel, axis, colours))
        for value in rows.loc[rows["model"] == baseline, "value"]:
            layout["shapes"].append(_mark(float(value), axis, colours))
    return go.Figure(data=data, layout=layout)


def _span(low: pd.Series, high: pd.Series, characters: int) -> tuple[float, float]:
    """Where a panel begins and ends: from nothing or less to the longest bar and its figure."""
    least, most = min([0.0, *low]), max([0.0, *high])
    return least, least + (most - least or 1.0) / (1 - CHARACTER * characters)


def _models(labels: list[str], named: bool) -> dict[str, Any]:
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels[::-1],
        "range": [-0.5, max(len(labels), 1) - 0.5],
        "showticklabels": named,
        "showgrid": False,
    }


def _bars(
    rows: pd.DataFrame,
    low: pd.Series,
    high: pd.Series,
    words: list[tuple[str, ...]],
    title: str,
    chosen: str | None,
    colours: theme.Palette,
) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": safe(title),
        "x": list(rows["value"]),
        "orientation": "h",
        "width": 0.56,
        "marker": {
            "color": [theme.model_colour(name, colours) for name in rows["model"]],
            "opacity": [0.35 if chosen and name != chosen else 1.0 for name in rows["model"]],
        },
        "error_x": whiskers(rows["value"], low, high, colours.ink, 1.2, 3),
        "customdata": [
            (shown, in_hover(a, b), customers(n))
            for (shown, a, b), n in zip(words, rows["n"], strict=True)
        ],
        "hovertemplate": "<b>%{y}</b><br>%{customdata[0]}%{customdata[1]}<br>%{customdata[2]}"
        "<extra></extra>",
    }


def _figures(words: list[tuple[str, ...]], edge: float) -> dict[str, Any]:
    """The figures, ending where the panel does."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [edge] * len(words),
        "text": [f"<b>{shown}</b>" for shown, *_ in words],
        "textposition": "middle left",
        "hoverinfo": "skip",
    }


def _title(panel: Panel, axis: str, colours: theme.Palette) -> dict[str, Any]:
    about = f'<span style="color:{colours.muted}">{safe(panel.about, 60)}</span>'
    return {
        "text": f"<b>{safe(panel.title)}</b><br>{about}",
        "align": "left",
        "showarrow": False,
        **{"x": 0, "xref": f"x{axis} domain", "xanchor": "left"},
        **{"y": 1, "yref": f"y{axis} domain", "yanchor": "bottom"},
    }


def _mark(value: float, axis: str, colours: theme.Palette) -> dict[str, Any]:
    """A dotted line where the baseline stands."""
    return {
        "type": "line",
        "line": {"color": colours.ink, "width": 1.2, "dash": "dot"},
        **{"x0": value, "x1": value, "xref": f"x{axis}"},
        **{"y0": 0, "y1": 1, "yref": f"y{axis} domain"},
    }
