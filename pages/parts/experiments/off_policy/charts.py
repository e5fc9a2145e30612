"""Estimates beside what the log itself earned."""

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height
from pages.parts.experiments.off_policy import messages as m
from recsys_core.services.experiments.off_policy.judging import JudgedPolicy, estimates_frame
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike


def forest(told: JudgedPolicy) -> go.Figure:
    """A row an estimator, the log first; a line goes down from the log's own figure."""
    colours, frame = theme.palette(), estimates_frame(told).iloc[::-1]
    names = [say(m.ESTIMATOR_NAMES[name]) for name in frame["estimator"]]
    unit: Unit = "share" if told.is_rate else "number"
    times = 100 if told.is_rate else 1
    words = [alike(*row, unit=unit) for row in frame[["value", "low", "high"]].to_numpy(float)]
    shades = {"logged": colours.muted, "doubly-robust": colours.accent}
    quiet = theme.mix(colours.accent, colours.background, 0.45)
    figure = go.Figure()
    for name, label, said, row in zip(
        frame["estimator"], names, words, frame.itertuples(), strict=True
    ):
        colour = shades.get(name, quiet)
        figure.add_scatter(
            x=[row.value * times],
            y=[label],
            mode="markers",
            showlegend=False,
            marker={"size": 11, "color": colour},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [(row.high - row.value) * times],
                "arrayminus": [(row.value - row.low) * times],
                "color": colour,
                "thickness": 2.5,
                "width": 6,
            },
            customdata=[(label, *said)],
            hovertemplate=say(m.FOREST_HOVER),
        )
    line = {"color": colours.muted, "width": 1, "dash": "dot"}
    figure.add_vline(x=told.found.logged.value * times, line=line)
    figure.update_xaxes(rangemode="tozero", ticksuffix=" %" if told.is_rate else "")
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    title = say(m.FOREST_TITLE if told.is_rate else m.FOREST_AMOUNT_TITLE)
    axis = say(m.FOREST_RATE if told.is_rate else m.FOREST_AMOUNT)
    return finish(figure, title, x=axis, height=row_height(len(frame), around=90))
