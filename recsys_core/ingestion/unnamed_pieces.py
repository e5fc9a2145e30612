"""Pieces under a name that is not known, where no column was taken for them."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.money_figures import CLEAR
from recsys_core.ingestion.money_sample import FEW, MOST, other_numbers
from recsys_core.ingestion.roles.amount_roles import PAID
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

PIECES, NO_PIECES = "pieces", "none"
WHOLE = r"^[1-9][0-9]?([.,]0+)?$"
HALF, MOST_COUNTS = 0.5, 30


class Amounts(NamedTuple):
    """Of how many products sold in several numbers a column of money grows with them, and is the
    same whatever the number.
    """

    column: str
    grows: int
    same: int

    @property
    def proves(self) -> bool:
        return self.grows >= FEW and self.grows > CLEAR * self.same


def find_pieces(checks: Checks) -> None:
    """Where nothing counts pieces beside money: take the column of small whole numbers with which
    an amount of the line grows; one that may count them is asked about.
    """
    if {"quantity", "rating", "event"} & checks.cells.keys() or "order" not in checks.cells:
        return
    if PAID.isdisjoint(checks.values):
        return
    types = checks.staged.dialect.types
    free = unpicked(checks.staged, checks.mapping)
    able = [pair for pair in free if types[int(pair[1][1:])] == "number" and _may_be(checks, *pair)]
    for column, cell in able:
        proof = next((one for one in _amounts(checks, cell) if one.proves), None)
        if proof is not None:
            fields = {"column": column, "amount": proof.column, "n": proof.grows}
            checks.show(say(m.PIECES_BY_AMOUNTS, **fields, others=proof.same))
            _take(checks, column)
            return
    if able:
        _ask(checks, able[0][0])


def _ask(checks: Checks, column: str) -> None:
    answers = (Answer(PIECES, say(m.ARE_PIECES)), Answer(NO_PIECES, say(m.ARE_NO_PIECES)))
    sentence = say(m.MAY_BE_PIECES, column=column)
    if checks.ask(Question("pieces", sentence, answers)) == PIECES:
        _take(checks, column)


def _take(checks: Checks, column: str) -> None:
    checks.give("quantity", column)
    checks.read(ROLES["quantity"])


def _may_be(checks: Checks, column: str, cell: str) -> bool:
    """Whether a column holds a few small whole numbers on every row that neither the product nor
    the customer nor the order decides, and that do not number the order's lines.
    """
    lines = (
        f"SELECT regexp_matches(trim({cell}), '{WHOLE}') AS whole, "
        f"try_cast(left(trim({cell}), 2) AS INTEGER) AS n, {checks.cells['item']} AS i, "
        f"{checks.cells['user']} AS u, {checks.cells['order']} AS o FROM {checks.head()}"
    )
    whole, counts, above = checks.cursor.execute(
        f"SELECT bool_and(coalesce(whole, false)), count(DISTINCT n), count(*) FILTER (n > 1) "
        f"FROM ({lines})"
    ).fetchall()[0]
    if not whole or not 2 <= counts <= MOST_COUNTS or above < FEW:
        return False
    found = [_several(checks, lines, key) for key in "iuo"]
    numbered = found[2][2] >= MOST * found[2][0]
    return not numbered and all(
        differ >= FEW and differ >= HALF * several for several, differ, _ in found
    )


def _several(checks: Checks, lines: str, key: str) -> tuple[int, int, int]:
    """How many products (customers, orders) have several rows, in how many of them these differ,
    and in how many they run from 1 on.
    """
    several, differ, run = checks.cursor.execute(
        "SELECT count(*), count(*) FILTER (low < high), count(*) FILTER (low = 1 AND high = rows "
        "AND different = rows) FROM (SELECT min(n) AS low, max(n) AS high, count(*) AS rows, "
        f"count(DISTINCT n) AS different FROM ({lines}) WHERE {key} <> '' GROUP BY {key} "
        "HAVING count(*) > 1)"
    ).fetchall()[0]
    return int(several), int(differ), int(run)


def _amounts(checks: Checks, cell: str) -> list[Amounts]:
    """What the columns of money show of a column's numbers."""
    labels = checks.staged.dialect.labels
    columns = {labels[int(t[1:])]: sql for t, sql in other_numbers(checks).items()}
    columns |= {checks.mapping[r]: checks.values[r] for r in PAID if r in checks.values}
    columns.pop(labels[int(cell[1:])], None)
    return [Amounts(name, *_pairs(checks, cell, sql)) for name, sql in columns.items()]


def _pairs(checks: Checks, cell: str, money: str) -> tuple[int, int]:
    lines = (
        f"(SELECT DISTINCT {checks.cells['item']} AS i, try_cast(left(trim({cell}), 2) AS INTEGER) "
        f"AS q, abs({money}) AS x FROM {checks.head()} WHERE abs({money}) > 0 "
        "QUALIFY row_number() OVER (PARTITION BY i ORDER BY q, x) <= 50)"
    )
    grows = "abs(a.x * b.q - b.x * a.q) <= 0.006 * (a.q + b.q)"
    found = checks.cursor.execute(
        f"SELECT count(DISTINCT a.i) FILTER ({grows}), count(DISTINCT a.i) FILTER (a.x = b.x) "
        f"FROM {lines} a JOIN {lines} b ON a.i = b.i AND a.q < b.q"
    ).fetchall()[0]
    return int(found[0]), int(found[1])
