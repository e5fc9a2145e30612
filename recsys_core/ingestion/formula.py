"""Cells that a spreadsheet would run as a formula, made harmless on export and restored on import.

A program takes for a formula what begins with = + - @ or one of their full-width forms; a tab, a
line feed or a carriage return before them does not help. A cell also begins where a program cuts
one: after a semicolon, a tab or a line's end, since a file with commas may be read with those.
Exports put an apostrophe there, as spreadsheets themselves do. What already looks neutralised gets
one more, so that `restore(neutralise(text)) == text` always holds.
"""

import re

SIGNS = "=+@\\-＝＋－＠"
NUMBER = re.compile(r"-?\d[\d.,]*([eE][+-]?\d+)?")
"""A number is no formula, and a table that goes on to another program must keep it."""
PHONE = re.compile(r"\+[\d ()./-]+")
"""A telephone number in international form: nothing in it can be run."""
_FIRST = re.compile("^(?='*[\t\r\n])")
_ANY = re.compile(f"(^|[;\t\r\n])(?='*[{SIGNS}])")
_FIRST_BACK = re.compile("^'(?='*[\t\r\n])")
_ANY_BACK = re.compile(f"(^|[;\t\r\n])'(?='*[{SIGNS}])")


def neutralise(text: str, keep: re.Pattern[str] | None = None) -> str:
    """The text as it may be exported; what matches `keep` as a whole stays as it is."""
    if keep is not None and keep.fullmatch(text):
        return text
    return _ANY.sub(r"\1'", _FIRST.sub("'", text))


def restore(text: str) -> str:
    """The text as it was before `neutralise`."""
    return _ANY_BACK.sub(r"\1", _FIRST_BACK.sub("", text)) if "'" in text else text


def restore_sql(column: str) -> str:
    """An SQL expression that does what `restore` does."""
    # RE2 cannot look ahead, so what follows the apostrophe is put back.
    first = f"regexp_replace({column}, '^''(''*[\\t\\r\\n])', '\\1')"
    everywhere = f"regexp_replace({first}, '(^|[;\\t\\r\\n])''(''*[{SIGNS}])', '\\1\\2', 'g')"
    return f"CASE WHEN contains({column}, '''') THEN {everywhere} ELSE {column} END"
