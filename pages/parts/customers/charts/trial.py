"""Expected against actual orders of the later part, by orders before."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish
from pages.parts.customers import messages as m
from recsys_core.services.customers.worth import HoldOut
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share


def trial(tried: HoldOut, title: str, *, height: int = 380) -> go.Figure:
    """Orders a customer in the later part: bars of what came, points of what was expected."""
    colours = theme.palette()
    rows = tried.by_frequency()
    labels = [row.group for row in rows]
    hover = [customers(row.customers) for row in rows]
    figure = go.Figure()
    came = [row.actual / row.customers for row in rows]
    figure.add_bar(
        x=labels,
        y=came,
        name=say(m.CAME),
        marker={"color": theme.mix(colours.muted, colours.background, 0.35)},
        customdata=[*zip(map(number, came), hover, strict=True)],
        hovertemplate=say(m.CAME_HOVER),
    )
    expected = [row.expected / row.customers for row in rows]
    figure.add_scatter(
        x=labels,
        y=expected,
        mode="lines+markers",
        name=say(m.EXPECTED_TO_COME),
        line={"color": colours.accent, "width": 2},
        marker={"size": 9},
        customdata=[*zip(map(number, expected), hover, strict=True)],
        hovertemplate=say(m.EXPECTED_HOVER),
    )
    figure.update_xaxes(type="category", showgrid=False)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    names = {"x": say(m.REPEAT_ORDERS_BEFORE), "y": say(m.ORDERS_EACH)}
    return finish(figure, title, **names, height=height)


def trial_title(tried: HoldOut, after: str) -> str:
    """The finding: how many of the later orders were expected."""
    return say(m.TRIAL_TITLE, share=share(tried.ratio), day=after)
