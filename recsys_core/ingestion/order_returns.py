"""Rows that take something back and name no product: a whole order, or an amount of money."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.sampling import seen
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.sql import literal
from recsys_core.wording.messages import say

TAKEN_BACK = "orders_taken_back"
ALL_OF_IT = 0.99
"""Share of an order's money that was paid back where all of it was."""


def undo_orders(checks: Checks) -> list[str]:
    """SQL for whether a row's order was taken back as a whole by another row, if any was; says
    how many orders, and how much is taken back by rows that fit no order.
    """
    item = checks.nothing.get("item")
    if "event" not in checks.cells or item is None:
        return []
    returned = f"({checks.values['event']}) = 'return' AND {item}"
    if not seen(checks, returned):
        return []
    money = f"abs({checks.values['revenue']})" if "revenue" in checks.values else "NULL::DOUBLE"
    orders = _taken_back(checks, returned, money) if "order" in checks.cells else []
    known = f"v_order IN (SELECT order_id FROM {TAKEN_BACK})" if orders else "false"
    whole = f"(v_event = 'return' AND {item} AND {known})"
    checks.faults.insert(0, (whole, "item", literal(say(m.TAKES_ORDER_BACK))))
    if orders:
        checks.warnings.append(
            say(m.ORDERS_TAKEN_BACK, n=orders[0], column=checks.mapping["order"])
        )
    _say_what_is_left(checks, returned, money, bool(orders))
    return [known] if orders else []


def _taken_back(checks: Checks, returned: str, money: str) -> list[int]:
    """Note the orders of which all was taken back; their number, if there are any."""
    order, item = checks.cells["order"], checks.nothing["item"]
    bought = f"({checks.values['event']}) = 'purchase' AND NOT {item}"
    checks.cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {TAKEN_BACK} AS SELECT {checks.values['order']} AS order_id "
        f"FROM {checks.source()} WHERE {order} <> '' GROUP BY 1 "
        f"HAVING bool_or({returned}) AND bool_or({bought}) AND coalesce("
        f"sum({money}) FILTER ({returned}) >= {ALL_OF_IT} * sum({money}) FILTER ({bought}), true)"
    )
    found = checks.cursor.execute(f"SELECT count(*) FROM {TAKEN_BACK}").fetchall()[0][0]
    return [int(found)] if found else []


def _say_what_is_left(checks: Checks, returned: str, money: str, orders: bool) -> None:
    fits = f"{checks.values['order']} IN (SELECT order_id FROM {TAKEN_BACK})" if orders else "false"
    rows, amount = checks.cursor.execute(
        f"SELECT count(*), sum({money}) FROM {checks.source()} "
        f"WHERE {returned} AND NOT coalesce({fits}, false)"
    ).fetchall()[0]
    if not rows:
        return
    said = {"n": int(rows), "column": checks.mapping["event"]}
    if amount is None:
        checks.warnings.append(say(m.RETURNS_WITHOUT_PRODUCT, **said))
    else:
        checks.warnings.append(say(m.MONEY_WITHOUT_PRODUCT, **said, amount=f"{amount:,.2f}"))
