"""How a training went: what a search found, and a learning curve."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, unique
from pages.parts.models import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def search(best: pd.DataFrame, title: str, *, x: str, baseline: str) -> go.Figure:
    """The best figure of everything tried, best on top, the bestsellers as a dotted line.

    best: `model` (decides the colour), `label`, `value`.
    """
    colours = theme.palette()
    rows = best.dropna(subset=["value"]).sort_values("value")
    figure = go.Figure(
        go.Bar(
            y=unique(rows["label"]),
            x=rows["value"],
            orientation="h",
            width=0.56,
            marker={"color": [theme.model_colour(name, colours) for name in rows["model"]]},
            text=[f"<b>{number(value)}</b>" for value in rows["value"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="<b>%{y}</b><br>%{x:.3r}<extra></extra>",
        )
    )
    base = rows.loc[rows["model"] == baseline, "value"]
    if len(base):
        figure.add_vline(
            x=float(base.iloc[0]), line={"color": colours.ink, "width": 1.2, "dash": "dot"}
        )
    if len(rows):
        figure.update_xaxes(range=[0, float(rows["value"].max()) * 1.12 or 1])
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"t": 38})
    return finish(figure, title, x=x, height=row_height(len(rows), 40, 110))


def learning_curve(points: list[tuple[int, float]], title: str, *, y: str, model: str) -> go.Figure:
    """One line over the passes through the data."""
    colours = theme.palette()
    steps, values = [step for step, _ in points], [value for _, value in points]
    figure = go.Figure(
        go.Scatter(
            x=steps,
            y=values,
            mode="lines+markers" if len(points) < 60 else "lines",
            line={"color": theme.model_colour(model, colours), "width": 3},
            marker={"size": 7},
            hovertemplate="Pass %{x}: <b>%{y:.3r}</b><extra></extra>",
        )
    )
    figure.update_layout(margin={"t": 38})
    return finish(figure, title, x=say(m.PASSES), y=y, height=300)
