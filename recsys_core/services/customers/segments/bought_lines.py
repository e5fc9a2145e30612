"""Every line that customers bought as numbers: questions about products are answered in memory."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.segments.facts import Buying
from recsys_core.schema.types import BoolArray, IntArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import CustomerState
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segment_queries

EPOCH = date(1970, 1, 1)
UNDATED = np.iinfo(np.int32).min
"""The day of a line without a date."""

_lines: PerWorkspace[int, "BoughtLines"] = PerWorkspace("lines of segments", most=1)


@dataclass(frozen=True)
class BoughtLines:
    """Arrays are (lines,), those of one visit one after another.

    customer: row of the overview.  item: place in `items`.  day: since 1970, `UNDATED` without.
    visit: counted from 0; -1 where a line has neither an order nor a date where those are visits.
    products: (n,) how many different ones each customer bought.
    """

    customer: IntArray
    item: IntArray
    day: IntArray
    visit: IntArray
    items: pd.Index
    products: IntArray

    def times(self, what: Buying, newest: pd.Timestamp | None, names: StrArray | None) -> IntArray:
        """(n,) as `segment_queries.times_bought` says; names: of products, None for all."""
        wanted = self._wanted(what, newest, names)
        if what.least == 1:
            out = np.zeros(len(self.products), dtype=np.int64)
            out[self.customer[wanted]] = 1
            return out
        wanted &= self.visit >= 0
        visit = self.visit[wanted]
        customers = self.customer[wanted][_first_of_each(visit)]
        return np.bincount(customers, minlength=len(self.products))

    def bought(self, names: StrArray) -> bool:
        """Whether any line is about one of the products."""
        return bool((self.items.get_indexer(pd.Index(names, dtype=object)) >= 0).any())

    def _wanted(
        self, what: Buying, newest: pd.Timestamp | None, names: StrArray | None
    ) -> BoolArray:
        found = np.ones(len(self.item), dtype=bool)
        if names is not None:
            places = self.items.get_indexer(pd.Index(names, dtype=object))
            asked = np.zeros(len(self.items), dtype=bool)
            asked[places[places >= 0]] = True
            found = asked[self.item]
        if what.days and newest is not None:
            found &= self.day > _number(newest.date()) - what.days
        if what.start:
            found &= self.day >= _number(what.start)
        if what.end:
            found &= (self.day <= _number(what.end)) & (self.day > UNDATED)
        return found


@needs(Role.VIEWER)
def lines_known(ws: Workspace, state: CustomerState) -> BoughtLines | None:
    """The lines where they were read for the data as it is; None where that would take seconds."""
    return _lines.peek(ws, state.version)


@needs(Role.VIEWER)
def read_lines(ws: Workspace, state: CustomerState) -> BoughtLines:
    """The lines, read once per data version: 20 bytes each."""
    return _lines.get(ws, state.version, lambda: _read(ws, state))


def _read(ws: Workspace, state: CustomerState) -> BoughtLines:
    users = state.overview[Columns.User]
    with ws.db.read() as cursor:
        found, items = segment_queries.coded_lines(cursor, state.activity, users)
    customer, item, day = (np.ma.filled(found[name], UNDATED) for name in ("u", "i", "day"))
    known = np.asarray(found["known"], dtype=bool)
    visit = np.cumsum(_first_of_each(np.asarray(found["visit"])), dtype=np.int32) - np.int32(1)
    pairs = np.sort(customer.astype(np.int64) * len(items) + item)
    pairs = pairs[_first_of_each(pairs)]
    return BoughtLines(
        customer,
        item,
        day,
        np.where(known, visit, np.int32(-1)),
        pd.Index(items, dtype=object),
        np.bincount(pairs // max(len(items), 1), minlength=len(users)),
    )


def _first_of_each(ordered: IntArray) -> BoolArray:
    """(n,) where equal ones follow one another: whether this is the first of them."""
    return np.concatenate([np.ones(min(len(ordered), 1), dtype=bool), ordered[1:] != ordered[:-1]])


def _number(day: date) -> int:
    return (day - EPOCH).days
