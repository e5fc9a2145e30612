"""Variants in a list of products: what only their parent's row says holds for them too."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.order_lines import filled_sql, first_of, rewrite_cells
from recsys_core.ingestion.validate import Checks
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

INHERITED = ("title", "description", "category", "brand")
FEW, ALWAYS = 3, 0.95
"""Variants, or parents, that must show the pattern, and their share among all that could."""
MOST_COLUMNS = 40
TABLE, PARENTS = "rows_of_variants", "parents_of_variants"


def inherit_from_parents(checks: Checks) -> None:
    """Give variants without a title that of their parent, with what else they leave out: of the
    first row of those that share a column's value (a handle), or of the row whose number another
    column gives (a parent). Said with what it rests on.
    """
    title = checks.cells.get("title")
    if title is None or not _count(checks, f"NOT {filled_sql(title)}"):
        return
    cells = {role: checks.cells[role] for role in INHERITED if role in checks.cells}
    free = unpicked(checks.staged, checks.mapping)[:MOST_COLUMNS]
    column = next((name for name, cell in free if _shared(checks, cell, title)), None)
    if column is not None:
        group = dict(free)[column]
        rewrite_cells(checks, {cell: first_of(cell, group) for cell in cells.values()}, TABLE)
    else:
        column = _from_parents(checks, list(cells.values()), dict(free), title)
    if column is not None:
        names = and_list([checks.mapping[role] for role in cells])
        checks.show(say(m.FROM_PARENT, columns=names, parent=column, n=len(cells)))


def _count(checks: Checks, condition: str) -> int:
    sql = f"SELECT count(*) FROM {checks.head()} WHERE {condition}"
    return int(checks.cursor.execute(sql).fetchall()[0][0])


def _shared(checks: Checks, group: str, title: str) -> bool:
    """Whether rows that share a value have a title on the first of them only."""
    first_only, every, below = checks.cursor.execute(
        "SELECT count(*) FILTER (first AND NOT later), count(*), sum(bare) FILTER (first) FROM ("
        f"SELECT bool_or({filled_sql(title)}) FILTER (nr = top) AS first, "
        f"coalesce(bool_or({filled_sql(title)}) FILTER (nr > top), false) AS later, "
        f"count(*) FILTER (NOT {filled_sql(title)}) AS bare FROM "
        f"(SELECT *, min(nr) OVER (PARTITION BY {group}) AS top FROM {checks.head()} "
        f"WHERE {filled_sql(group)}) GROUP BY {group} HAVING count(*) > 1)"
    ).fetchall()[0]
    bare = _count(checks, f"NOT {filled_sql(title)}")
    return first_only >= FEW and first_only >= ALWAYS * every and (below or 0) >= ALWAYS * bare


def _from_parents(checks: Checks, cells: list[str], free: dict[str, str], title: str) -> str | None:
    """The column that gives the parent's number, once variants have what the parents say."""
    numbers = [checks.cells["item"], *free.values()]
    bare = f"NOT {filled_sql(title)}"
    for column, parent in free.items():
        named = f"regexp_replace(trim({parent}), '^id: *', '')"
        known = _count(checks, f"{bare} AND {filled_sql(parent)}")
        if known < max(FEW, ALWAYS * _count(checks, bare)):
            continue
        for number in numbers:
            titled = (
                f"SELECT trim({number}) FROM {checks.head()} WHERE {filled_sql(title)} "
                f"AND {filled_sql(number)}"
            )
            found = _count(checks, f"{bare} AND {named} IN ({titled})")
            if number != parent and found >= ALWAYS * known:
                _take(checks, cells, named, number, title)
                return column
    return None


def _take(checks: Checks, cells: list[str], named: str, number: str, title: str) -> None:
    said = ", ".join(f"first({cell}) FILTER ({filled_sql(cell)}) AS p{cell}" for cell in cells)
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {PARENTS} AS SELECT trim({number}) AS number, {said} "
        f"FROM {checks.source()} WHERE {filled_sql(title)} AND {filled_sql(number)} GROUP BY 1"
    )
    taken = {
        cell: f"CASE WHEN {filled_sql(cell)} THEN {cell} ELSE coalesce((SELECT p{cell} FROM "
        f"{PARENTS} p WHERE p.number = {named}), '') END"
        for cell in cells
    }
    rewrite_cells(checks, taken, TABLE)
