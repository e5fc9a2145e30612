"""95 % intervals as whiskers and in the hover, for every chart of figures."""

from typing import Any

import pandas as pd

from pages.parts.evaluation import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike


def ends(
    rows: pd.DataFrame, unit: Unit = "number"
) -> tuple[pd.Series, pd.Series, list[tuple[str, ...]]]:
    """The ends of each interval (the figure itself where nothing was sampled), and all in words.

    rows: `value`, `low`, `high`.
    """
    low, high = rows["low"].fillna(rows["value"]), rows["high"].fillna(rows["value"])
    words = [alike(*row, unit=unit) for row in zip(rows["value"], low, high, strict=True)]
    return low, high, words


def whiskers(
    value: pd.Series, low: pd.Series, high: pd.Series, colour: str, thickness: float, width: int
) -> dict[str, Any]:
    """Plotly's `error_x`; thickness and width in pixels."""
    return {
        "type": "data",
        "symmetric": False,
        "array": list(high - value),
        "arrayminus": list(value - low),
        "color": colour,
        "thickness": thickness,
        "width": width,
    }


def in_hover(low: str, high: str) -> str:
    """A line of its own; empty where nothing was sampled."""
    return "<br>" + say(m.INTERVAL, low=low, high=high) if high != low else ""
