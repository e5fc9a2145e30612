"""Lines that belong to another line of their order: a variant below the article that was paid."""

from collections.abc import Mapping

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.expressions import unpicked
from recsys_core.ingestion.goods_rows import ALWAYS
from recsys_core.ingestion.money_sample import FEW
from recsys_core.ingestion.no_value import no_value_sql
from recsys_core.ingestion.roles.amount_roles import PAID
from recsys_core.ingestion.sampling import amount_sql
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.messages import say


def leave_goods_again_out(checks: Checks) -> None:
    """Where a column gives the number of another line of the order, refuse lines that have such a
    parent, its pieces and no amount: the same goods once more; said.
    """
    if not {"order", "quantity"} <= checks.values.keys() or PAID.isdisjoint(checks.values):
        return
    free = dict(unpicked(checks.staged, checks.mapping))
    numbers = _numbering(checks, free)
    for name, parent in free.items() if numbers else ():
        number = next(
            (n for n in numbers if n != name and _is_parent(checks, parent, free[n])), None
        )
        if number is not None:
            condition = f"(NOT {no_value_sql(parent)} AND {_unpaid(checks)})"
            checks.faults.append((condition, "", literal(say(m.GOODS_AGAIN))))
            checks.warnings.append(say(m.GOODS_AGAIN_OUT, parent=name, number=number))
            return


def _unpaid(checks: Checks) -> str:
    return f"coalesce({amount_sql(checks)}, 0) = 0"


def _numbering(checks: Checks, free: Mapping[str, str]) -> list[str]:
    """The columns that have a value of its own on every row looked at."""
    if not free:
        return []
    different = ", ".join(f"count(DISTINCT {cell})" for cell in free.values())
    rows, *found = checks.cursor.execute(
        f"SELECT count(*), {different} FROM {checks.head()}"
    ).fetchall()[0]
    return [name for name, values in zip(free, found, strict=True) if values == rows]


def _is_parent(checks: Checks, parent: str, number: str) -> bool:
    """Whether a column holds numbers of other lines of the order, and lines that have such a
    parent and no amount have its pieces.
    """
    read = f"{checks.values['order']} AS o, {checks.values['quantity']} AS q"
    lines = f"SELECT trim({number}) AS number, {read} FROM {checks.head()}"
    below = (
        f"SELECT trim({parent}) AS above, {read}, {_unpaid(checks)} AS unpaid "
        f"FROM {checks.head()} WHERE NOT {no_value_sql(parent)}"
    )
    every, known, unpaid, same = checks.cursor.execute(
        "SELECT count(*), count(p.number), count(*) FILTER (c.unpaid), "
        f"count(*) FILTER (c.unpaid AND p.q = c.q) FROM ({below}) c "
        f"LEFT JOIN ({lines}) p ON p.number = c.above AND p.o = c.o"
    ).fetchall()[0]
    return bool(unpaid >= FEW and known >= ALWAYS * every and same >= ALWAYS * unpaid)
