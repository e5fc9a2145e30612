"""What a customer buys, category by category, against the average customer."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, share_axis, unique
from pages.parts.customers import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share, times

MOST = 10
MANY = 1.5
"""From this multiple of the average on, a bar is called unusual."""


def customer_tastes(frame: pd.DataFrame, title: str, *, noun: str = m.PURCHASES) -> go.Figure:
    """Horizontal bars from category, purchases, share, average_share, lift; largest on top.

    A tick marks the average customer's share, the label says how many times the average it is.
    """
    colours = theme.palette()
    rows = frame.head(MOST).iloc[::-1]
    labels = unique(rows["category"], 30)
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=rows["share"],
            orientation="h",
            marker={"color": [_colour(lift, colours) for lift in rows["lift"]]},
            customdata=[
                (number(count), share(average), times(lift) or say(m.TOO_FEW))
                for count, average, lift in zip(
                    rows["purchases"], rows["average_share"], rows["lift"], strict=True
                )
            ],
            hovertemplate=say(m.TASTE_HOVER, noun=noun),
        )
    )
    figure.add_scatter(
        y=labels,
        x=rows["average_share"],
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": colours.ink}},
        hoverinfo="skip",
    )
    ends = rows[["share", "average_share"]].max(axis=1)
    for label, end, lift in zip(labels, ends, rows["lift"], strict=True):
        figure.add_annotation(
            y=label,
            x=end,
            xanchor="left",
            xshift=8,
            text=times(lift),
            showarrow=False,
            font={"color": colours.ink},
        )
    top = float(ends.max()) if len(rows) else 1.0
    figure.update_xaxes(**share_axis(0, top * 1.22 or 1))
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    return finish(
        figure,
        title,
        x=say(m.SHARE_AND_AVERAGE, noun=noun),
        height=row_height(max(len(rows), 3), 32),
    )


def tastes_title(frame: pd.DataFrame, *, noun: str = m.PURCHASES) -> str:
    """The finding: the largest category, and what stands out."""
    if frame.empty:
        return say(m.NO_KNOWN_CATEGORY, noun=noun)
    top = frame.iloc[0]
    title = say(m.FIRST, category=top["category"], share=share(top["share"]), noun=noun)
    shown = frame.head(MOST)
    unusual = shown[(shown["lift"] >= MANY) & (shown["purchases"] >= 5)]
    if len(unusual):
        # What is both unusual and frequent, as in the sentence about the customer.
        weight = unusual["lift"] * unusual["purchases"].astype(float) ** 0.5
        best = unusual.loc[weight.idxmax()]
        own = best["category"] == top["category"]
        message = m.FIRST_STANDS_OUT if own else m.OTHER_STANDS_OUT
        return say(message, first=title, category=best["category"], times=times(best["lift"]))
    return title


def _colour(lift: float, colours: theme.Palette) -> str:
    if pd.notna(lift) and lift >= MANY:
        return colours.accent
    return theme.mix(colours.accent, colours.background, 0.5)
