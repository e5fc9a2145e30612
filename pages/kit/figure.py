"""What all figures share. A figure takes a frame and returns a Plotly figure; its title is the
finding, its axes are whole words, its hover gives the exact figure and how many customers it
rests on.
"""

import html
import math
from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from pages.kit import messages as m
from pages.kit import theme
from pages.kit.text import shorten
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import written

BAR, NAME_ABOVE = 0.4, 18
"""Where names stand above bars: the part of its row a bar fills, and pixels from its middle up to
the middle of the name.
"""


def safe(text: object, limit: int = 40) -> str:
    """Foreign text for a label or hover: shortened, and never read as Plotly's own HTML."""
    return html.escape(shorten(text, limit), quote=False)


def unique(texts: Iterable[object], limit: int = 40) -> list[str]:
    """Labels for a category axis, where two of the same name must not fall into one place."""
    seen: dict[str, int] = {}
    labels = []
    for text in texts:
        label = safe(text, limit) or say(m.NO_NAME)
        seen[label] = seen.get(label, 0) + 1
        # Invisible, and different for every repetition.
        labels.append(label + "\u200b" * (seen[label] - 1))
    return labels


def finish(
    figure: go.Figure, title: str, *, x: str = "", y: str = "", height: int = 320
) -> go.Figure:
    """Title, axis names, height and template."""
    figure.update_layout(
        template=theme.template(theme.palette()),
        title_text=html.escape(title, quote=False),
        height=height,
        xaxis_title_text=html.escape(x, quote=False),
        yaxis_title_text=html.escape(y, quote=False),
    )
    return figure


def share_axis(least: float, most: float) -> dict[str, Any]:
    """Ticks of an axis of shares from `least` to `most`, about six, written as in sentences."""
    rough = max(most - least, 1e-9) / 6
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * by for by in (1, 2, 5, 10) if unit * by >= rough)
    ticks = [step * at for at in range(math.ceil(least / step), math.floor(most / step) + 1)]
    decimals = max(0, -math.floor(math.log10(step * 100) + 1e-9))
    texts = [f"{written(tick * 100, decimals)} %" for tick in ticks]
    return {"tickvals": ticks, "ticktext": texts, "range": [least, most]}


def row_height(rows: int, per_row: int = 34, around: int = 64) -> int:
    """The height a figure with one line per row needs."""
    return rows * per_row + around


def customers(n: float) -> str:
    """The hover's last line."""
    return say(m.CUSTOMERS, n=round(n))


def note_ends(
    figure: go.Figure,
    labels: Iterable[str],
    ends: Iterable[float],
    texts: Iterable[str],
    away: int = 6,
    **look: object,
) -> None:
    """A text at the right end of each bar, `away` pixels from it."""
    for label, end, text in zip(labels, ends, texts, strict=True):
        figure.add_annotation(
            y=label, x=end, text=text, xanchor="left", xshift=away, showarrow=False, **look
        )


def name_above(figure: go.Figure, labels: Iterable[str], **look: object) -> None:
    """Each bar's name above its left end instead of beside it, so that a long one is whole."""
    for label in labels:
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=label,
            yshift=NAME_ABOVE,
            text=label,
            showarrow=False,
            **look,
        )
    figure.update_yaxes(showticklabels=False)
