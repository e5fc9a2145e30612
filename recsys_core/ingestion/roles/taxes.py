"""Taxes and fees by their figures: a small share of another amount is never what was paid."""

from itertools import permutations
from typing import NamedTuple

import numpy as np

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.amount_roles import AmountRoles
from recsys_core.ingestion.roles.arithmetic import FEW, MOST, NumberTable
from recsys_core.ingestion.roles.rates import adds_up, is_share
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say


class AmountShare(NamedTuple):
    """Columns of which part is a share of whole: the percentage beside it, or what both add up to;
    -1 for none.
    """

    part: int
    whole: int
    rate: int = -1
    both: int = -1


def no_part(roles: AmountRoles) -> list[str]:
    """Take the part of another amount out of the price and the amount; the other one is what was
    paid where no role is left.
    """
    said = []
    for role in ("revenue", "price"):
        at = roles.place(role)
        found = None if at is None else _part(roles, at)
        if found is not None:
            roles.drop(role)
            if roles.place("price") is None and roles.place("revenue") is None:
                roles.give("revenue", found.whole)
            said.append(_sentence(roles, found))
    return said


def taxed(roles: AmountRoles) -> list[str]:
    """Price times pieces is the line, where the amount is that with a tax on top: another column
    at the few rates that taxes have.
    """
    amount, values = roles.place("revenue"), roles.table.columns
    if amount not in values or amount is None or roles.place("price") is not None:
        return []
    for one in roles.products:
        free = [at for at in values if at not in (*one[:3], amount)]
        tax = (at for at in free if adds_up(values[at], values[one.amount], values[amount]))
        found = next(tax, None) if one.less < 0 and one.amount != amount else None
        if found is not None:
            for role, at in (("quantity", one.pieces), ("price", one.price)):
                roles.give(role, at)
            roles.give("revenue", one.amount)
            roles.chosen[found] = "tax"
            names = {"amount": amount, "better": one.amount, "extra": found}
            return [say(m.HOLDS_MORE, **{k: roles.columns[at] for k, at in names.items()})]
    return []


def no_total(roles: AmountRoles) -> list[str]:
    """A "tax" of more than half of what the lines of its order come to is none."""
    tax, paid = roles.place("tax"), roles.base()
    if tax is None or paid is None or tax in roles.table.rates or tax not in roles.table.columns:
        return []
    whole, part = (_by_order(roles.table, each) for each in (paid, roles.table.columns[tax]))
    shows = (whole[0] > 0) & (part[1] > 0)
    if shows.sum() < FEW or (2 * part[1] > whole[0])[shows].mean() < MOST:
        return []
    roles.drop("tax")
    return [say(m.TAX_IS_TOTAL, column=roles.columns[tax])]


def _by_order(table: NumberTable, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The sum and the highest of values (rows,) of each order (orders,); of each row without."""
    numbers, known = np.nan_to_num(values), table.order >= 0
    if not known.any():
        return numbers, numbers
    most = np.zeros(int(table.order.max()) + 1)
    np.maximum.at(most, table.order[known], numbers[known])
    return np.bincount(table.order[known], numbers[known]).astype(np.float64), most


def _part(roles: AmountRoles, part: int) -> AmountShare | None:
    """What a column is a share of, if it is one."""
    table = roles.table
    values = table.columns
    if part not in values:
        return None
    others = [at for at in values if at != part]
    for whole in others:
        for rate in (at for at in table.rates if at not in (part, whole)):
            if is_share(values[part], values[whole], table.rates[rate]):
                return AmountShare(part, whole, rate)
    for whole, both in permutations((at for at in others if not roles.named_discount(at)), 2):
        if adds_up(values[part], values[whole], values[both]):
            return AmountShare(part, whole, both=both)
    return None


def _sentence(roles: AmountRoles, found: AmountShare) -> str:
    names = {"part": roles.columns[found.part], "whole": roles.columns[found.whole]}
    if found.rate >= 0:
        return say(m.PART_BY_RATE, rate=roles.columns[found.rate], **names)
    return say(m.PART_BY_SUM, both=roles.columns[found.both], **names)
