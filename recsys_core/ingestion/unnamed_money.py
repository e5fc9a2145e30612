"""What was paid, under a name that is not known, where no column was taken for money."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_rows import NAMED, like_money, tell_unused_money
from recsys_core.ingestion.money_sample import FEW, MOST, other_numbers
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

NONE = "none"


def find_money(checks: Checks) -> None:
    """Of orders without money, ask which of the columns that look like it was paid: first
    those of which each product has one, as a price is, then those that come to most. Of other
    files say that none counts.
    """
    if "rating" in checks.values and "quantity" not in checks.values:
        return
    numbers = other_numbers(checks)
    if "order" not in checks.cells:
        tell_unused_money(checks, numbers)
        return
    sums = _sums(checks, numbers, like_money(checks, numbers))
    if not sums:
        return
    ranked = sorted(sums, key=lambda column: sums[column], reverse=True)[:NAMED]
    answers = (*(Answer(c, c) for c in ranked), Answer(NONE, say(m.NONE_OF_THEM)))
    sentence = say(m.WHICH_MONEY, columns=and_list(ranked), n=len(ranked))
    column = checks.ask(Question("money", sentence, answers))
    if column != NONE:
        role = "price" if sums[column][0] else "revenue"
        checks.give(role, column)
        checks.read(ROLES[role])


def _sums(
    checks: Checks, numbers: dict[str, str], columns: dict[str, int]
) -> dict[str, tuple[bool, float]]:
    """Column -> whether each product has one number there, and its sum, of the first rows."""
    labels = checks.staged.dialect.labels
    found = {}
    for t, sql in numbers.items():
        column = labels[int(t[1:])]
        if column not in columns:
            continue
        products, steady, different, total = checks.cursor.execute(
            "SELECT count(*), count(*) FILTER (low = high), count(DISTINCT low), "
            f"coalesce(sum(total), 0) FROM (SELECT min({sql}) AS low, max({sql}) AS high, "
            f"sum({sql}) AS total FROM {checks.head()} GROUP BY {checks.cells['item']} "
            "HAVING count(*) > 1)"
        ).fetchall()[0]
        price = products >= FEW and steady >= MOST * products and different > 1
        found[column] = (bool(price), float(total))
    return found
