"""All customers by segment: how many they are and what they bring."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, unique
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
            name="Share of spend",
            marker={"color": colours.accent},
            text=_worded(parts, "of spend"),
            textposition="outside",
            cliponaxis=False,
            customdata=[
                (name, money(value))
                for name, value in zip(rows["segment"], rows["spend"].fillna(0), strict=True)
            ],
            hovertemplate="<b>%{y}</b><br>%{x:.1%} of spend: %{customdata[1]}<extra></extra>",
        )
    figure.add_bar(
        y=labels,
        x=rows["share"],
        orientation="h",
        name="Share of customers",
        marker={
            "color": theme.mix(colours.muted, colours.background, 0.35)
            if spend > 0
            else colours.accent
        },
        text=_worded(rows["share"], "of customers"),
        textposition="outside",
        cliponaxis=False,
        customdata=[
            (name, customers(n)) for name, n in zip(rows["segment"], rows["customers"], strict=True)
        ],
        hovertemplate="<b>%{y}</b><br>%{customdata[1]}, %{x:.1%} of all<extra></extra>",
    )
    top = max(float(rows["share"].max()), float(rows["spend"].max() / spend) if spend > 0 else 0)
    figure.update_xaxes(tickformat=".0%", range=[0, top * 1.3])
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(
        barmode="group",
        bargap=0.28,
        bargroupgap=0.05,
    )
    return finish(figure, title, x="Share", height=height)


def _worded(values: pd.Series, what: str) -> list[str]:
    """Percentages; those of the topmost segment (the last row) say what they are shares of."""
    texts = [share(value) for value in values]
    return [*texts[:-1], f"<b>{texts[-1]}</b> {what}"] if texts else []


def segments_title(frame: pd.DataFrame) -> str:
    """The finding: what the best segment is and brings."""
    best = frame.iloc[0]
    spend = float(frame["spend"].fillna(0).sum())
    size = share(float(best["share"]))
    if spend > 0 and pd.notna(best["spend"]):
        return f"{best['segment']}: {size} of customers, {share(best['spend'] / spend)} of spend"
    largest = frame.loc[frame["customers"].idxmax()]
    return f"{largest['segment']} is the largest segment: {share(float(largest['share']))}"
