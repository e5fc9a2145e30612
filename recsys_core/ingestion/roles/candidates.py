"""Which columns may play a role that none was taken for, by their values."""

from collections.abc import Mapping, Sequence

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.by_value import customers_by_orders
from recsys_core.ingestion.roles.column_look import ColumnLook, look_at
from recsys_core.ingestion.roles.evidence import seen
from recsys_core.ingestion.roles.of_orders import names_the_customer, same_in_orders
from recsys_core.ingestion.roles.registry import ROLES, key_role
from recsys_core.ingestion.roles.rows_look import (
    MOSTLY,
    SURE,
    Cells,
    determined,
    numbers_or_words,
    occasion,
)
from recsys_core.ingestion.roles.steady_prices import steady_prices
from recsys_core.wording.messages import say

MOST, FEW_PEOPLE = 3, 5
LONGEST = 60


def candidates(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    mapping: Mapping[str, str],
    role: str,
    kind: str,
) -> list[tuple[str, str]]:
    """At most three columns that may play the role, the likeliest first, each with why.

    rows: a sample of cells as text. mapping: role -> column, as far as it is known.
    """
    cells = [[row[at].strip() for row in rows] for at in range(len(columns))]
    looks = [look_at(column) for column in cells]
    chosen = {columns.index(column): known for known, column in mapping.items()}
    people: list[int] = []
    if role == "user" and kind == "interactions":
        people = customers_by_orders(columns, cells, looks, chosen)
    free = [at for at in range(len(columns)) if at not in chosen and at not in people]
    order = occasion(chosen)
    fit = [at for at in free if _fits(cells, looks, at, role, kind, order)]
    steady = {at: 0.0 for at in fit}
    if role == "item" and kind == "interactions":
        fit = [at for at in fit if _of_products(columns, cells, looks, chosen, at)]
        steady = steady_prices(cells, looks, chosen, fit)
    fit.sort(key=lambda at: (-steady[at], -looks[at].filled, looks[at].distinct, at))
    found = [(columns[at], say(m.SAME_ON_ORDER)) for at in people]
    return [*found, *((columns[at], seen(looks[at], within=True)) for at in fit)][:MOST]


def _fits(
    cells: Cells, looks: Sequence[ColumnLook], at: int, role: str, kind: str, order: int | None
) -> bool:
    """Whether a column's values may be this role's."""
    look = looks[at]
    lines = len(set(cells[order])) if order is not None and role == "user" else len(cells[at])
    if not look.filled or look.filled < MOSTLY * lines:
        return False
    if not ROLES[role].identifies:
        return ROLES[role].judge(look).score > 0
    named = look.share("number", "code", "email", "text") > MOSTLY and look.counts
    if not named or look.longest > LONGEST:
        return False
    if role == key_role(kind):
        return not look.repeats
    # Cashiers and shops are a handful.
    if not look.repeats or look.distinct <= (FEW_PEOPLE if role == "user" else 2):
        return False
    if role == "user":
        return order is None or determined(cells[at], cells[order]) >= SURE
    return order is None or not same_in_orders(cells[at], cells[order])


def _of_products(
    columns: Sequence[str],
    cells: Cells,
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    at: int,
) -> bool:
    """Whether a column may tell products apart, by its name or values, and no customers."""
    told = numbers_or_words(columns[at], cells[at], looks[at])
    return told and not names_the_customer(cells, chosen, at)
