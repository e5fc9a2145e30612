"""Values with their intervals, side by side, against a baseline."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.figures.base import customers, finish, row_height, unique
from pages.shared.formats import number


def interval_bars(
    frame: pd.DataFrame,
    title: str,
    *,
    x: str,
    baseline: str | None = None,
    height: int | None = None,
) -> go.Figure:
    """Horizontal bars with 95 % intervals, best on top.

    frame: `name` (of the model, decides the colour), `label` (on the axis), `value`, `low`, `high`
    (both NaN where nothing was sampled), `n` (customers). `baseline` is the name whose value is
    drawn across as a line.
    """
    colours = theme.palette()
    rows = frame.dropna(subset=["value"]).sort_values("value")
    labels = unique(rows["label"])
    low = rows["low"].fillna(rows["value"])
    high = rows["high"].fillna(rows["value"])
    span = [
        f"<br>95 % interval {number(a)} to {number(b)}" if b > a else ""
        for a, b in zip(low, high, strict=True)
    ]
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=rows["value"],
            orientation="h",
            marker={"color": [theme.model_colour(n, colours) for n in rows["name"]]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": high - rows["value"],
                "arrayminus": rows["value"] - low,
                "color": colours.ink,
                "thickness": 1.5,
                "width": 5,
            },
            customdata=[
                (number(v), s, customers(n))
                for v, s, n in zip(rows["value"], span, rows["n"], strict=True)
            ],
            hovertemplate="<b>%{y}</b><br>%{customdata[0]}%{customdata[1]}<br>%{customdata[2]}"
            "<extra></extra>",
        )
    )
    for label, value, end in zip(labels, rows["value"], high, strict=True):
        figure.add_annotation(
            y=label,
            x=end,
            text=f"<b>{number(value)}</b>",
            xanchor="left",
            xshift=8,
            showarrow=False,
            font={"color": colours.ink},
        )
    found = rows.loc[rows["name"] == baseline, "value"]
    if len(found):
        figure.add_vline(
            x=float(found.iloc[0]), line={"color": colours.ink, "width": 1, "dash": "dot"}
        )
    if len(rows):
        figure.update_xaxes(range=[min(0.0, float(low.min())), float(high.max()) * 1.14 or 1])
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    return finish(figure, title, x=x, height=height or row_height(len(rows)))
