"""Products near another one: likeness by behaviour against likeness by text."""

from collections.abc import Sequence
from typing import Protocol

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, safe
from pages.parts.recommendations import messages as m
from recsys_core.wording.messages import say

NAMED = 3
HEIGHT, WIDTH = 0.15, 0.85
"""How much room a name takes, of the height and of the width."""


class NeighbourPoint(Protocol):
    """What is drawn of a product."""

    @property
    def title(self) -> str: ...
    @property
    def behaviour(self) -> float: ...
    @property
    def text(self) -> float: ...
    @property
    def both(self) -> int: ...


def near(found: Sequence[NeighbourPoint], title: str) -> go.Figure:
    """A point a product: to the right what the same customers buy, upwards what reads alike.

    Those furthest to the right and the highest carry their names where there is room.
    """
    colours = theme.palette()
    names = [safe(one.title, 44) for one in found]
    hover = [[name, customers(one.both)] for name, one in zip(names, found, strict=True)]
    figure = go.Figure(
        go.Scatter(
            x=[one.behaviour for one in found],
            y=[one.text for one in found],
            mode="markers",
            marker={"size": 11, "color": colours.accent, "opacity": 0.75},
            text=names,
            customdata=hover,
            hovertemplate=say(m.NEIGHBOUR_HOVER),
        )
    )
    furthest = max((one.behaviour for one in found), default=0.0)
    for at in _named(found, furthest):
        one = found[at]
        right = one.behaviour > furthest / 2
        figure.add_annotation(
            x=one.behaviour,
            y=one.text,
            text=safe(one.title, 26),
            showarrow=False,
            xanchor="right" if right else "left",
            xshift=10 if right else -10,
            yshift=15,
            font={"color": colours.muted},
        )
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(range=[-0.06, 1.1])
    return finish(
        figure, title, x=say(m.LIKENESS_BY_BEHAVIOUR), y=say(m.LIKENESS_BY_TEXT), height=340
    )


def _named(found: Sequence[NeighbourPoint], furthest: float) -> list[int]:
    """Which points carry their names: the extremes, as long as no name runs into another."""
    right = sorted(range(len(found)), key=lambda at: -found[at].behaviour)[:NAMED]
    upper = sorted(range(len(found)), key=lambda at: (-found[at].text, found[at].behaviour))
    chosen: list[int] = []
    for at in (*right, *upper[:NAMED]):
        near_one = any(
            abs(found[at].text - found[other].text) < HEIGHT
            and abs(found[at].behaviour - found[other].behaviour) < WIDTH * furthest
            for other in chosen
        )
        if not near_one:
            chosen.append(at)
    return chosen
