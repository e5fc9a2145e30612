"""From every product to the list: a waterfall of how many are left after each step."""

from collections.abc import Sequence
from math import log10

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, note_ends, row_height, safe, unique
from pages.parts.recommendations import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

SMALLEST = 0.7
"""Where a bar on the logarithmic axis begins, so that a single product still has one."""


def waterfall(steps: Sequence[tuple[str, int, int, str]], title: str) -> go.Figure:
    """steps: label, products before and after, and what happened, in their order.

    Widths are logarithmic: ten products must be seen beside ten thousand.
    """
    colours = theme.palette()
    labels = unique([label for label, *_ in steps], 44)
    kept = [max(after, SMALLEST) for _, _, after, _ in steps]
    lost = [max(before, after, SMALLEST) for _, before, after, _ in steps]
    left = [count(after) for _, _, after, _ in steps]
    lines = [(text, safe(words, 120)) for text, (*_, words) in zip(left, steps, strict=True)]
    common = {"y": labels, "base": SMALLEST, "orientation": "h"}
    before = go.Bar(
        x=lost,
        marker={"color": colours.line},
        hoverinfo="skip",
        name=say(m.BEFORE_STEP),
        **common,
    )
    after = go.Bar(
        x=kept,
        marker={"color": colours.accent},
        customdata=lines,
        hovertemplate=say(m.WATERFALL_HOVER),
        name=say(m.AFTER_STEP),
        **common,
    )
    figure = go.Figure([before, after])
    note_ends(figure, labels, map(log10, lost), left, font={"color": colours.ink})
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        type="log", range=[log10(SMALLEST), log10(max(lost)) * 1.12 + 0.1], visible=False
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return finish(figure, title, height=row_height(len(labels), 30, 24))
