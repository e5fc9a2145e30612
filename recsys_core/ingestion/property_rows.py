"""Lists with one property of a product, or of a customer, in each row."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.sampling import SAMPLED, counted, seen
from recsys_core.ingestion.validate import Checks
from recsys_core.wording.messages import say

MOST_COLUMNS = 6
SHARE = 0.9


def warn_about_property_rows(checks: Checks, key: str) -> None:
    """Say so where the rows of a list are properties: keys come again and again, and each value
    of one column belongs to one value of another, the property's name. key: the role.
    """
    cell, others = checks.cells[key], unpicked(checks.staged, checks.mapping)
    rows = seen(checks, f"{cell} <> ''")
    if len(others) > MOST_COLUMNS or rows < 2 * max(_different(checks, cell), 5):
        return
    few = [(name, c) for name, c in others if _is_few_words(checks, c, rows)]
    for name, c in few:
        for value_name, value in others:
            if value != c and _values_of(checks, c, value) >= SHARE:
                checks.warnings.append(say(m.ONE_PROPERTY_A_ROW, property=name, value=value_name))
                return


def _different(checks: Checks, cell: str) -> int:
    found = checks.cursor.execute(f"SELECT count(DISTINCT {cell}) FROM {SAMPLED}").fetchall()
    return int(found[0][0])


def _is_few_words(checks: Checks, cell: str, rows: int) -> bool:
    """Whether a column holds a few words or codes again and again, and no days."""
    words = [word for word, _ in counted(checks, cell)]
    days = sum(kind(word) == "date" or (word.isdigit() and len(word) > 8) for word in words)
    return 2 <= len(words) <= rows / 5 and days < len(words) / 2


def _values_of(checks: Checks, name: str, value: str) -> float:
    """The share of rows, of values that come again, with the usual property of their value; 0
    where the values are hardly more than the properties.
    """
    found = checks.cursor.execute(
        f"SELECT sum(usual) / sum(rows), count(*) FROM (SELECT v, max(n) AS usual, sum(n) AS rows "
        f"FROM (SELECT {value} AS v, {name} AS p, count(*) AS n FROM {SAMPLED} GROUP BY 1, 2) "
        "GROUP BY v HAVING rows > 1)"
    ).fetchall()
    share, values = found[0]
    more = _different(checks, value) > 1.5 * _different(checks, name)
    return float(share or 0) if values and more else 0.0
