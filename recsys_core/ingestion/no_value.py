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
NO_NUMBERS = ("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞")
"""What a division by zero leaves in a column of numbers."""
_SPACE = "[\\s\u00a0\u3000]*"
_LONGEST = 20


def _pattern(*words: str) -> str:
    return f"{_SPACE}(?:{'|'.join(map(re.escape, words))})?{_SPACE}"


_nothing = re.compile(_pattern(*WORDS), re.IGNORECASE)
# Comparisons, which cost next to nothing, settle nearly every cell: a word for nothing is short
# and begins with a sign, an N, a U or a letter outside ASCII.
_STARTS = (
    "{c} < '0' OR {c} BETWEEN ':' AND '@~' OR {c} BETWEEN 'N' AND 'N~' OR {c} BETWEEN 'U' AND 'U~'"
    " OR {c} BETWEEN '[' AND '`~' OR {c} BETWEEN 'n' AND 'n~' OR {c} BETWEEN 'u' AND 'u~'"
    " OR {c} >= '{{'"
)
_NO_DIGIT = "{c} < '0' OR {c} >= ':'"


def is_no_value(text: str) -> bool:
    """Whether a cell is empty, or holds a word or sign for nothing."""
    return (len(text) <= _LONGEST and bool(_nothing.fullmatch(text))) or not text.strip()


def no_value_sql(cell: str) -> str:
    """SQL for what `is_no_value` says of a cell; true for NULL."""
    return _sql(cell, _STARTS, *WORDS)


def no_number_sql(cell: str) -> str:
    """The same of a cell in a column of numbers."""
    return _sql(cell, _NO_DIGIT, *WORDS, *NO_NUMBERS)


def _sql(cell: str, starts: str, *words: str) -> str:
    short = f"(strlen({cell}) <= {_LONGEST} OR {cell} < '!')"
    matches = f"regexp_full_match({cell}, {literal('(?i)' + _pattern(*words))})"
    return f"({cell} IS NULL OR ({short} AND ({starts.format(c=cell)}) AND {matches}))"
