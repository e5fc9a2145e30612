"""How purchases spread over products: the Lorenz curve."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.data import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

TOP = 0.1
"""The share of best sellers whose part is read off for the viewer."""


def top_share(frame: pd.DataFrame, top: float = TOP) -> float:
    """The part of all purchases that the best-selling `top` of the products makes."""
    return float(np.interp(top, frame["products"], frame["purchases"]))


def long_tail(
    frame: pd.DataFrame,
    title: str,
    *,
    n_products: int,
    noun: str = "purchases",
    height: int = 320,
) -> go.Figure:
    """The curve from `products` and `purchases`: cumulative shares (0 to 1), best sellers first.

    The diagonal is what it would be if every product sold alike.
    """
    colours = theme.palette()
    x, y = frame["products"].to_numpy(float), frame["purchases"].to_numpy(float)
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": colours.muted, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="tonexty",
        fillcolor=_see_through(colours.accent, 0.13),
        line={"color": colours.accent, "width": 3},
        customdata=np.round(x * n_products),
        hovertemplate=say(m.TAIL_HOVER, noun=noun),
    )
    reached = top_share(frame)
    figure.add_scatter(
        x=[TOP],
        y=[reached],
        mode="markers",
        marker={
            "color": colours.accent,
            "size": 11,
            "line": {"color": colours.background, "width": 2},
        },
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=TOP,
        y=reached,
        ax=28,
        ay=22,
        xanchor="left",
        align="left",
        text=say(m.TOP_MAKE, top=share(TOP), share=share(reached), noun=noun),
        arrowcolor=colours.muted,
        font={"color": colours.ink},
    )
    figure.add_annotation(
        x=0.66,
        y=0.6,
        text=say(m.ALL_ALIKE),
        xanchor="left",
        yanchor="top",
        showarrow=False,
        font={"color": colours.muted},
    )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    quarters = {"tickvals": ticks, "ticktext": [share(tick) for tick in ticks]}
    figure.update_xaxes(range=[0, 1], **quarters)
    figure.update_yaxes(range=[0, 1.02], **quarters)
    figure.update_layout(margin={"r": 36})
    return finish(
        figure,
        title,
        x=say(m.SHARE_OF_PRODUCTS),
        y=say(m.SHARE_OF, noun=noun),
        height=height,
    )


def _see_through(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
