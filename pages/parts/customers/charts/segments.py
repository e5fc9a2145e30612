"""All customers by segment: how many they are and what they bring."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, share_axis, unique
from pages.parts.customers import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, share


def customer_segments(frame: pd.DataFrame, title: str, *, height: int = 400) -> go.Figure:
    """Two bars a segment from segment, customers, share, spend: of customers and of spend.

    Without any spend only the customers are drawn. The points' `customdata` begins with the name.
    """
    colours = theme.palette()
    rows = frame.iloc[::-1]
    labels = unique(rows["segment"])
    spend = float(frame["spend"].fillna(0).sum())
    figure = go.Figure()
    if spend > 0:
        parts = rows["spend"].fillna(0) / spend
        figure.add_bar(
            y=labels,
            x=parts,
            orientation="h",
            name=say(m.SHARE_OF_SPEND),
            marker={"color": colours.accent},
            text=_worded(parts, m.OF_SPEND),
            textposition="outside",
            cliponaxis=False,
            customdata=[
                (name, money(value))
                for name, value in zip(rows["segment"], rows["spend"].fillna(0), strict=True)
            ],
            hovertemplate=say(m.SPEND_HOVER),
        )
    figure.add_bar(
        y=labels,
        x=rows["share"],
        orientation="h",
        name=say(m.SHARE_OF_CUSTOMERS),
        marker={
            "color": theme.mix(colours.muted, colours.background, 0.35)
            if spend > 0
            else colours.accent
        },
        text=_worded(rows["share"], m.OF_CUSTOMERS),
        textposition="outside",
        cliponaxis=False,
        customdata=[
            (name, customers(n)) for name, n in zip(rows["segment"], rows["customers"], strict=True)
        ],
        hovertemplate=say(m.CUSTOMERS_HOVER),
    )
    top = max(float(rows["share"].max()), float(rows["spend"].max() / spend) if spend > 0 else 0)
    figure.update_xaxes(**share_axis(0, top * 1.3))
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(barmode="group", bargap=0.28, bargroupgap=0.05)
    return finish(figure, title, x=say(m.SHARE), height=height)


def _worded(values: pd.Series, last: str) -> list[str]:
    """Percentages; those of the topmost segment (the last row) say what they are shares of."""
    texts = [share(value) for value in values]
    return [*texts[:-1], say(last, share=texts[-1])] if texts else []


def segments_title(frame: pd.DataFrame) -> str:
    """The finding: what the best segment is and brings."""
    best = frame.iloc[0]
    spend = float(frame["spend"].fillna(0).sum())
    size = share(float(best["share"]))
    if spend > 0 and pd.notna(best["spend"]):
        part = share(best["spend"] / spend)
        return say(m.BEST_SEGMENT, segment=best["segment"], customers=size, spend=part)
    largest = frame.loc[frame["customers"].idxmax()]
    part = share(float(largest["share"]))
    return say(m.LARGEST_SEGMENT, segment=largest["segment"], share=part)
