"""The plan as a calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, safe, unique
from pages.parts.campaigns.placements import messages as m
from recsys_core.services.recommend.placements.conflicts import CheckedPlan
from recsys_core.services.recommend.placements.plan import PlanLine
from recsys_core.wording.dates import full_day
from recsys_core.wording.messages import say

DAY_MS = 86_400_000
ROOM = 0.3
"""Of the span, to the right of the last day, for what stands beside a short bar."""


def calendar_title(checked: CheckedPlan) -> str:
    """How many lines between which days."""
    first, last = _span(checked.lines)
    return say(m.CALENDAR, n=len(checked.lines), first=full_day(first), last=full_day(last))


def calendar(checked: CheckedPlan, title: str) -> go.Figure:
    """A bar a line from its first to its last day, in the colour of its channel, a dot on each day
    a message goes out, and a word where it is in a conflict.
    """
    colours, lines = theme.palette(), checked.lines
    troubled = {line for one in checked.conflicts for line in one.lines}
    channels = list(dict.fromkeys(line.channel.casefold() for line in lines))
    labels = unique((_label(line) for line in lines), 44)
    figure = go.Figure()
    for label, line in zip(labels, lines, strict=True):
        tone = colours.series[channels.index(line.channel.casefold()) % len(colours.series)]
        bad = line.line_id in troubled
        days = say(m.DATES, first=full_day(line.starts), last=full_day(line.ends))
        spot = line.placement.spot
        where = say(m.BAR_SPOT if spot else m.BAR, channel=line.channel, spot=spot)
        figure.add_bar(
            y=[label],
            base=[line.starts.isoformat()],
            x=[((line.ends - line.starts).days + 1) * DAY_MS],
            orientation="h",
            width=0.5,
            marker={
                "color": theme.mix(tone, colours.background, 0.35),
                "line": {"color": tone, "width": 1},
            },
            customdata=[[safe(_label(line)), safe(where), days]],
            hovertemplate=say(m.HOVER),
        )
        figure.add_annotation(
            x=(line.ends + timedelta(days=1)).isoformat(),
            y=label,
            text=safe(say(m.BAR_CONFLICT, where=where) if bad else where),
            xanchor="left",
            xshift=8,
            showarrow=False,
            font={"color": colours.bad if bad else colours.muted},
        )
        figure.add_scatter(
            x=[day.isoformat() + " 12:00" for day in line.days],
            y=[label] * len(line.days),
            mode="markers",
            marker={"color": colours.ink, "size": 6},
            hovertemplate=say(m.HOVER_DAY),
        )
    first, last = _span(lines)
    end = last + timedelta(days=max(round(((last - first).days + 1) * ROOM), 2))
    figure.update_xaxes(
        type="date", range=[first.isoformat(), end.isoformat()], nticks=10, tickformat="%-d %b"
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_layout(barmode="overlay")
    height = max(row_height(len(lines), 40, 70), 170)
    return finish(figure, title, x=say(m.DAYS_AXIS), height=height)


def _label(line: PlanLine) -> str:
    return say(m.LINE_LABEL, name=line.placement.name, whom=line.whom.words)


def _span(lines: Sequence[PlanLine]) -> tuple[date, date]:
    return min(line.starts for line in lines), max(line.ends for line in lines)
