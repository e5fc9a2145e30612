"""How far a score falls when a past purchase is left out."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import BAR, finish, name_above, row_height, unique
from pages.parts.recommendations import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import signed


def dropouts(frame: pd.DataFrame, title: str, *, most: int = 9) -> go.Figure:
    """Horizontal bars from `label` and `value` (score minus score without it), strongest on top.

    Unlike exact contributions these do not sum to the score, so each begins at zero.
    """
    colours = theme.palette()
    rows = frame.loc[frame["value"] != 0, ["label", "value"]]
    rows = rows.sort_values("value", key=abs, ascending=False, kind="stable").iloc[:most]
    labels = unique(rows["label"], 48)
    figure = go.Figure(
        go.Bar(
            y=labels,
            width=BAR,
            x=rows["value"],
            orientation="h",
            marker={"color": [colours.accent if v > 0 else colours.bad for v in rows["value"]]},
            text=[signed(v) for v in rows["value"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=say(m.DROPOUT_HOVER),
            customdata=[signed(-v) for v in rows["value"]],
        )
    )
    low = min(0.0, *rows["value"]) if len(rows) else 0.0
    high = max(0.0, *rows["value"]) if len(rows) else 1.0
    room = 0.3 * (high - low or 1.0)
    figure.update_xaxes(range=[low - room if low < 0 else 0.0, high + room])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    name_above(figure, labels, font={"color": colours.ink})
    return finish(figure, title, x=say(m.LOST_WITHOUT_IT), height=row_height(max(len(rows), 2), 42))
