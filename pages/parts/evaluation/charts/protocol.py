"""What a measurement held back, as a picture."""

from datetime import UTC, datetime

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe
from pages.parts.evaluation import messages as m
from recsys_core.wording.dates import SECONDS_PER_DAY, day
from recsys_core.wording.messages import say

ROOM = 0.4
"""Share of the whole time a bar must fill to hold its own label."""


def periods(
    *, learnt: tuple[int, int], tested: tuple[int, int], n_learnt: int, n_tested: int, noun: str
) -> go.Figure:
    """Two bars on a time axis: when the models learnt and what they were tested on.

    Times are seconds since 1970. `noun`: purchases or ratings.
    """
    colours = theme.palette()
    figure = go.Figure()
    names = say(m.TESTED_ON), say(m.LEARNT_FROM)
    parts = (
        (names[1], learnt, n_learnt, colours.muted),
        (names[0], tested, n_tested, colours.accent),
    )
    whole = max(learnt[1], tested[1]) - min(learnt[0], tested[0])
    for name, (first, last), n, colour in parts:
        start, end = _moment(first), _moment(last)
        counted = say(m.COUNTED, n=n, noun=safe(noun))
        span = say(m.FROM_TO, first=day(start), last=day(end))
        figure.add_trace(
            go.Bar(
                y=[name],
                x=[max((end - start).total_seconds(), SECONDS_PER_DAY) * 1000],
                base=[start],
                orientation="h",
                width=0.62,
                marker={"color": colour},
                hovertemplate=f"<b>{name}</b><br>{span}<br>{counted}<extra></extra>",
            )
        )
        _label(figure, name, counted, (first, last), whole, colours)
    figure.update_layout(barmode="overlay", margin={"t": 4})
    figure.update_xaxes(type="date", tickformat="%b %Y", nticks=6)
    figure.update_yaxes(
        showgrid=False,
        tickfont={"color": colours.ink},
        categoryorder="array",
        categoryarray=names,
    )
    return finish(figure, "", height=150)


def shares(n_learnt: int, n_tested: int, *, noun: str) -> go.Figure:
    """One bar in two parts, for data without dates."""
    colours = theme.palette()
    figure = go.Figure()
    parts = (
        (say(m.LEARNT_FROM), n_learnt, colours.muted),
        (say(m.TESTED_ON), n_tested, colours.accent),
    )
    for name, n, colour in parts:
        counted = say(m.COUNTED, n=n, noun=safe(noun))
        figure.add_bar(
            y=[say(m.ALL)],
            x=[n],
            orientation="h",
            marker={"color": colour},
            text=[say(m.WITH_COUNT, part=name, counted=counted)],
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate=f"<b>{name}</b><br>{counted}<extra></extra>",
        )
    figure.update_layout(barmode="stack", margin={"t": 4})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return finish(figure, "", height=70)


def _label(
    figure: go.Figure,
    name: str,
    text: str,
    own: tuple[int, int],
    whole: int,
    colours: theme.Palette,
) -> None:
    """The count, on its bar where there is room, else before it."""
    start, end = _moment(own[0]), _moment(own[1])
    inside = (own[1] - own[0]) > ROOM * whole
    figure.add_annotation(
        x=start + (end - start) / 2 if inside else start,
        y=name,
        text=f"<b>{text}</b>",
        showarrow=False,
        xanchor="center" if inside else "right",
        xshift=0 if inside else -8,
        font={"color": colours.background if inside else colours.ink},
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
