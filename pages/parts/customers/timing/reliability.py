"""What was said of staying away against what came, by tenths of the customers."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, share_axis
from pages.parts.customers.timing import messages as m
from recsys_core.services.customers.timing.coming import TimingTrial
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


def reliability(trial: TimingTrial, title: str, *, height: int = 380) -> go.Figure:
    """Points by tenth with Wilson's interval, and the line on which chances are true."""
    colours, rows = theme.palette(), trial.by_tenth()
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=say(m.IDEAL),
        line={"color": colours.muted, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=[row.expected for row in rows],
        y=[row.actual for row in rows],
        mode="markers",
        name=say(m.TENTHS),
        marker={"color": colours.accent, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [row.high - row.actual for row in rows],
            "arrayminus": [row.actual - row.low for row in rows],
            "color": colours.accent,
            "thickness": 1.5,
        },
        customdata=[
            (*map(share, (row.expected, row.actual, row.low, row.high)), customers(row.customers))
            for row in rows
        ],
        hovertemplate=say(m.TENTH_HOVER),
    )
    most = max(max(row.expected, row.high) for row in rows)
    axis = share_axis(0, min(1.0, most * 1.05))
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure.update_layout(showlegend=True, legend=legend)
    return finish(figure, title, x=say(m.EXPECTED_AWAY), y=say(m.WENT_AWAY), height=height)


def reliability_title(trial: TimingTrial) -> str:
    """The finding: how many were expected to stay away, and how many did."""
    expected, actual = share(float(trial.chance.mean())), share(float(trial.stayed.mean()))
    return say(m.RELIABILITY_TITLE, expected=expected, actual=actual, day=day(trial.day))
