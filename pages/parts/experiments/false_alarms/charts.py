"""False alarms by outcome beside what was allowed."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, share_axis
from pages.parts.experiments.false_alarms import messages as m
from recsys_core.services.experiments.planning.false_alarms import AATest
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


def alarms_title(found: AATest) -> str:
    """The finding: whether any outcome raised too many."""
    if not found.too_many:
        return say(m.CHART_TITLE, alpha=share(found.alpha))
    names = and_list([say(m.OUTCOMES[name]) for name in found.too_many])
    return say(m.CHART_BROKEN, names=names, alpha=share(found.alpha))


def alarms(found: AATest, title: str) -> go.Figure:
    """A point with its interval for each outcome; those with too many in the colour of trouble."""
    colours = theme.palette()
    names = list(reversed(found.by_outcome))
    labels = {name: say(m.OUTCOMES[name]) for name in names}
    figure = go.Figure()
    for name in names:
        one = found.by_outcome[name]
        tone = colours.bad if name in found.too_many else colours.accent
        figure.add_scatter(
            x=[one.low, one.high], y=[labels[name]] * 2, mode="lines",
            line={"color": tone, "width": 2.5}, hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            x=[one.share], y=[labels[name]], mode="markers", marker={"color": tone, "size": 11},
            customdata=[[share(one.share), share(one.low), share(one.high)]],
            hovertemplate=say(m.HOVER),
        )  # fmt: skip
    figure.add_vline(
        x=found.alpha,
        line={"color": colours.muted, "width": 1.5, "dash": "dash"},
        annotation_text=say(m.ALLOWED, alpha=share(found.alpha)),
        annotation_position="top",
        annotation_font_color=colours.muted,
    )
    most = max([found.alpha, *(one.high for one in found.by_outcome.values())])
    figure.update_xaxes(**share_axis(0, most * 1.15))
    figure.update_yaxes(type="category", tickfont={"color": colours.ink})
    figure.update_layout(showlegend=False, margin={"t": 30})
    return finish(figure, title, x=say(m.AXIS), height=row_height(len(names), 44, 110))
