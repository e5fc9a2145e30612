"""What somebody buys, against the average customer."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.figures.base import finish, row_height, unique


def shares(frame: pd.DataFrame, title: str, *, who: str = "this customer") -> go.Figure:
    """Horizontal bars from `label`, `share` (0 to 1), `average` (0 to 1), largest on top.

    A tick on each bar marks the average customer's share.
    """
    colours = theme.palette()
    rows = frame.sort_values("share")
    labels = unique(rows["label"])
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=rows["share"],
            orientation="h",
            marker={"color": colours.accent},
            text=[f"{v:.0%}" for v in rows["share"]],
            textposition="outside",
            cliponaxis=False,
            customdata=rows[["average"]],
            hovertemplate=f"<b>%{{y}}</b><br>%{{x:.1%}} of what {who} buys"
            "<br>%{customdata[0]:.1%} for the average customer<extra></extra>",
        )
    )
    figure.add_scatter(
        y=labels,
        x=rows["average"],
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": colours.ink}},
        hoverinfo="skip",
    )
    top = float(rows[["share", "average"]].max(axis=None)) if len(rows) else 1.0
    figure.update_xaxes(tickformat=".0%", range=[0, top * 1.15], rangemode="tozero")
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    return finish(
        figure, title, x="Share of purchases (line: average customer)", height=row_height(len(rows))
    )
