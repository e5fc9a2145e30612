"""Accuracy against another goal: every setting tried, and those that nothing beats."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, safe, share_axis
from pages.parts.evaluation import messages as m
from recsys_core.wording.messages import say

STEPS_AWAY = (0.1, 0.18, -0.1, 0.26, -0.18, -0.26, 0.34, -0.34)
WIDE, TALL = 0.22, 0.07
DRAWN = 360
"""Height of the plot in pixels, roughly."""
SEEN = {"marker": {"opacity": 1}}
"""A click on one point leaves the others as they are."""
SIZE = {"plain": 7, "leading": 10, "marked": 16}


def frontier(
    frame: pd.DataFrame,
    title: str,
    *,
    x: str,
    y: str,
    percent: bool,
    colour: str,
    height: int = 430,
) -> go.Figure:
    """A point for each setting, the frontier as a line, dominated settings in grey.

    frame: `x`, `y`, `name` (what it is), `label` (written beside the point, "" for none), `leading`
    and `marked` (bool), `hover` (ready text). One row is one setting; a click gives its position.
    percent: whether x is a share.
    """
    colours = theme.palette()
    grey = theme.mix(colours.muted, colours.background, 0.45)
    behind, ahead = frame[~frame["leading"]], frame[frame["leading"]].sort_values("x")
    line = _trace(ahead, m.FRONTIER, "lines", line={"color": colour, "width": 2})
    figure = go.Figure(
        [line, _points(behind, grey, False, colours), _points(ahead, colour, True, colours)]
    )
    marked = frame[frame["marked"]]
    if len(marked):
        ring = {
            "size": SIZE["marked"],
            "symbol": "circle-open",
            "line": {"width": 2.5, "color": colours.ink},
            "color": colours.ink,
        }
        figure.add_trace(_trace(marked, m.CHEAPEST, "markers", marker=ring, unselected=SEEN))
    _labels(figure, frame, colours)
    across, upright = window(frame)
    figure.update_xaxes(**share_axis(*across) if percent else {"range": across})
    figure.update_yaxes(range=upright)
    return finish(figure, title, x=x, y=y, height=height)


def _trace(rows: pd.DataFrame, name: str, mode: str, **look: Any) -> go.Scatter:
    look = {"hoverinfo": "skip", **look}
    return go.Scatter(x=rows["x"], y=rows["y"], mode=mode, name=say(name), **look)


def _points(rows: pd.DataFrame, shade: str, leading: bool, colours: theme.Palette) -> go.Scatter:
    """Settings that can be clicked; those with a name beside them are larger diamonds."""
    named = rows["label"] != ""
    size = SIZE["leading"] if leading else SIZE["plain"]
    return _trace(
        rows,
        m.NOT_BEATEN if leading else m.SETTINGS,
        "markers",
        marker={
            "color": shade,
            "size": [SIZE["leading"] if one else size for one in named],
            "symbol": ["diamond" if one else "circle" for one in named],
            "line": {"width": 1, "color": colours.background},
        },
        customdata=[
            (int(place), safe(name, 80), hover)
            for place, name, hover in zip(rows.index, rows["name"], rows["hover"], strict=True)
        ],
        hoverinfo=None,
        hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
        selected=SEEN,
        unselected=SEEN,
    )


def window(frame: pd.DataFrame) -> tuple[list[float], list[float]]:
    """What the axes show: the frontier and everything with a name, with room for the names.

    Settings far off would press the frontier into a corner.
    """
    rows = frame[frame["leading"] | (frame["label"] != "")]
    found = []
    for axis, before, after in (("x", 0.08, 0.2), ("y", 0.12, 0.2)):
        low, high = float(rows[axis].min()), float(rows[axis].max())
        room = (high - low) or abs(high) or 1.0
        found.append([low - before * room, high + after * room])
    return found[0], found[1]


def _labels(figure: go.Figure, frame: pd.DataFrame, colours: theme.Palette) -> None:
    """Names with a thin line to their points: upwards and to the right, where no setting can be
    better, and below where another name is in the way.
    """
    rows = frame[frame["label"] != ""].sort_values("x")
    (left, right), (low, high) = window(frame)
    placed: list[tuple[float, float]] = []
    for row in rows.itertuples():
        x, y = (row.x - left) / (right - left), (row.y - low) / (high - low)
        step = next(
            (s for s in STEPS_AWAY if not any(_meet((x, y + s), other) for other in placed)), 0.1
        )
        placed.append((x, y + step))
        figure.add_annotation(
            x=row.x,
            y=row.y,
            text=safe(row.label, 34),
            ax=26,
            ay=-step * DRAWN,
            showarrow=True,
            arrowwidth=1,
            arrowhead=0,
            arrowcolor=colours.muted,
            standoff=6,
            xanchor="left",
            bgcolor=colours.background,
            borderpad=1,
            font={"color": colours.ink},
        )


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two names would overlap; places as shares of the picture."""
    return abs(one[0] - other[0]) < WIDE and abs(one[1] - other[1]) < TALL
