"""What is gained by sending to the first of a ranking only, beside rankings by lot."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, share_axis
from pages.parts.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.findings import CurveBand
from recsys_core.services.campaigns.uplift.study import TOGETHER, ArmTargeting
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share


def curve(one: ArmTargeting, is_rate: bool, title: str) -> go.Figure:
    """The Qini curve with its band, and the band of rankings by lot."""
    colours, found = theme.palette(), one.learners[TOGETHER]
    figure, times = go.Figure(), 100 if is_rate else 1
    _band(figure, found.random, times, say(m.LOT_BAND), colours.muted)
    _band(figure, found.curve, times, say(m.RANKED_BAND), colours.accent)
    for edge in (found.random.low, found.random.high):
        _dotted(figure, found.random.share.tolist(), (edge * times).tolist())
    _ranked(figure, found.curve, times)
    height = say(m.CURVE_POINTS if is_rate else m.CURVE_AMOUNT)
    return _finished(figure, title, height)


def uplift_curve(one: ArmTargeting, is_rate: bool, title: str) -> go.Figure:
    """The uplift curve with its band, and the straight line of a ranking by lot."""
    colours, found = theme.palette(), one.learners[TOGETHER].uplift
    figure, times = go.Figure(), 100 if is_rate else 1
    _band(figure, found, times, say(m.RANKED_BAND), colours.accent)
    _dotted(figure, [0, 1], [0, found.value[-1] * times], say(m.LOT_LINE))
    _ranked(figure, found, times)
    height = say(m.UPLIFT_POINTS if is_rate else m.UPLIFT_AMOUNT)
    return _finished(figure, title, height)


def _ranked(figure: go.Figure, found: CurveBand, times: int) -> None:
    heights = found.value * times
    figure.add_scatter(
        x=found.share,
        y=heights,
        mode="lines",
        name=say(m.RANKED_CURVE),
        line={"color": theme.palette().accent, "width": 2.5},
        customdata=[*zip(map(share, found.share), map(number, heights), strict=True)],
        hovertemplate=say(m.CURVE_HOVER),
    )


def _band(figure: go.Figure, band: CurveBand, times: int, name: str, colour: str) -> None:
    look = {"mode": "lines", "line": {"width": 0, "color": colour}, "hoverinfo": "skip"}
    figure.add_scatter(x=band.share, y=band.low * times, showlegend=False, **look)
    fill = theme.mix(colour, theme.palette().background, 0.75)
    figure.add_scatter(
        x=band.share, y=band.high * times, name=name, fill="tonexty", fillcolor=fill, **look
    )


def _dotted(
    figure: go.Figure, x: Sequence[float], y: Sequence[float], name: str | None = None
) -> None:
    """What a lot brings; on top of bands, which it may lie within."""
    line = {"color": theme.palette().muted, "width": 1.5, "dash": "dot"}
    figure.add_scatter(
        x=x, y=y, mode="lines", name=name, line=line, showlegend=name is not None, hoverinfo="skip"
    )


def _finished(figure: go.Figure, title: str, height: str) -> go.Figure:
    figure.update_xaxes(**share_axis(0, 1.02))
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    return finish(figure, title, x=say(m.CURVE_SHARE), y=height, height=380)
