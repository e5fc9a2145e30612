"""Colours and the one Plotly template, both read from `.streamlit/config.toml`."""

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import plotly.graph_objects as go
import streamlit as st

from recsys_core.schema.contracts import Hue
from recsys_core.services.workspace.names import model_card
from recsys_core.wording.amounts import STYLES, in_force

Mode = Literal["light", "dark"]

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'


@dataclass(frozen=True)
class Palette:
    """The colours of one mode as hex text. `series` are told apart by colour-blind readers too."""

    mode: Mode
    ink: str
    muted: str
    line: str
    background: str
    surface: str
    accent: str
    good: str
    warn: str
    bad: str
    series: tuple[str, ...]
    scale: tuple[str, ...]


@cache
def palette_of(mode: Mode) -> Palette:
    """The palette of one mode."""
    colours = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode]
    ink, background = colours["textColor"], colours["backgroundColor"]
    return Palette(
        mode=mode,
        ink=ink,
        muted=mix(ink, background, 0.34),
        line=mix(ink, background, 0.86),
        background=background,
        surface=colours["secondaryBackgroundColor"],
        accent=colours["chartCategoricalColors"][0],
        good=colours["greenColor"],
        warn=colours["orangeColor"],
        bad=colours["redColor"],
        series=tuple(colours["chartCategoricalColors"]),
        scale=tuple(colours["chartSequentialColors"]),
    )


def palette() -> Palette:
    """The palette of the theme this visitor looks at."""
    return palette_of("dark" if st.context.theme.type == "dark" else "light")


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it; hex in, hex out."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def model_colour(name: str, colours: Palette | None = None) -> str:
    """The colour of a model, the same on every page; unknown names get a steady one too."""
    colours = colours or palette()
    card = model_card(name)
    if card:
        place, shade = get_args(Hue).index(card.hue), card.shade
    else:
        place, shade = zlib.crc32(name.encode()) % (len(colours.series) - 1), 0.2
    other = colours.background if shade > 0 else colours.ink
    return mix(colours.series[place], other, abs(shade))


def template(colours: Palette, scale: float = 1.0) -> go.layout.Template:
    """The Plotly template; `scale` enlarges type for a projector."""
    small, normal = round(13 * scale), round(14 * scale)
    axis = {
        "showgrid": True,
        "gridcolor": colours.line,
        "gridwidth": 1,
        "zeroline": False,
        "linecolor": colours.line,
        "ticks": "",
        "tickfont": {"size": small, "color": colours.muted},
        "title": {"font": {"size": small, "color": colours.muted}, "standoff": 10},
        "automargin": True,
        "separatethousands": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": normal, "color": colours.ink},
            "title": {"font": {"size": round(18 * scale)}, "x": 0, "xanchor": "left"},
            "paper_bgcolor": colours.background,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(colours.series),
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 16, "t": 12, "b": 8, "pad": 4},
            "showlegend": False,
            "bargap": 0.3,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.line,
                "font": {"family": FONT, "size": normal, "color": colours.ink},
                "align": "left",
            },
            "separators": "".join(reversed(STYLES[in_force().style])),
        }
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
