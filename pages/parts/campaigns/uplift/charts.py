"""What is gained by sending to the first of a ranking only, beside rankings by lot."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, share_axis
from pages.parts.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.study import TOGETHER, ArmTargeting
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share


def curve(one: ArmTargeting, is_rate: bool, title: str) -> go.Figure:
    """The Qini curve with its band, and the band of rankings by lot."""
    colours, found = theme.palette(), one.learners[TOGETHER]
    times = 100 if is_rate else 1
    figure = go.Figure()
    for band, name, colour in (
        (found.random, m.LOT_BAND, colours.muted),
        (found.curve, m.RANKED_BAND, colours.accent),
    ):
        look = {"mode": "lines", "line": {"width": 0, "color": colour}, "hoverinfo": "skip"}
        figure.add_scatter(x=band.share, y=band.low * times, showlegend=False, **look)
        fill = theme.mix(colour, colours.background, 0.75)
        figure.add_scatter(
            x=band.share,
            y=band.high * times,
            name=say(name),
            fill="tonexty",
            fillcolor=fill,
            **look,
        )
    heights = found.curve.value * times
    figure.add_scatter(
        x=found.curve.share,
        y=heights,
        mode="lines",
        name=say(m.RANKED_CURVE),
        line={"color": colours.accent, "width": 2.5},
        customdata=[*zip(map(share, found.curve.share), map(number, heights), strict=True)],
        hovertemplate=say(m.CURVE_HOVER),
    )
    figure.update_xaxes(**share_axis(0, 1))
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    height = say(m.CURVE_POINTS if is_rate else m.CURVE_AMOUNT)
    return finish(figure, title, x=say(m.CURVE_SHARE), y=height, height=380)


def curve_title(one: ArmTargeting) -> str:
    """The finding: what the first customers bring, or that there is nothing to rank by."""
    found = one.learners[TOGETHER]
    gained, all_of_it = found.curve.value[round(found.cut * 100)], found.curve.value[-1]
    if one.policy is None or all_of_it <= 0:
        return say(m.NO_BETTER_TITLE)
    return say(m.PART_TITLE, share=share(found.cut), part=share(float(gained / all_of_it)))
