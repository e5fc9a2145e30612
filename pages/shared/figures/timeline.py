"""One customer's purchases over time."""

import pandas as pd
import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.figures.base import finish, row_height, safe, unique

LANES = 8


def timeline(frame: pd.DataFrame, title: str, *, lanes: int = LANES) -> go.Figure:
    """A dot per purchase from `ts`, `label` (product), `lane` (category), `value` (decides size).

    The most frequent categories have a lane of their own, the others share the lowest one.
    """
    colours = theme.palette()
    names = frame["lane"].value_counts().index
    kept = list(names[:lanes] if len(names) <= lanes else names[: lanes - 1])
    lane = frame["lane"].where(frame["lane"].isin(kept), "Other")
    order = kept + (["Other"] if len(kept) < len(names) else [])
    shown = dict(zip(order, unique(order, 28), strict=True))
    largest = float(frame["value"].abs().max()) or 1.0 if len(frame) else 1.0
    figure = go.Figure(
        go.Scatter(
            x=pd.to_datetime(frame["ts"]),
            y=[shown[name] for name in lane],
            mode="markers",
            marker={
                "color": colours.accent,
                "opacity": 0.6,
                "size": 7 + 11 * (frame["value"].abs() / largest) ** 0.5,
                "line": {"width": 1, "color": colours.background},
            },
            customdata=[
                (safe(t, 60), v) for t, v in zip(frame["label"], frame["value"], strict=True)
            ],
            hovertemplate="%{x|%-d %b %Y}<br><b>%{customdata[0]}</b><br>%{customdata[1]:,.3~g}"
            "<extra></extra>",
        )
    )
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=[shown[name] for name in reversed(order)],
        tickfont={"color": colours.ink},
    )
    return finish(figure, title, height=row_height(max(len(order), 2), 30))
