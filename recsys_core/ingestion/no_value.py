"""The words and signs by which programs write "nothing" into a cell, for every role."""

import re

from recsys_core.schema.sql import literal

WORDS = (
    *("null", "nul", "nil", "none", "nan", "nat", "na", "n/a", "n.a.", "n.a", "n/d", "undefined"),
    *(r"\n", "#n/a", "#na", "#nv", "#n/d", "#n/b", "#null!", "#value!", "#ref!", "#div/0!"),
    *("#num!", "#name?", "not set", "not available", "unset", "[none]", "<none>", "(undefined)"),
    *("(null)", "<null>", "[null]", "{null}", "<na>", "(na)", "(n/a)", "(none)", "(not set)"),
    *("(blank)", "(blanks)", "(empty)", "(leer)", "(vide)", "(vacío)", "(vazio)", "(пусто)", "н/д"),
    *(
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        ".",
        "..",
        "...",
        "…",
        "/",
        "无",
        "無",
        "なし",
        "없음",
        "暂无",
    ),
)
NO_DATE = r"0000-00-00(?:[ T]00:00:00(?:\.0+)?)?Z?|00[./-]00[./-]0000(?: 00:00(?::00)?)?"
"""What databases write for a day that is not known."""
NO_NUMBERS = ("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞")
"""What a division by zero leaves in a column of numbers."""
_SPACE = "[\\s\u00a0\u3000]*"


_QUOTED = f'=?"{_SPACE}"'
"""What spreadsheets write to keep a cell a text, around nothing."""


def _pattern(*words: str) -> str:
    return f"{_SPACE}(?:{'|'.join(map(re.escape, words))}|{_QUOTED})?{_SPACE}"


_nothing = re.compile(_pattern(*WORDS), re.IGNORECASE)
_no_date = re.compile(NO_DATE)
# Comparisons, which cost next to nothing, settle nearly every cell: no word for nothing begins with
# one of these.
_DIGITS = (("0", "9"),)
_DIGITS_AND_LETTERS = (*_DIGITS, *(("A", "M"), ("O", "T"), ("V", "Z")), *(("a", "m"), ("o", "t")))


def is_no_value(text: str) -> bool:
    """Whether a cell is empty, or holds a word or sign for nothing."""
    return bool(_nothing.fullmatch(text) or (text[:2] == "00" and _no_date.fullmatch(text)))


def no_value_sql(cell: str) -> str:
    """SQL for what `is_no_value` says of a cell; true for NULL."""
    return _sql(cell, _DIGITS_AND_LETTERS, *WORDS)


def no_date_sql(cell: str) -> str:
    """The same of a cell in a column of dates."""
    never = f"({cell} < '01' AND regexp_full_match({cell}, {literal(NO_DATE)}))"
    return f"({no_value_sql(cell)} OR {never})"


def no_number_sql(cell: str) -> str:
    """The same of a cell in a column of numbers."""
    return _sql(cell, _DIGITS, *WORDS, *NO_NUMBERS)


def _sql(cell: str, values: tuple[tuple[str, str], ...], *words: str) -> str:
    others = " AND ".join(f"{cell} NOT BETWEEN '{low}' AND '{high}~'" for low, high in values)
    matches = f"regexp_full_match({cell}, {literal('(?i)' + _pattern(*words))})"
    return f"({cell} IS NULL OR ({others} AND {matches}))"
