"""Buyers and profit by the size of an audience."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.build import Audience
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money


def buyers(found: Audience, title: str, *, height: int = 330) -> go.Figure:
    """The expected number with its band, and a line where the chosen size is."""
    curve = found.curve
    told = [count(round(float(value))) for value in curve.expected]
    ends = [[count(float(value)) for value in row] for row in (curve.low, curve.high)]
    figure = _banded(found, curve.expected, curve.low, curve.high, [told, *ends])
    figure.update_yaxes(rangemode="tozero")
    return finish(figure, title, x=say(m.SIZE_AXIS), y=say(m.BUYERS_AXIS), height=height)


def profit(found: Audience, title: str, *, height: int = 330) -> go.Figure:
    """Profit after cost with its band; the chosen and the best size. Needs economics."""
    curve = found.curve
    values = (curve.profit, curve.profit_low, curve.profit_high)
    if any(one is None for one in values):
        raise ValueError("no economics")
    told = [[money(float(value)) for value in row] for row in values if row is not None]
    figure = _banded(found, *values, told)
    colours = theme.palette()
    figure.add_hline(y=0, line={"color": colours.muted, "width": 1})
    if curve.best:
        figure.add_vline(
            x=curve.best,
            line={"color": colours.good, "width": 1.5, "dash": "dot"},
            annotation={
                "text": say(m.BEST),
                "font": {"color": colours.good},
                "yref": "paper",
                "y": 0.06,
            },
        )
    return finish(figure, title, x=say(m.SIZE_AXIS), y=say(m.PROFIT_AXIS), height=height)


def buyers_title(found: Audience) -> str:
    """The finding at the chosen size."""
    at, curve = found.curve.at(found.size), found.curve
    titles = (m.CURVE_TITLE, m.CURVE_TITLE_HELD)
    if found.meaning == "answer":
        titles = (m.CURVE_ANSWERS, m.CURVE_ANSWERS_HELD)
    return say(
        titles[found.request.holdout > 0],
        size=found.size,
        expected=count(round(float(curve.expected[at]))),
        low=count(float(curve.low[at])),
        high=count(float(curve.high[at])),
    )


def profit_title(found: Audience) -> str:
    """The finding: where profit is largest."""
    curve, worth = found.curve, found.worth
    if not curve.best or curve.profit is None or worth is None:
        return say(m.PROFIT_NONE)
    largest = float(curve.profit[curve.at(curve.best)])
    return say(m.PROFIT_TITLE, best=curve.best, profit=money(largest))


def _banded(found: Audience, middle, low, high, told) -> go.Figure:  # type: ignore[no-untyped-def]
    colours, size = theme.palette(), found.curve.size
    band = theme.mix(colours.accent, colours.background, 0.75)
    figure = go.Figure()
    hidden = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=size, y=high, **hidden)
    figure.add_scatter(x=size, y=low, fill="tonexty", fillcolor=band, **hidden)
    figure.add_scatter(
        x=size,
        y=middle,
        mode="lines",
        line={"color": colours.accent, "width": 2.5},
        customdata=list(zip(*told, strict=True)),
        hovertemplate=say(m.HOVER),
        showlegend=False,
    )
    figure.add_vline(
        x=found.size,
        line={"color": colours.ink, "width": 1.5},
        annotation={"text": say(m.CHOSEN), "font": {"color": colours.ink}, "yshift": 4},
    )
    return figure
