"""The one look at every row: what is wrong with it, and what was asked about it."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.unread import IrregularError
from recsys_core.ingestion.validate import CHECKED, COUNTED, Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say


def build(checks: Checks) -> None:
    """Create `checked`. Columns whose first rows were plain numbers and whose later ones are
    not are read again with more care. Raises IrregularError when the file is not what it
    seemed to be.
    """
    unread = checks.staged.unread
    if checks.beyond:
        checks.mark("beyond", " OR ".join(checks.beyond))
    if unread and unread.names:
        checks.mark("names", _repeats(unread.names))
    refused = _set_words_apart(checks)
    others = [role for role in checks.nothing if role not in refused]
    checks.mark("worded", _worded(checks, *others))
    _create(checks)
    _read_with_care(checks)
    _tell_numbers(checks)
    numbers = "".join(f" OR fault = {number}" for number in refused.values())
    if checks.count(f"{checks.marked('worded')}{numbers}"):
        _read_as_empty(checks)


def _set_words_apart(checks: Checks) -> dict[str, int]:
    """Refuse a row for a word for nothing before it is refused for an empty cell: the role -> the
    number of the fault, which tells of the word what would otherwise be looked for once more.
    """
    faults, apart = [], {}
    for condition, role, reason in checks.faults:
        if condition == checks.nothing.get(role):
            faults.append((f"{condition} AND {checks.cells[role]} <> ''", role, reason))
            apart[role] = len(faults)
            condition = f"coalesce({checks.cells[role]}, '') = ''"
        faults.append((condition, role, reason))
    checks.faults = faults
    return apart


def _read_with_care(checks: Checks) -> None:
    plain = [role for role, style in checks.numbers.items() if style.plain]
    hasty = {role: checks.cells[role] for role in plain if _unreadable(checks, role)}
    if not hasty:
        return
    table, decimal = checks.staged.table, checks.options.decimal
    checks.numbers |= number_styles(checks.cursor, table, hasty, decimal=decimal, careful=True)
    checks.values |= {role: checks.numbers[role].sql(cell) for role, cell in hasty.items()}
    _create(checks)


def _tell_numbers(checks: Checks) -> None:
    for role, style in checks.numbers.items():
        column = checks.mapping[role]
        if style.warning:
            checks.warnings.append(say(m.ABOUT_COLUMN, column=column, warning=style.warning))
        if style.comma:
            checks.decided["decimal"] = ","
        if style.comma and not style.warning:
            checks.warnings.append(say(m.DECIMAL_COMMA, column=column))


def _worded(checks: Checks, *roles: str) -> str:
    """Whether a word or sign stands for nothing in a cell of one of these roles."""
    asked = (
        (checks.cells[role], checks.nothing[role])
        if ROLES[role].becomes == "text"
        else (checks.cells[role], f"v_{role} IS NULL AND {checks.nothing[role]}")
        for role in roles
    )
    return " OR ".join(f"({cell} <> '' AND {nothing})" for cell, nothing in asked) or "false"


def _read_as_empty(checks: Checks) -> None:
    """Where words stand for nothing: say which and how many, and take texts for empty. A name
    of something may be such a word once; what a program writes for nothing comes again.
    """
    asked = ", ".join(
        f"histogram(trim({checks.cells[role]})) FILTER ({_worded(checks, role)})"
        for role in checks.nothing
    )
    row = checks.cursor.execute(
        f"SELECT {asked} FROM {checks.evaluated(checks.source())}"
    ).fetchall()[0]
    for role, found in zip(checks.nothing, row, strict=True):
        name = ROLES[role].becomes == "text" and not ROLES[role].identifies
        words = {w: n for w, n in (found or {}).items() if w and (n > 1 or not name)}
        if not words:
            continue
        if ROLES[role].becomes == "text" and not ROLES[role].identifies:
            listed = ", ".join(map(literal, words))
            value = f"CASE WHEN trim({checks.cells[role]}) NOT IN ({listed}) THEN "
            checks.values[role] = f"{value}{checks.values[role]} END"
        said = {"column": checks.mapping[role], "words": or_list(words)}
        checks.warnings.append(say(m.READ_AS_EMPTY, **said, n=sum(words.values())))


def _create(checks: Checks) -> None:
    sql = (
        f"CREATE OR REPLACE TEMP TABLE {CHECKED} AS SELECT {checks.place}{checks.state()}, h "
        f"FROM {checks.evaluated(checks.source())}"
    )
    checks.cursor.execute(sql)
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {COUNTED} AS SELECT fault, marks, count(*) AS rows "
        f"FROM {CHECKED} GROUP BY ALL"
    )
    unread = checks.staged.unread
    if unread is None:
        return
    if checks.count("true") != unread.count:
        raise IrregularError
    if unread.names and checks.count(checks.marked("names")):
        raise IrregularError


def _unreadable(checks: Checks, role: str) -> bool:
    numbers = [
        str(at)
        for at, (condition, of, _) in enumerate(checks.faults, 1)
        if of == role and " AND NOT " in condition
    ]
    return bool(numbers) and checks.count(f"fault IN ({', '.join(numbers)})") > 0


def _repeats(names: Sequence[str]) -> str:
    """Whether a row holds the column names again. The longest name settles nearly every row."""
    longest = max(range(len(names)), key=lambda at: len(names[at].strip()))
    same = [f"contains(c{longest}, {literal(names[longest].strip())})"]
    same += [f"trim(coalesce(c{at}, '')) = {literal(n.strip())}" for at, n in enumerate(names)]
    return " AND ".join(same)
