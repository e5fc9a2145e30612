"""Whether chances come true, and how many answers the likeliest hold."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, share_axis
from pages.parts.campaigns.response import messages as m
from recsys_core.services.campaigns.response.findings import bin_rows, title_of
from recsys_core.services.campaigns.response.study import ResponseTrial
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share

LOOKS = (("accent", "solid"), ("muted", "solid"), ("muted", "dash"))


def chances(trial: ResponseTrial, title: str) -> go.Figure:
    """Points by group with Wilson's interval, and the line on which chances are true."""
    colours, rows = theme.palette(), bin_rows(trial)
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=say(m.TRUE_CHANCES),
        line={"color": colours.muted, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=rows["expected"],
        y=rows["answered"],
        mode="markers",
        name=say(m.GROUPS),
        marker={"color": colours.accent, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": rows["high"] - rows["answered"],
            "arrayminus": rows["answered"] - rows["low"],
            "color": colours.accent,
            "thickness": 1.5,
        },
        customdata=[
            (*map(share, (row.expected, row.answered, row.low, row.high)), count(row.rows))
            for row in rows.itertuples()
        ],
        hovertemplate=say(m.CURVE_HOVER),
    )
    most = min(1.0, float(max(rows["expected"].max(), rows["high"].max())) * 1.05)
    axis = share_axis(0, most)
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    _legend(figure)
    return finish(figure, title, x=say(m.MEAN_CHANCE), y=say(m.SHARE_CAME), height=380)


def gains(trials: list[ResponseTrial], title: str, what: str) -> go.Figure:
    """A curve for each model, the first in the accent, and the line of an order at random."""
    colours = theme.palette()
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        name=say(m.AT_RANDOM),
        line={"color": colours.muted, "dash": "dot"},
        hoverinfo="skip",
    )
    for trial, (tone, dash) in reversed(list(zip(trials, LOOKS, strict=False))):
        sent, held = np.array(trial.gain).T
        figure.add_scatter(
            x=sent,
            y=held,
            mode="lines",
            name=title_of(trial.model),
            line={"color": getattr(colours, tone), "dash": dash, "width": 2.5},
            customdata=[(share(a), share(b)) for a, b in trial.gain],
            hovertemplate=say(m.GAIN_HOVER),
        )
    axis = share_axis(0, 1)
    figure.update_xaxes(**axis, ticklabeloverflow="allow")
    figure.update_layout(margin={"r": 28})
    figure.update_yaxes(**axis)
    _legend(figure)
    x, y = say(m.LIKELIEST_FIRST), say(m.SHARE_OF_ALL, what=what)
    return finish(figure, title, x=x, y=y, height=380)


def times_average(rows: pd.DataFrame, title: str) -> go.Figure:
    """A bar for each tenth with its interval, and the line of the average."""
    colours = theme.palette()
    figure = go.Figure()
    figure.add_bar(
        x=rows["tenth"],
        y=rows["times"],
        marker={"color": colours.accent},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": rows["high"] - rows["times"],
            "arrayminus": rows["times"] - rows["low"],
            "color": colours.muted,
            "thickness": 1.5,
        },
        customdata=[
            (*map(number, (row.times, row.low, row.high)), share(row.rate), share(row.held))
            for row in rows.itertuples()
        ],
        hovertemplate=say(m.TENTH_HOVER),
    )
    line = {"color": colours.muted, "dash": "dot"}
    figure.add_hline(
        y=1, line=line, annotation_text=say(m.AVERAGE_RATE), annotation_position="top right"
    )
    figure.update_xaxes(tickvals=rows["tenth"])
    figure.update_yaxes(rangemode="tozero")
    return finish(figure, title, x=say(m.TENTH_AXIS), y=say(m.TIMES_AXIS), height=380)


def _legend(figure: go.Figure) -> None:
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "reversed"}
    figure.update_layout(showlegend=True, legend=legend)
