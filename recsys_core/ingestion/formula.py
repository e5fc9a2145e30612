"""Cells that a spreadsheet would run as a formula, made harmless on export and restored on import.

A cell is dangerous when a program may take it for a formula: it begins with = + - @ or a tab or
carriage return. Exports put an apostrophe before it, as spreadsheets themselves do. A cell that
already looks neutralised gets one more, so that `restore(neutralise(text)) == text` always holds.
"""

import re

DANGEROUS = "=+@\t\r-"
_LEADS = re.compile(f"'*[{re.escape(DANGEROUS)}]")
_NEUTRALISED = re.compile(f"''*[{re.escape(DANGEROUS)}]")


def neutralise(text: str) -> str:
    """The text as it may be exported."""
    return f"'{text}" if _LEADS.match(text) else text


def restore(text: str) -> str:
    """The text as it was before `neutralise`."""
    return text[1:] if _NEUTRALISED.match(text) else text


def restore_sql(column: str) -> str:
    """An SQL expression that does what `restore` does."""
    pattern = "^''''*[=+@\\t\\r-]"
    return (
        f"CASE WHEN starts_with({column}, '''') AND regexp_matches({column}, '{pattern}') "
        f"THEN substr({column}, 2) ELSE {column} END"
    )
