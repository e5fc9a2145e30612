"""How far a score falls when a past purchase is left out."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.figures.base import finish, row_height, unique
from pages.shared.formats import signed


def dropouts(frame: pd.DataFrame, title: str, *, most: int = 9) -> go.Figure:
    """Horizontal bars from `label` and `value` (score minus score without it), strongest on top.

    Unlike exact contributions these do not sum to the score, so each begins at zero.
    """
    colours = theme.palette()
    rows = frame.loc[frame["value"] != 0, ["label", "value"]]
    rows = rows.sort_values("value", key=abs, ascending=False, kind="stable").iloc[:most]
    figure = go.Figure(
        go.Bar(
            y=unique(rows["label"]),
            x=rows["value"],
            orientation="h",
            marker={"color": [colours.accent if v > 0 else colours.bad for v in rows["value"]]},
            text=[signed(v) for v in rows["value"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="Without %{y}<br>the score changes by <b>%{customdata}</b>"
            "<extra></extra>",
            customdata=[signed(-v) for v in rows["value"]],
        )
    )
    reach = float(rows["value"].abs().max()) if len(rows) else 1.0
    low = min(float(rows["value"].min()), 0.0) if len(rows) else 0.0
    figure.update_xaxes(range=[low * 1.25, max(float(rows["value"].max()), 0.0) * 1.25 or reach])
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return finish(
        figure, title, x="What the score loses without it", height=row_height(max(len(rows), 2))
    )
