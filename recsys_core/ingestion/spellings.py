"""Two spellings of an ID: one and the same, unless the file holds them as two."""

from typing import NamedTuple

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.roles.table_rules import names_a_person
from recsys_core.ingestion.sampling import SAMPLED
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

ONE, APART = "one", "apart"
BESIDE = ("title", "contact")
"""Roles that say something of the product or the customer."""
MOST_COLUMNS, STEADY, NAMING, MOSTLY = 30, 0.95, 0.5, 0.5
"""A column is a fact of an ID where 95 % of the IDs that come back have one value; it names them
where there is a value for every second ID."""


class _Fact(NamedTuple):
    """A column that goes with the ID: whether it names it, and in how many of the IDs with two
    spellings these have values of their own, or share one.
    """

    column: str
    names: bool
    differ: int
    same: int


def are_one(checks: Checks, role: str, written: str, folded: str) -> bool:
    """Whether IDs that are alike but for capitals and ".0" are one. written, folded: SQL of an ID
    as it stands, and as one spelling of all.
    """
    rows = (
        f"(SELECT *, {written} AS w, {folded} AS id FROM {SAMPLED} "
        f"WHERE NOT {checks.nothing[role]})"
    )
    ids, first, second = checks.cursor.execute(
        "SELECT count(*), min_by(one, id), min_by(other, id) FROM (SELECT id, min(w) AS one, "
        f"max(w) AS other FROM {rows} GROUP BY id HAVING min(w) <> max(w))"
    ).fetchall()[0]
    if not ids:
        return True
    facts = [fact for fact in _facts(checks, rows) if fact.differ + fact.same]
    telling = [fact for fact in facts if fact.names] or facts
    apart = bool(telling) and all(f.differ > MOSTLY * (f.differ + f.same) for f in telling)
    said = {"column": checks.mapping[role], "n": int(ids), "one": first, "other": second}
    if telling:
        fact = telling[0]
        said |= {"fact": fact.column, "differ": fact.differ, "all": fact.differ + fact.same}
    message = m.SPELT_TWICE_BESIDE if telling else m.SPELT_TWICE
    choices = (Answer(ONE, say(m.SAME_ID)), Answer(APART, say(m.OWN_IDS)))
    question = Question(f"spelling:{role}", say(message, **said), choices, APART if apart else ONE)
    one = checks.ask(question) == ONE
    if not one:
        checks.warnings.append(say(m.KEPT_APART, **said))
    return one


def _facts(checks: Checks, rows: str) -> list[_Fact]:
    pairs = [(checks.mapping[role], checks.cells[role]) for role in BESIDE if role in checks.cells]
    pairs += unpicked(checks.staged, checks.mapping)
    found = [_fact(checks, rows, column, cell) for column, cell in pairs[:MOST_COLUMNS]]
    return [fact for fact in found if fact is not None]


def _fact(checks: Checks, rows: str, column: str, cell: str) -> _Fact | None:
    """What a column shows of IDs with two spellings; None where it does not go with the ID."""
    spelt = (
        "(SELECT id, w, count(*) AS n, count(DISTINCT v) AS values, min(v) AS v FROM "
        f"(SELECT id, w, lower(trim({cell})) AS v FROM {rows}) WHERE v <> '' GROUP BY id, w)"
    )
    back, steady, ids, different = checks.cursor.execute(
        "SELECT count(*) FILTER (n > 1), count(*) FILTER (n > 1 AND values = 1), count(*), "
        f"count(DISTINCT v) FROM {spelt}"
    ).fetchall()[0]
    named = names_a_person(column) or cell == checks.cells.get("title")
    if steady < STEADY * back or (not back and not named) or different < 2:
        return None
    differ, same = checks.cursor.execute(
        "SELECT count(*) FILTER (values = spelt), count(*) FILTER (values < spelt) FROM (SELECT "
        f"count(*) AS spelt, count(DISTINCT v) AS values FROM {spelt} GROUP BY id HAVING spelt > 1)"
    ).fetchall()[0]
    return _Fact(column, bool(different >= NAMING * ids), int(differ), int(same))
