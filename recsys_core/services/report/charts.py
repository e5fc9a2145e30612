"""Figures of the report as plain data, for the Plotly that lies inside it. Light, for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import label
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number

INK, MUTED, LINE = "#1B1F24", "#5F666E", "#DADCD6"
ACCENT, OTHERS, REFERENCE = "#0072B2", "#98C5E1", "#B5B9BE"
ROW = 44
UNSEEN = "\u200b"
"""Keeps two rows of one name apart."""


@dataclass(frozen=True)
class Mark:
    """One model on one metric; interval from `low` to `high`, equal to `value` where none."""

    title: str
    value: float
    low: float
    high: float
    customers: int
    kind: str
    """ "leader", "model" or "reference"."""


def ranking(marks: Sequence[Mark], axis: str, lines: Sequence[tuple[float, str]]) -> dict[str, Any]:
    """Horizontal bars with intervals, best on top; `lines` are drawn across with their names."""
    order = list(reversed(marks))
    names = [label(mark.title) + UNSEEN * place for place, mark in enumerate(order)]
    most = max([mark.high for mark in marks], default=1.0)
    least = min([0.0, *[mark.low for mark in marks]])
    written = [
        _text(f"<b>{number(mark.value)}</b>", x=mark.high, y=name, xanchor="left", xshift=8)
        for name, mark in zip(names, order, strict=True)
    ]
    return {
        "data": [_bars(order, names)],
        "layout": _layout(
            height=ROW * len(marks) + 90,
            xaxis=_axis(axis) | {"range": [least, most * 1.15 or 1]},
            yaxis=_axis("") | {"showgrid": False, "tickfont": {"color": INK, "size": 14}},
            annotations=[*written, *_names(lines)],
            shapes=[_across(at) for at, _ in lines],
            margin={"l": 10, "r": 30, "t": 34, "b": 50},
        ),
    }


def _bars(order: Sequence[Mark], names: Sequence[str]) -> dict[str, Any]:
    colours = {"leader": ACCENT, "model": OTHERS, "reference": REFERENCE}
    return {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": [mark.value for mark in order],
        "marker": {"color": [colours[mark.kind] for mark in order]},
        "width": 0.58,
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [mark.high - mark.value for mark in order],
            "arrayminus": [mark.value - mark.low for mark in order],
            "color": INK,
            "thickness": 1.6,
            "width": 5,
        },
        "customdata": [
            [number(mark.value), number(mark.low), number(mark.high), count(mark.customers)]
            for mark in order
        ],
        "hovertemplate": say(m.HOVER),
    }


def periods(
    learnt: tuple[int, int], tested: tuple[int, int], n_learnt: int, n_tested: int, noun: str
) -> dict[str, Any]:
    """When the models learnt and when they were tested; times are seconds since 1970."""
    parts = (
        (say(m.TESTED_ON), tested, n_tested, ACCENT),
        (say(m.LEARNT_FROM), learnt, n_learnt, REFERENCE),
    )
    bars, written = [], []
    for name, (first, last), n, colour in parts:
        start, rows = _moment(first), say(m.ROWS, n=n, noun=label(noun))
        period = say(m.PERIOD, first=start[:10], last=_moment(last)[:10])
        bars.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": [name],
                "x": [max(last - first, SECONDS_PER_DAY) * 1000],
                "base": [start],
                "width": 0.6,
                "marker": {"color": colour},
                "hovertemplate": f"<b>{name}</b><br>{period}<br>{rows}<extra></extra>",
            }
        )
        place = {"x": start, "y": name, "yshift": 26, "xanchor": "left"}
        written.append(_text(rows, **place, font={"color": MUTED}))
    return {
        "data": bars,
        "layout": _layout(
            height=190,
            barmode="overlay",
            xaxis=_axis("") | {"type": "date", "tickformat": "%b %Y", "nticks": 7},
            yaxis=_axis("") | {"showgrid": False, "tickfont": {"color": INK, "size": 14}},
            annotations=written,
            margin={"l": 10, "r": 20, "t": 24, "b": 34},
        ),
    }


def _text(text: str, **where: Any) -> dict[str, Any]:
    """Words on a chart, without an arrow."""
    return {"text": text, "showarrow": False, **where}


def _layout(**given: Any) -> dict[str, Any]:
    return {
        "font": {"family": "system-ui, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".,",
        **given,
    }


def _axis(title: str) -> dict[str, Any]:
    return {
        "title": {"text": label(title, 120), "font": {"size": 13, "color": MUTED}},
        "gridcolor": LINE,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": 13, "color": MUTED},
    }


def _across(at: float) -> dict[str, Any]:
    line = {"color": INK, "width": 1.2, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _names(lines: Sequence[tuple[float, str]]) -> list[dict[str, Any]]:
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "font": {"color": MUTED}}
    anchors = ["left" if len(lines) > 1 else "center", *["center"] * len(lines)]
    return [
        _text(label(name), x=at, xanchor=anchor, **above)
        for (at, name), anchor in zip(sorted(lines), anchors, strict=False)
    ]


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
