"""What a single cell looks like, judged by its text alone."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from recsys_core.ingestion.currencies import BEHIND, SURELY_BEFORE
from recsys_core.ingestion.date_words import MONTH_NAME
from recsys_core.ingestion.eras import REIGN_DATE
from recsys_core.ingestion.no_value import is_no_value
from recsys_core.ingestion.roles.names import fold

_GROUP = "[,.'’ \u00a0\u202f\u2009]"
NUMBER = re.compile(
    rf"[-+(]?\s*(\d+|\d{{1,3}}({_GROUP}\d{{2,3}})*{_GROUP}\d{{3}})?"
    r"([.,]\d+)?([.,:][-–—]{1,2})?([eE][-+]?\d+)?\)?-?"
)
_AMOUNT = rf"\d(?:{_GROUP}?\d)*(?:[.,:][-–—]{{1,2}})?"
MONEY = re.compile(
    rf"[-+(]?\s*({SURELY_BEFORE})\s*[-+]?\s*{_AMOUNT}\)?-?|[-+(]?\s*{_AMOUNT}\s*({BEHIND})\)?-?"
)
PERCENT = re.compile(r"[-+]?\d[\d., ]*\s?%")
_NOON = r"(?:[ap]\.? ?m\.?|上午|下午|午前|午後|오전|오후)"
_MINUTES = r"\s?[:h時时시.]\s?\d{2}(?:\s?[:分분.]\s?\d{2}(?:[.,]\d+)?)?\s?[分분秒초]?"
_CLOCK = rf"(?:{_NOON}\s?)?\d{{1,2}}(?:{_MINUTES}(?:\s?{_NOON})?|\s?{_NOON})"
_OFFSET = r"uhr|h|(?:utc|gmt)?[-+]\d{1,2}(?::?\d{2})?|[a-z]{1,4}|[a-z]+/[a-z_/]+"
_YEAR, _NTH = r"(?:\d{4}|\d{2})", r"(?:st|nd|rd|th)?"
DATE = re.compile(
    r"(?:[^\W\d_]{2,14}\.?,? )?(?:"
    r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}\s?[日일.]?(?:\s?\(.\))?"
    rf"|{REIGN_DATE}|\d{{1,2}}[-/.]\s?\d{{1,2}}[-/.]\s?{_YEAR}"
    rf"|\d{{1,2}}(?:er|º|\.)?{_NTH}[- ]{{1,2}}(?:de )?{MONTH_NAME}\.?[-, ]{{1,2}}(?:del? )?{_YEAR}"
    rf"|{MONTH_NAME}\.?[- ]\d{{1,2}}{_NTH},?[- ]+{_YEAR}|\d{{4}}[- ]{MONTH_NAME}[- ]\d{{1,2}}"
    r")(?: [^\W\d_]{1,12}\.?)?"
    rf"(?:[t ,]+(?:[^\W\d_]{{1,3}} )?{_CLOCK}(?:\s?(?:{_OFFSET})(?:\s?\([^)]*\))?)?)?"
)
"""Of a text in small letters without accents (roles/names.py: fold)."""
TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([AaPp]\.?[Mm]\.?)?")
URL = re.compile(r"(https?|ftp)://\S+|www\.\S+\.\S+", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")
_LETTER = r"A-Za-z0-9\u00c0-\u024f\u0370-\u05ea"
CODE = re.compile(rf"(?=[^\s]*\d)[{_LETTER}][{_LETTER}_\-./#]*")
"""Of letters of a script that parts its words."""


@lru_cache(maxsize=50_000)
def kind(cell: str) -> str:
    """What a cell holds: number, money, percent, date, time, url, email, code (one word with a
    digit), text, or "" for nothing and the usual words for nothing.
    """
    text = cell.strip()
    if is_no_value(text):
        return ""
    if len(text) > 200:
        return "url" if URL.fullmatch(text) else "text"
    first = text[0]
    if first.isdigit() or first in "-+(.,":
        if NUMBER.fullmatch(text):
            return "number"
        if _is_date(text):
            return "date"
        if TIME.fullmatch(text):
            return "time"
        if PERCENT.fullmatch(text):
            return "percent"
    if MONEY.fullmatch(text):
        return "money"
    if first.isalpha() and _is_date(text):
        return "date"
    if URL.fullmatch(text):
        return "url"
    if EMAIL.fullmatch(text):
        return "email"
    if CODE.fullmatch(text):
        return "code"
    return "text"


def _is_date(text: str) -> bool:
    return len(text) <= 80 and DATE.fullmatch(fold(text)) is not None


def column_types(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """What each column holds where at least nine in ten of its filled cells (and three of them)
    agree, else "". Plain text is never a type: anything would fit it.
    """
    types = []
    for column in range(width):
        kinds = Counter(kind(row[column]) for row in rows if len(row) > column)
        kinds.pop("", None)
        total = sum(kinds.values())
        name, count = kinds.most_common(1)[0] if kinds else ("", 0)
        sure = count >= 3 and count >= 0.9 * total and name != "text"
        types.append(name if sure else "")
    return tuple(types)


def fits(
    cells: Sequence[str], types: Sequence[str], *, proven: bool = True, whole: bool = False
) -> bool:
    """Whether every filled cell is what its column holds. proven: and at least one shows it.
    whole: and no column that is known to hold something is empty.
    """
    proofs = 0
    for cell, expected in zip(cells, types, strict=False):
        if not expected:
            continue
        found = kind(cell)
        if not found:
            if whole:
                return False
        elif found == expected:
            proofs += 1
        elif found != "number" or expected not in ("money", "code", "percent"):
            return False
    return proofs > 0 or not proven
