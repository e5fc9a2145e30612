"""Money under a name that says nothing, by what each product comes to in several quantities."""

import numpy as np

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.amount_roles import PAID, AmountRoles
from recsys_core.ingestion.roles.arithmetic import FEW, MOST
from recsys_core.ingestion.roles.rows_look import Cells
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say


def by_items(roles: AmountRoles, cells: Cells) -> list[str]:
    """Where nothing was taken for money: the only column with cents. Is it the same for a product
    in several quantities, it is the price of a piece; does it grow with them, the amount.
    """
    item, pieces = roles.place("item"), roles.place("quantity")
    if item is None or pieces not in roles.table.columns or pieces is None:
        return []
    # Of orders it is asked (unnamed_money.py).
    if not PAID.isdisjoint(roles.chosen.values()) or roles.place("order") is not None:
        return []
    codes = np.unique(np.asarray(cells[item], dtype=str), return_inverse=True)[1]
    count = roles.table.columns[pieces]
    values = roles.table.columns
    free = [at for at in values if at not in roles.chosen and _in_cents(values[at])]
    if len(free) != 1:
        return []
    at = free[0]
    grows, same, products = _steady(codes, count, values[at])
    agree = max(grows, same)
    if products < FEW or agree < MOST * products:
        return []
    role = roles.chosen[at] = "revenue" if grows > same else "price"
    message = m.AMOUNT_BY_ITEMS if role == "revenue" else m.PRICE_BY_ITEMS
    names = {"column": roles.columns[at], "quantity": roles.columns[pieces]}
    return [say(message, met=agree, products=products, **names)]


def _in_cents(values: FloatArray) -> bool:
    """Whether numbers have two decimals at the most, and some do: money rather than weight."""
    known = values[np.isfinite(values)]
    cents = np.abs(known * 100 - np.round(known * 100)) < 1e-6
    return bool(known.size and cents.all() and (known != np.round(known)).any())


def _steady(codes: IntArray, count: FloatArray, values: FloatArray) -> tuple[int, int, int]:
    """Of the products sold in several quantities: for how many the number grows with them, for how
    many it is the same, and how many they are.
    """
    grows = same = products = 0
    for code in np.unique(codes):
        mine = (codes == code) & np.isfinite(values) & (count > 0)
        if len(np.unique(count[mine])) < 2:
            continue
        products += 1
        each = values[mine] / count[mine]
        grows += bool(np.ptp(each) <= 0.011)
        same += bool(np.ptp(values[mine]) <= 0.011)
    return grows, same, products
