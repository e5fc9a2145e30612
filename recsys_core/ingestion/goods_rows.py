"""Which rows of a long list of amounts are goods, and which are taxes, carriage and fees."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.sampling import SAMPLED, counted, seen
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_KINDS, NAMED = 30, 8


def leave_amounts_out(checks: Checks) -> None:
    """Where a column of words says the same on every purchase with a quantity, and something else
    on those without one, rows that say something else are no goods: returns among them stay out.
    """
    empty = checks.nothing.get("quantity")
    if empty is None or "event" not in checks.cells or not seen(checks, empty):
        return
    bought = f"({checks.values['event']}) = 'purchase'"
    for column, cell in unpicked(checks.staged, checks.mapping):
        low, high, bare = checks.cursor.execute(
            f"SELECT min({cell}) FILTER (NOT {empty}), max({cell}) FILTER (NOT {empty}), "
            f"count(*) FILTER ({empty}) FROM {SAMPLED} WHERE {bought}"
        ).fetchall()[0]
        if (
            bare
            and low
            and low == high
            and not seen(checks, f"{bought} AND {empty} AND {cell} = {literal(low)}")
        ):
            _leave_out(checks, column, cell, low)


def _leave_out(checks: Checks, column: str, cell: str, goods: str) -> None:
    others = [word for word, _ in counted(checks, cell) if word != goods]
    returned = f"({checks.values['event']}) = 'return' AND {cell} = {literal(goods)}"
    if not 0 < len(others) <= MOST_KINDS or not seen(checks, returned):
        return
    condition = f"(v_event = 'return' AND coalesce({cell}, '') <> {literal(goods)})"
    checks.faults.append((condition, "", literal(say(m.NO_GOODS))))
    words = and_list(others[:NAMED])
    checks.warnings.append(say(m.ONLY_GOODS_COUNT, column=column, word=goods, others=words))
