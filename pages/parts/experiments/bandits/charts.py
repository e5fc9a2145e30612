"""What learning costs, over the times shown."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish
from pages.parts.experiments.bandits import messages as m
from recsys_core.services.experiments.bandits.messages import LEARNER_TITLES
from recsys_core.services.experiments.bandits.playing import PLAIN_TEST, SimulatedBandits
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def regret(told: SimulatedBandits) -> go.Figure:
    """A line each; the A/B test dashed."""
    colours = theme.palette()
    figure = go.Figure()
    for at, (name, one) in enumerate(told.played.items()):
        test = name == PLAIN_TEST
        mean = one.regret.mean(axis=0)
        figure.add_scatter(
            x=one.at,
            y=mean,
            mode="lines",
            name=say(LEARNER_TITLES[name]),
            line={
                "color": colours.muted if test else colours.series[at % len(colours.series)],
                "width": 2.5,
                "dash": "dash" if test else "solid",
            },
            customdata=[number(float(value)) for value in mean],
            hovertemplate=say(m.REGRET_HOVER),
        )
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    figure.update_yaxes(rangemode="tozero")
    title, axis = say(m.REGRET_TITLE), say(m.SHOWN_AXIS)
    return finish(figure, title, x=axis, y=say(m.REGRET_AXIS), height=400)
