"""Figures, dates and foreign text as they appear on screen."""

import re

from recsys_core.wording.dates import day, period
from recsys_core.wording.numbers import MINUS, UNKNOWN, count, missing, number, plural, share, short

__all__ = [
    "MINUS",
    "UNKNOWN",
    "count",
    "day",
    "money",
    "number",
    "period",
    "plain",
    "plural",
    "seconds",
    "share",
    "short",
    "shorten",
    "signed",
]

_ADDRESS = re.compile(r"://|www(?=\.)|@", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&^=])")


def money(value: float | None) -> str:
    """An amount without a currency: `1,240`, `12.40`."""
    if value is None or missing(value):
        return UNKNOWN
    return f"{value:,.{0 if abs(value) >= 1000 else 2}f}".replace("-", MINUS)


def signed(value: float | None, digits: int = 2) -> str:
    """A difference with its sign: `+0.031`, `−1.2`."""
    if value is None or missing(value):
        return UNKNOWN
    return ("+" if value > 0 else "") + number(value, digits)


def seconds(value: float | None) -> str:
    """A duration: `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min`."""
    if value is None or missing(value):
        return UNKNOWN
    if value < 10:
        return f"{value:.1f} s"
    whole = round(value)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def plain(text: object) -> str:
    """Foreign text for a label or caption: shown as it is, never read as Markdown.

    Line breaks become spaces. An invisible joiner keeps web and mail addresses from becoming
    links, which escaping alone does not.
    """
    flat = " ".join(str(text).split())
    apart = _ADDRESS.sub(lambda found: f"{found[0]}\u2060", flat)
    return _MARKDOWN.sub(r"\\\1", apart)


def shorten(text: object, limit: int = 40) -> str:
    """At most `limit` characters of a text in one line, with an ellipsis where it was cut."""
    flat = " ".join(str(text).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
