"""How true the reasons of each model are: how much further a product falls without its reason."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, note_ends, row_height, unique
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.intervals import whiskers
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share


def reasons(frame: pd.DataFrame, title: str) -> go.Figure:
    """A point with its 95 % interval for each model, and the line where reasons are chance.

    frame: `model`, `label`, `ratio`, `low`, `high`, `lower` (share), `cases`, `customers`.
    """
    colours = theme.palette()
    rows = frame.sort_values("ratio")
    labels = unique(rows["label"])
    figure = go.Figure(
        go.Scatter(
            y=labels,
            x=rows["ratio"],
            mode="markers",
            marker={
                "size": 13,
                "color": [theme.model_colour(name, colours) for name in rows["model"]],
            },
            error_x=whiskers(rows["ratio"], rows["low"], rows["high"], colours.ink, 2, 6),
            customdata=[_hover(row) for row in rows.itertuples()],
            hovertemplate="<b>%{y}</b><br>%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}"
            "<extra></extra>",
        )
    )
    texts = [f"<b>{number(ratio)}</b>" for ratio in rows["ratio"]]
    note_ends(figure, labels, rows["high"], texts, 10)
    figure.add_vline(x=1, line={"color": colours.ink, "width": 1.2, "dash": "dot"})
    figure.add_annotation(
        x=1,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        text=say(m.NO_BETTER_THAN_CHANCE),
        showarrow=False,
        font={"color": colours.muted},
    )
    least, most = min(1.0, float(rows["low"].min())), float(rows["high"].max())
    figure.update_xaxes(range=[least - 0.04, most + (most - least) * 0.15])
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"t": 28})
    x = say(m.TIMES_THAN_ANOTHER)
    return finish(figure, title, x=x, height=row_height(len(rows), 40, 96))


def _hover(row: Any) -> tuple[str, str, str]:
    ratio, low, high = map(number, (row.ratio, row.low, row.high))
    return (
        say(m.TIMES_BETWEEN, times=ratio, low=low, high=high),
        say(m.SCORE_FELL_IN, share=share(row.lower), n=int(row.cases)),
        customers(row.customers),
    )
