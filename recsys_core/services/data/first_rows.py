"""The first rows of a staged table, and what its columns seem to be by them."""

from dataclasses import replace

import duckdb

from recsys_core.ingestion.date_words import narrow
from recsys_core.ingestion.dialect_types import Staged
from recsys_core.ingestion.roles.amount_roles import SOLD
from recsys_core.ingestion.roles.guess import Guess, guess
from recsys_core.ingestion.roles.wide import lines_beside, running
from recsys_core.ingestion.unfold import unfold
from recsys_core.schema.sql import identifier
from recsys_core.services.data import messages as m
from recsys_core.wording.messages import say

OF_LINES = frozenset(("item", "title", "quantity", "price", "revenue"))
"""Roles of a line of an order rather than of the order."""
SAMPLE_ROWS = 2_000
STAGED = "staged"


def cells(cursor: duckdb.DuckDBPyConnection, staged: Staged, limit: int) -> list[list[str]]:
    """The first rows as text, damaged ones left out where there are enough others."""
    if staged.dialect.width == 0:
        return []
    rows = cursor.execute(f"{select_cells(staged)} LIMIT {limit}").fetchall()
    return [[narrow(cell or "") for cell in row] for row in rows]


def select_cells(staged: Staged) -> str:
    listed = ", ".join(f"c{at}" for at in range(staged.dialect.width))
    order = "" if len(staged.files) == 1 else " ORDER BY file, line"
    return f"SELECT {listed} FROM {identifier(staged.table)}{order}"


def guess_roles(staged: Staged, head: list[list[str]], kind: str | None) -> Guess:
    """What the columns of a staged table seem to be; of lines of orders, their own columns say
    what a line is and brought, before those that were joined to them.
    """
    labels, numbered = staged.dialect.labels, staged.dialect.numbered
    found = guess(labels, head, kind, numbered)
    if not staged.own:
        return found
    rows = [row[: staged.own] for row in head]
    lines = guess(labels[: staged.own], rows, "interactions", numbered)
    known = {each.name for each in found.columns if each.role in ("order", "user")}
    own = {
        each.role: each
        for each in lines.columns
        if each.role in OF_LINES and each.name not in known
    }
    own_names = {each.name: each for each in own.values()}
    columns = [
        own_names.get(each.name)
        or (replace(each, role=None, evidence=say(m.OF_THE_ORDER)) if each.role in own else each)
        for each in found.columns
    ]
    return replace(found, columns=columns)


def with_lines_below(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, kind: str | None, item: str | None = None
) -> Staged:
    """The table, with lines of orders that stand beside each other one below the other. kind: what
    the file is said to hold; item: the column that was named for the product, of which there is to
    be one afterwards.
    """
    labels = staged.dialect.labels
    if kind not in (None, "interactions") or len(running(labels)) < 2:
        return staged
    head = cells(cursor, staged, SAMPLE_ROWS)
    found = guess_roles(staged, head, kind)
    roles = {column.role: column.name for column in found.columns}
    if found.shape != "events" or "item" not in roles:
        return staged
    sold = {roles[role] for role in SOLD & roles.keys()}
    lines = lines_beside(labels, head, roles["item"], sold)
    named = labels.index(item) if item in labels else None
    if not lines or any(named in line.values() for line in lines[1:]):
        return staged
    return unfold(cursor, staged, lines)
