"""Which rows of an export of events take something back."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.validate import ODD, Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.messages import say

CANCELLED = (
    "(({c} BETWEEN 'C0' AND 'C:' OR {c} BETWEEN 'c0' AND 'c:') "
    "AND regexp_matches({c}, '^[Cc]\\d+$'))"
)
"""Comparisons settle nearly every cell; the sign after 9 is the colon."""


def mark_returns(checks: Checks) -> None:
    if "quantity" in checks.values:
        checks.mark("negative", "v_quantity <= 0")
        _leave_nothing_out(checks)
    if "event" in checks.cells:
        checks.mark("returned", "v_event = 'return'")
    order = checks.cells.get("order")
    if order is not None:
        checks.mark("cancelled", CANCELLED.format(c=order))
        checks.mark("numbered", f"{order} >= '0' AND {order} < ':'")


def _leave_nothing_out(checks: Checks) -> None:
    """Rows of no pieces and no money, such as a delivery's, are neither bought nor brought back."""
    money = [role for role in ("price", "revenue") if role in checks.values]
    if money:
        nothing = " AND ".join(f"coalesce(v_{role}, 0) = 0" for role in money)
        condition = f"(v_event IN ('purchase', 'return') AND v_quantity = 0 AND {nothing})"
        checks.faults.append((condition, "quantity", literal(say(m.NEITHER_PIECES_NOR_MONEY))))


def is_return(checks: Checks) -> tuple[str, str]:
    """A quantity of zero or less, an order marked as cancelled, or an event that says so: as SQL
    over the values, and over the marks.
    """
    conditions = []
    if "quantity" in checks.values:
        conditions.append(("v_quantity <= 0", checks.marked("negative")))
    if "event" in checks.cells:
        conditions.append(("v_event = 'return'", checks.marked("returned")))
    if "order" in checks.cells and _cancelled_orders(checks):
        conditions.append((CANCELLED.format(c="v_order"), checks.marked("cancelled")))
    if "came_back" in checks.values:
        conditions.append(("(v_came_back AND v_event = 'purchase')", checks.marked("came_back")))
    if "void" in checks.values:
        conditions.append(("v_void", checks.marked("void")))
    if not conditions:
        return "false", "false"
    values, marks = (" OR ".join(each) for each in zip(*conditions, strict=True))
    return f"({values})", f"({marks})"


def _cancelled_orders(checks: Checks) -> bool:
    """Whether the file marks cancelled orders with a C before an otherwise plain number."""
    return 0 < checks.count(checks.marked("cancelled")) < checks.count(checks.marked("numbered"))


def damaged_returns(checks: Checks, odd: bool, returned: str) -> int:
    """Rows that look like returns but are damaged."""
    if not odd:
        return 0
    found = checks.cursor.execute(
        f"SELECT count(*) FROM {ODD} WHERE damaged AND fault = 0 AND {returned}"
    ).fetchall()
    return int(found[0][0])
