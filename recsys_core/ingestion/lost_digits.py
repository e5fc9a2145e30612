"""Numbers that a spreadsheet has rounded to something like 9.78e+12."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.messages import say

LOST_DIGITS = r"^\d(\.\d+)?[eE]\+?\d+$"


def mark_lost_digits(checks: Checks, roles: tuple[str, ...]) -> None:
    """Numbers like 9.78e+12 have lost digits before they came here."""
    for role in roles:
        cell = checks.cells.get(role)
        if cell is not None:
            checks.mark(
                f"lost {role}",
                f"{cell} BETWEEN '0' AND ':' AND contains({cell}, '+') "
                f"AND regexp_matches({cell}, {literal(LOST_DIGITS)})",
            )


def warn_about_ids(checks: Checks, roles: tuple[str, ...]) -> None:
    """Say which ids have lost digits; they are kept as found."""
    for role in roles:
        if role not in checks.cells:
            continue
        found = checks.count(checks.marked(f"lost {role}"))
        if found:
            column = checks.mapping[role]
            checks.warnings.append(say(m.DIGITS_CUT, column=column, numbers=found))
