"""Segments over one another: a bar for every part."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, row_height, unique
from pages.parts.customers.segments import messages as m
from recsys_core.services.customers.segments.overlap import Overlap
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share


def overlap_bars(found: Overlap, title: str) -> go.Figure:
    """Customers of each part, those in most of the segments first; what all share is stressed."""
    colours = theme.palette()
    parts = sorted(found.regions, key=lambda one: (-len(one.inside), -one.n))[::-1]
    plain_bar = theme.mix(colours.muted, colours.background, 0.35)
    shared = len(found.sizes)
    figure = go.Figure()
    figure.add_bar(
        y=unique([found.named(one) for one in parts], limit=60),
        x=[one.n for one in parts],
        orientation="h",
        marker={
            "color": [colours.accent if len(one.inside) == shared else plain_bar for one in parts]
        },
        text=[count(one.n) for one in parts],
        textposition="outside",
        cliponaxis=False,
        customdata=[[customers(one.n)] for one in parts],
        hovertemplate=say(m.PART_HOVER),
    )
    most = max(one.n for one in parts)
    figure.update_xaxes(range=[0, max(most, 1) * 1.15])
    figure.update_yaxes(showgrid=False, automargin=True, tickfont={"color": colours.ink})
    return finish(figure, title, x=say(m.CUSTOMERS), height=row_height(len(parts)))


def overlap_title(found: Overlap) -> str:
    """The finding: how many are in all of them, and what that is of the smallest."""
    names = and_list(say(m.QUOTED, name=name) for name in found.sizes)
    smallest = min(found.sizes, key=lambda name: found.sizes[name])
    if not found.intersection or not found.sizes[smallest]:
        return say(m.NOBODY_IN_ALL, names=names)
    of = share(found.intersection / found.sizes[smallest])
    return say(m.IN_ALL, n=found.intersection, names=names, share=of, smallest=smallest)
