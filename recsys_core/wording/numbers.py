"""Figures in words, as sentences on screen and on the command line use them."""

import math

MINUS = "−"
UNKNOWN = "–"
_SCALES = ((1e9, "billion"), (1e6, "million"))


def count(value: float | None) -> str:
    """A whole number in full: `1,469,307`."""
    if missing(value):
        return UNKNOWN
    return f"{value:,.0f}".replace("-", MINUS)


def short(value: float | None) -> str:
    """A count as it is spoken: `1.47 million`, `92,331`."""
    if value is None or missing(value):
        return UNKNOWN
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{number(value / size)} {word}"
    return count(value)


def number(value: float | None, digits: int = 3) -> str:
    """At most `digits` significant digits, thousands separated: `0.0997`, `12.3`, `1,230`."""
    if value is None or missing(value):
        return UNKNOWN
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(places, 0)}f}"
    if "." in text and abs(rounded) >= 1:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


def share(value: float | None) -> str:
    """A share of one as a percentage: `71 %`, `0.42 %`."""
    if value is None or missing(value):
        return UNKNOWN
    percent = value * 100
    if percent == 0 or 1 <= abs(percent) < 99:
        return f"{percent:.0f} %".replace("-", MINUS)
    return f"{number(percent)} %"


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


def plural(value: int, word: str, words: str | None = None) -> str:
    """`1 customer`, `2,469 customers`."""
    return f"{count(value)} {word if value == 1 else words or word + 's'}"


def missing(value: float | None) -> bool:
    """Whether there is no figure to show."""
    return value is None or not math.isfinite(value)


def figure(value: float) -> str:
    """Three decimals, or as many as a smaller figure needs for two digits: `0.142`, `0.0042`."""
    if value == 0 or abs(value) >= 0.01:
        text = f"{value:.3f}"
    else:
        text = "0.000" if abs(value) < 0.00005 else f"{value:.4f}"
    return text.replace("-", MINUS)


def percent(value: float) -> str:
    """A share of one, with a decimal where it is below one per cent: `71 %`, `0.4 %`."""
    hundredths = 100 * value
    return f"{hundredths:.1f} %" if 0 < hundredths < 1 else f"{hundredths:.0f} %"
