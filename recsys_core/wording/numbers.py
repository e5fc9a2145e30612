"""Figures in words, as sentences on screen and on the command line use them."""

import math
from typing import Literal

from recsys_core.wording.amounts import in_force, localised

MINUS = "−"
UNKNOWN = "–"
DIGITS = 3
"""Significant digits of whatever is measured."""
LEAST_PERCENT, MOST_PERCENT = 0.01, 99.95
"""Beyond these a percentage would read 0.00 or 100 %."""
UNDER, OVER = "under 0.01 %", "over 99.9 %"
Unit = Literal["number", "money", "share"]
"""What a measured figure is: a share of one is written as a percentage."""
_SCALES = ((1e9, "billion"), (1e6, "million"))


def count(value: float | None) -> str:
    """A whole number in full: `1,469,307`."""
    if value is None or missing(value):
        return UNKNOWN
    return written(value, 0)


def short(value: float | None) -> str:
    """A count as it is spoken: `1.47 million`, `92,331`."""
    if value is None or missing(value):
        return UNKNOWN
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"{number(value / size)} {word}"
    return count(value)


def number(value: float | None) -> str:
    """A measured figure by the one rule: three significant digits, zeros at the end kept.

    `0.0997`, `2.00`, `12.3`, `1,230`. A whole number is exact and stays as it is: `2`, `4,105`.
    """
    if value is None or missing(value):
        return UNKNOWN
    whole = float(value).is_integer()
    rounded = value if whole else significant(value)
    return written(rounded, 0 if whole else places(value))


def measured(value: float | None, unit: Unit) -> str:
    """A measured figure in its unit."""
    if unit == "share":
        return share(value)
    return priced(number(value)) if unit == "money" else number(value)


def given(value: float) -> str:
    """A number somebody chose, such as a rating or a setting, with no digit more: `4`, `3.5`."""
    return localised(f"{value:,.10g}").replace("-", MINUS)


def share(value: float | None) -> str:
    """A share of one as a percentage by the rule of `number`: `71.4 %`, `0.420 %`, `20 %`.

    What is not nothing is not written as 0 %, nor what is not all as 100 %.
    """
    if value is None or missing(value):
        return UNKNOWN
    percent = round(value * 100, 9)
    if 0 < abs(percent) < LEAST_PERCENT:
        return localised(UNDER)
    if MOST_PERCENT <= abs(percent) < 100:
        return localised(OVER)
    return f"{number(percent)} %"


def times(value: float | None) -> str:
    """How many times as much: `4.72 ×`; empty where it is not known."""
    return "" if missing(value) else f"{number(value)} ×"


def money(value: float | None) -> str:
    """An amount in the currency in force: `€1,240`, `1.240 €`; `12.40` where none is known."""
    if value is None or missing(value):
        return UNKNOWN
    return priced(written(value, 0 if abs(value) >= 1000 else 2))


def priced(text: str) -> str:
    """A written figure as money in the currency in force: `0.0310` reads `€0.0310`, `+1` `+€1`."""
    before, behind = in_force().around
    bare = text.lstrip(MINUS + "+")
    return text if bare == UNKNOWN else f"{text[: -len(bare)]}{before}{bare}{behind}"


def signed(value: float | None) -> str:
    """A difference with its sign: `+0.0310`, `−1.20`."""
    return ("+" if value is not None and value > 0 else "") + number(value)


def signed_share(value: float) -> str:
    """A change as a share of what was before: `+18.2 %`, `−0.400 %`, `0.00 %` for next to none."""
    percent = round(value * 100, 9)
    return localised("0.00 %") if 0 < abs(percent) < LEAST_PERCENT else f"{signed(percent)} %"


def seconds(value: float | None) -> str:
    """A duration: `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min`."""
    if value is None or missing(value):
        return UNKNOWN
    if value < 10:
        return f"{written(value, 1)} s"
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


def places(largest: float) -> int:
    """Decimals that show three significant digits of `largest`, none below zero: 0.0997 -> 4."""
    if not math.isfinite(largest) or largest == 0:
        return 0
    # Rounding may carry over: 0.09996 reads 0.100 and needs three decimals, not four.
    return max(DIGITS - 1 - math.floor(math.log10(abs(significant(largest)))), 0)


def alike(value: float, *others: float, unit: Unit = "number") -> tuple[str, ...]:
    """A figure and its companions, all with the decimals the figure needs: 0.100, 0.095, 0.106;
    with those of the largest below 1 beside a figure that is 0.
    """
    scale = 100 if unit == "share" else 1
    small = (abs(one) for one in others if abs(one * scale) < 1)
    needed = scale * (value or max(small, default=0.0))
    if unit == "share":
        # What is written as under 0.01 % needs no more decimals beside it.
        decimals = min(places(needed), 4)
        return tuple(_share(one, decimals) for one in (value, *others))
    decimals = places(needed)
    texts = [written(one, decimals) if math.isfinite(one) else UNKNOWN for one in (value, *others)]
    return tuple(map(priced, texts) if unit == "money" else texts)


def _share(value: float, decimals: int) -> str:
    if missing(value) or share(value) in (localised(UNDER), localised(OVER)):
        return share(value)
    return f"{written(value * 100, decimals)} %"


def significant(value: float) -> float:
    """A figure with at most three significant digits: 1,014 -> 1,010."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else value


def written(value: float, decimals: int) -> str:
    """A number with so many decimals, in the style in force."""
    return localised(f"{value:,.{decimals}f}").replace("-", MINUS)
