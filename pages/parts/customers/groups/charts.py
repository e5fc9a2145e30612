"""How steadily groups are found, and customers as points."""

import numpy as np
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe
from pages.parts.customers.groups import messages as m
from recsys_core.schema.types import FloatArray, StrArray
from recsys_core.services.customers.groups.clusters import Clusters
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

MOST_DRAWN = 5_000
"""Points drawn at most: more only cover one another, and browsers without WebGL draw so many."""
SEED = 1


def stability_chart(found: Clusters, title: str, *, height: int = 280) -> go.Figure:
    """Agreement of samples by number of groups: the customers' line against that of clouds, and of
    one heap where a number stands out.
    """
    colours, tried = theme.palette(), found.judged.tried
    figure = go.Figure()
    lines = (
        (m.CUSTOMERS_LINE, [one.stability for one in tried], colours.accent, "solid"),
        (m.CLOUDS_LINE, [one.null for one in tried], colours.muted, "dash"),
    )
    for name, values, colour, dash in lines:
        figure.add_scatter(
            x=[one.k for one in tried],
            y=values,
            mode="lines+markers",
            name=say(name),
            line={"color": colour, "width": 2, "dash": dash},
            marker={"size": 8},
            customdata=[[number(value), say(name)] for value in values],
            hovertemplate=say(m.STABILITY_HOVER),
        )
    heaps = [one for one in tried if one.heap is not None]
    if heaps:
        figure.add_scatter(
            x=[one.k for one in heaps],
            y=[one.heap for one in heaps],
            mode="markers",
            name=say(m.HEAPS_POINTS),
            marker={"size": 11, "symbol": "x-thin", "line": {"width": 2, "color": colours.ink}},
            customdata=[[number(one.heap or 0.0), say(m.HEAPS_POINTS)] for one in heaps],
            hovertemplate=say(m.STABILITY_HOVER),
        )
    figure.update_xaxes(dtick=1, showgrid=False)
    figure.update_yaxes(range=[0, 1.05])
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    return finish(figure, title, x=say(m.NUMBER_OF_GROUPS), y=say(m.AGREEMENT), height=height)


def stability_title(found: Clusters) -> str:
    """The finding: the number of groups in use, and how steady it is."""
    tried = found.tried
    figures = {"stability": number(tried.stability), "null": number(tried.null)}
    return say(m.STEADIER, k=tried.k, **figures)


def points_chart(
    at: FloatArray, labels: StrArray, groups: StrArray, *, height: int = 560
) -> go.Figure:
    """(n, 2) points by group; at most 5,000, drawn at random. Lines may be drawn round them."""
    colours = theme.palette()
    shown = np.arange(len(at))
    if len(at) > MOST_DRAWN:
        rng = np.random.default_rng(SEED)
        shown = np.sort(rng.choice(len(at), MOST_DRAWN, replace=False))
    figure = go.Figure()
    for place, group in enumerate(dict.fromkeys(groups)):
        own = shown[groups[shown] == group]
        figure.add_scatter(
            x=at[own, 0].astype(np.float32),
            y=at[own, 1].astype(np.float32),
            mode="markers",
            name=safe(group),
            text=labels[own],
            marker={
                "size": 5,
                "opacity": 0.6,
                "color": colours.series[place % len(colours.series)],
            },
            customdata=[[safe(group)]] * len(own),
            hovertemplate=say(m.POINT_HOVER),
        )
    figure.update_xaxes(showticklabels=False, showgrid=False)
    figure.update_yaxes(showticklabels=False, showgrid=False)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "itemsizing": "constant"}
    figure.update_layout(showlegend=True, legend=legend, dragmode="lasso")
    return finish(figure, "", height=height)
