"""How many hidden members of a list each way finds, in times of a choice by lot."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.customers.lookalikes import messages as m
from recsys_core.services.customers.lookalikes.lookalike import HiddenTrial
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

NAMES = {"model": m.WAY_MODEL, "cosine": m.WAY_COSINE, "active": m.WAY_ACTIVE}


def ways(trials: Sequence[HiddenTrial], title: str, *, height: int = 260) -> go.Figure:
    """A bar a way with its interval, and a line where a choice by lot stands."""
    colours = theme.palette()
    rows = list(trials)[::-1]
    quiet = theme.mix(colours.muted, colours.background, 0.35)
    figure = go.Figure()
    figure.add_bar(
        y=[say(NAMES[one.way]) for one in rows],
        x=[one.lift for one in rows],
        orientation="h",
        marker={"color": [colours.accent if one.way == "model" else quiet for one in rows]},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [one.high - one.lift for one in rows],
            "arrayminus": [one.lift - one.low for one in rows],
            "color": colours.ink,
            "thickness": 1.5,
        },
        customdata=[(number(one.lift), number(one.low), number(one.high)) for one in rows],
        hovertemplate=say(m.WAY_HOVER),
    )
    figure.add_vline(
        x=1,
        line={"color": colours.ink, "width": 1, "dash": "dot"},
        annotation={"text": say(m.BY_LOT), "font": {"color": colours.muted}, "yshift": 18},
    )
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"t": 30})
    return finish(figure, title, x=say(m.TIMES_AXIS), height=height)


def ways_title(trials: Sequence[HiddenTrial]) -> str:
    """The finding: what the model finds."""
    return say(m.WAYS_TITLE_BEST, lift=number(trials[0].lift))
