"""Numbers with the same words behind all of them, "3 st" or "4 out of 5 stars", and drawn stars."""

import re
from collections.abc import Iterable

_PARTS = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)(\s*\D.*?)\s*")
_OF = re.compile(r"\D*\b(5|10|100)\b\D*")
_UNLIKE = re.compile(r"[%％]|.*[:@]|.*\d[-/.]\d")
"""A percent, a time of day, an address, a date: no words behind a number."""
MOST = 24
STARS = "★⭐"
_DRAWN = re.compile(f"[{STARS}]{{1,10}}[☆✩\\s]*|[☆✩]{{1,10}}")


def tail_of(values: Iterable[str]) -> str:
    """What stands behind each of the numbers, the same for all; "" where nothing or more does.

    One letter or a word joined to the digits may be a part of a code (12A), unless it is of a
    script without spaces (3個). Behind a scale ("/5") no number is above it, as days would be.
    """
    tails, most = set(), 0.0
    for value in values:
        found = _PARTS.fullmatch(value)
        if found is None:
            return ""
        tails.add(found[2])
        most = max(most, float(found[1].replace(",", ".")))
        if len(tails) > 1:
            return ""
    tail = tails.pop() if tails else ""
    scale = _OF.fullmatch(tail)
    if not tail or len(tail) > MOST or _UNLIKE.match(tail.strip()):
        return ""
    if scale is not None:
        return tail if most <= float(scale[1]) else ""
    words = tail.strip(" .")
    parted = tail[0].isspace() or not words.isascii()
    return tail if parted and words.isalpha() and words[0] not in "€£¥₹" else ""


def drawn(values: Iterable[str]) -> bool:
    """Whether every value is a row of stars."""
    return all(map(_DRAWN.fullmatch, values))


def bare(values: list[str]) -> list[str]:
    """The numbers alone: without what stands behind all of them, or how many stars are full."""
    if len(values) < 2:
        return values
    if drawn(values):
        return [str(sum(value.count(star) for star in STARS)) for value in values]
    tail = tail_of(values)
    return [value.strip().removesuffix(tail.rstrip()) for value in values] if tail else values


def bare_sql(column: str, values: list[str]) -> str:
    """SQL of the same for a column of which `values` are some; the column where there is none."""
    if len(values) < 2:
        return column
    if drawn(values):
        full = f"length(regexp_replace({column}, '[^{STARS}]', '', 'g'))"
        return f"CAST(nullif({full}, 0) AS VARCHAR)"
    tail = tail_of(values).strip()
    escaped = re.escape(tail).replace("'", "''")
    return f"regexp_replace({column}, '\\s*{escaped}\\s*$', '')" if tail else column
