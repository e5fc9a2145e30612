"""One metric, all models, in a small space: names above the bars instead of an axis."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.evaluation.rounding import alike
from pages.shared.figures.base import customers, finish, safe

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
    low, high = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    text = [alike(v, a, b) for v, a, b in zip(rows["value"], low, high, strict=True)]
    place = [-i for i in range(len(rows))]
    figure = go.Figure(
        go.Bar(
            y=place,
            x=rows["value"],
            orientation="h",
            width=BAR,
            marker={
                "color": [theme.model_colour(name, colours) for name in rows["model"]],
                "opacity": [0.35 if chosen and name != chosen else 1.0 for name in rows["model"]],
            },
            error_x={
                "type": "data",
                "symmetric": False,
                "array": high - rows["value"],
                "arrayminus": rows["value"] - low,
                "color": colours.ink,
                "thickness": 1.2,
                "width": 3,
            },
            customdata=[
                (
                    safe(label),
                    shown,
                    f"<br>95 % interval {a} to {b}" if b != a else "",
                    customers(n),
                )
                for label, (shown, a, b), n in zip(rows["label"], text, rows["n"], strict=True)
            ],
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}%{customdata[2]}"
            "<br>%{customdata[3]}<extra></extra>",
        )
    )
    for y, label, (shown, *_) in zip(place, rows["label"], text, strict=True):
        common = {"y": y + 0.17, "yanchor": "bottom", "xref": "paper", "showarrow": False}
        figure.add_annotation(
            x=0, xanchor="left", text=safe(label, 24), font={"color": colours.muted}, **common
        )
        figure.add_annotation(x=1, xanchor="right", text=f"<b>{shown}</b>", **common)
    if baseline in rows.index:
        # A tick per bar, since a line across would run through the figures.
        figure.add_scatter(
            x=[float(rows.loc[baseline, "value"])] * len(place),
            y=place,
            mode="markers",
            marker={
                "symbol": "line-ns",
                "size": 15,
                "line": {"width": 1.6, "color": colours.ink},
            },
            cliponaxis=False,
            hoverinfo="skip",
        )
    most = max(float(high.max()), float(rows["value"].max())) if len(rows) else 1.0
    figure.update_xaxes(visible=False, range=[min(0.0, float(low.min() or 0)), most * 1.02 or 1])
    figure.update_yaxes(visible=False, range=[-len(rows) + 0.62, 0.78])
    figure.update_layout(margin={"l": 0, "r": 2, "t": 0, "b": 0, "pad": 0})
    return finish(figure, "", height=ROW * max(len(rows), 1) + 8)
