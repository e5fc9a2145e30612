"""Differences with both of their intervals, by arm and as they grew."""

import numpy as np
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, unique
from pages.parts.experiments.readout import messages as m
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.services.experiments.readout.words import RARE, figures
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say

LEAST_WEEKDAYS = 2
UNITS = {"rate": m.IN_POINTS, "money": m.IN_MONEY}
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}


def differences(told: ExperimentReadout, outcome: str, title: str) -> go.Figure:
    """A row for each arm: a point, the fixed interval thick, the always-valid one thin."""
    colours = theme.palette()
    rows = [one for one in told.comparisons if one.outcome == outcome]
    labels, kind = unique(one.arm for one in rows), rows[0].kind
    times = 100 if kind == "rate" else 1
    figure = go.Figure()
    figure.add_vline(x=0, line={"color": colours.muted, "width": 1})
    for name, width, ends in (
        (m.ANY_LOOKS, 2, [(one.sequential_low, one.sequential_high) for one in rows]),
        (m.FIXED, 8, [(one.low, one.high) for one in rows]),
    ):
        tone = colours.accent if width > 2 else colours.muted
        for at, (low, high) in enumerate(ends):
            figure.add_scatter(
                x=[low * times, high * times],
                y=[labels[at], labels[at]],
                mode="lines",
                name=say(name),
                legendgroup=name,
                showlegend=at == 0,
                line={"color": tone, "width": width},
                hoverinfo="skip",
            )
    hover = []
    for one in rows:
        ends_of = (one.low, one.high, one.sequential_low, one.sequential_high)
        difference, *written = figures(kind, one.difference, *ends_of)
        fixed = say(m.FIXED_LINE, low=written[0], high=written[1])
        hover.append((difference, fixed, say(m.ANY_LINE, low=written[2], high=written[3])))
    figure.add_scatter(
        x=[one.difference * times for one in rows],
        y=labels,
        mode="markers",
        showlegend=False,
        marker={"color": colours.ink, "size": 10},
        customdata=hover,
        hovertemplate=say(m.DIFFERENCE_HOVER),
    )
    figure.update_yaxes(autorange="reversed")
    figure.update_layout(showlegend=True, legend=LEGEND)
    height = max(row_height(len(rows), 56, 130), 200)
    return finish(figure, title, x=say(UNITS.get(kind, m.IN_UNITS)), height=height)


def course(told: ExperimentReadout, arm: str, title: str) -> go.Figure:
    """The difference among all who joined by each day, with both bands."""
    colours = theme.palette()
    one = next(each for each in told.days if each.arm == arm)
    kind, so_far = told.comparisons[0].kind, one.so_far
    times = 100 if kind == "rate" else 1
    days = (one.day + told.data.start).astype("datetime64[D]")
    figure = go.Figure()
    for name, low, high, tone in (
        (m.ANY_LOOKS, so_far.sequential_low, so_far.sequential_high, colours.muted),
        (m.FIXED, so_far.low, so_far.high, colours.accent),
    ):
        look = {"mode": "lines", "line": {"width": 0, "color": tone}, "hoverinfo": "skip"}
        figure.add_scatter(x=days, y=low * times, showlegend=False, **look)
        fill = theme.mix(tone, colours.background, 0.75)
        figure.add_scatter(
            x=days, y=high * times, name=say(name), fill="tonexty", fillcolor=fill, **look
        )
    hover = [
        (
            written_day(days[at].astype("datetime64[s]").item()),
            say(m.FIXED_LINE, low=low, high=high),
            say(m.ANY_LINE, low=any_low, high=any_high),
        )
        for at in range(len(days))
        for _, low, high, any_low, any_high in [
            figures(
                kind,
                so_far.difference[at],
                so_far.low[at],
                so_far.high[at],
                so_far.sequential_low[at],
                so_far.sequential_high[at],
            )
        ]
    ]
    figure.add_scatter(
        x=days,
        y=so_far.difference * times,
        mode="lines",
        showlegend=False,
        line={"color": colours.accent, "width": 2.5},
        customdata=hover,
        hovertemplate=say(m.DIFFERENCE_HOVER),
    )
    figure.add_hline(y=0, line={"color": colours.muted, "width": 1})
    figure.update_layout(showlegend=True, legend=LEGEND)
    unit = say(UNITS.get(kind, m.IN_UNITS))
    return finish(figure, title, x=say(m.JOINED_BY), y=unit, height=380)


def weekdays_title(told: ExperimentReadout, arm: str) -> str:
    """The finding: whether weekdays differ beyond chance."""
    one = next(each for each in told.days if each.arm == arm)
    unlike = one.weekday_p < RARE / len(told.days)
    return say(m.WEEKDAYS_UNLIKE if unlike else m.WEEKDAYS_ALIKE, arm=arm)


def has_weekdays(told: ExperimentReadout, arm: str) -> bool:
    """Whether enough joined on two weekdays or more."""
    one = next(each for each in told.days if each.arm == arm)
    return int((~np.isnan(one.weekday)).sum()) >= LEAST_WEEKDAYS


def by_weekday(told: ExperimentReadout, arm: str, title: str) -> go.Figure:
    """A point with its interval for each weekday, Monday first."""
    colours = theme.palette()
    one = next(each for each in told.days if each.arm == arm)
    kind = told.comparisons[0].kind
    times = 100 if kind == "rate" else 1
    known = np.flatnonzero(~np.isnan(one.weekday))
    figure = go.Figure()
    figure.add_hline(y=0, line={"color": colours.muted, "width": 1})
    hover = []
    for at in known:
        ends = (one.weekday[at], one.weekday_low[at], one.weekday_high[at])
        difference, low, high = figures(kind, *map(float, ends))
        hover.append((say(m.WEEKDAYS[at]), difference, say(m.FIXED_LINE, low=low, high=high)))
    figure.add_scatter(
        x=[say(m.WEEKDAYS_SHORT[at]) for at in known],
        y=one.weekday[known] * times,
        mode="markers",
        marker={"color": colours.accent, "size": 10},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (one.weekday_high - one.weekday)[known] * times,
            "arrayminus": (one.weekday - one.weekday_low)[known] * times,
            "color": colours.accent,
            "thickness": 2.5,
            "width": 0,
        },
        customdata=hover,
        hovertemplate=say(m.DIFFERENCE_HOVER),
    )
    figure.update_xaxes(type="category")
    figure.update_layout(showlegend=False)
    unit = say(UNITS.get(kind, m.IN_UNITS))
    return finish(figure, title, x=say(m.JOINED_ON), y=unit, height=380)
