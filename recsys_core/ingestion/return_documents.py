"""Returns that are orders of their own with positive numbers, as tills and invoices write them."""

from collections.abc import Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.money_sample import FEW, MOST
from recsys_core.ingestion.validate import HEAD_ROWS, Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

CHANCE = 0.01
"""So rarely would as many orders repeat an earlier purchase if they were purchases too."""


def returns_of_their_own(checks: Checks, role: str, words: Sequence[str]) -> list[str]:
    """Those of the words of a column that undo orders which fill whole orders of products that
    the same customer had bought before: their rows take back pieces and money of those.
    """
    needed = {"order", "user", "item", "time", "quantity", "event"}
    if not words or not needed <= checks.values.keys():
        return []
    found = {word: (rows, met) for word, rows, met in _seen_before(checks, role, words)}
    rows, met = found.pop(None, (0, 0))
    usual = (met + 1) / (rows + 1)
    own = [
        str(word)
        for word, (n, seen) in found.items()
        if n >= FEW and seen >= MOST * n and usual**seen < CHANCE
    ]
    if own:
        total, seen = (sum(found[word][at] for word in own) for at in (0, 1))
        fields = {"column": checks.mapping[role], "words": and_list(own)}
        checks.evidence.append(say(m.RETURN_DOCUMENTS, rows=total, seen=seen, **fields))
    return own


def _seen_before(
    checks: Checks, role: str, words: Sequence[str]
) -> list[tuple[str | None, int, int]]:
    """(word, rows, rows of whole orders with it whose customer bought as many pieces or more in an
    earlier order); None for all other rows, whose word is another.
    """
    source = f"(FROM {checks.source()} LIMIT {HEAD_ROWS})"
    values = "".join(f", {sql} AS v_{name}" for name, sql in checks.values.items())
    listed = ", ".join(map(literal, words))
    cell = checks.cells[role]
    return checks.cursor.execute(
        "WITH bought AS (SELECT v_order AS o, v_user AS u, v_item AS i, v_time AS t, "
        f"v_quantity AS q, CASE WHEN {cell} IN ({listed}) THEN {cell} END AS word "
        f"FROM (SELECT *{values} FROM {source}) WHERE v_event = 'purchase' AND v_quantity > 0), "
        "whole AS (SELECT *, count(word) OVER (PARTITION BY o) IN (0, count(*) OVER "
        "(PARTITION BY o)) AS alone FROM bought) "
        "SELECT word, count(*), count(*) FILTER (alone AND EXISTS (SELECT 1 FROM bought s "
        "WHERE s.word IS NULL AND s.u = w.u AND s.i = w.i AND s.t <= w.t AND s.o <> w.o "
        "AND s.q >= w.q)) FROM whole w GROUP BY 1"
    ).fetchall()
