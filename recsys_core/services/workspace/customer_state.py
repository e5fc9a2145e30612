"""What all customer questions share, computed once per data version and kept per workspace."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import pandas as pd

from recsys_core.profiles.gaps import expected_orders
from recsys_core.profiles.lifecycle import lifecycle
from recsys_core.profiles.neighbours import unit_rows
from recsys_core.profiles.overdue import CameBack, came_back
from recsys_core.profiles.rfm import rfm
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.kept_figures import kept_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries
from recsys_core.storage.customer_queries import Activity
from recsys_core.wording.folding import folded
from recsys_core.wording.messages import say

LINE, FACT = "\n", "\t"
"""Around a fact of `searchable`, and between its name and its value."""
BY_ORDERS, BY_MEAN = "orders", "mean gap"
"""What the next visit is told by: the middle of the gaps between orders, drawn to the shop's where
they are few, or the mean gap between visits of whatever kind.
"""
LABEL_FACTS = 2
"""How many facts of the customer list follow the number in a picker."""


@dataclass
class CustomerState:
    """Everything that depends on all customers. Frames are shared: copy before changing.

    overview: one row per customer, most active first.  searchable: what typing finds, folded,
    aligned with overview: a line for the number and one for each fact with its value.  facts: a
    folded value -> the names of the facts that have it.  attributes: user_id -> fact -> value.
    before: what became of those who were overdue.
    """

    version: int
    activity: Activity
    overview: pd.DataFrame
    searchable: pd.Series
    facts: dict[str, tuple[str, ...]]
    attributes: dict[str, dict[str, str]]
    before: tuple[CameBack, ...]

    @property
    def fact_names(self) -> list[str]:
        """Every fact that is known of any customer, in the order in which they are met."""
        return list(dict.fromkeys(name for known in self.attributes.values() for name in known))


_kept: PerWorkspace[int, CustomerState] = PerWorkspace("customers", most=1)
_spaces: PerWorkspace[str, tuple[Dataset, CSR]] = PerWorkspace("rows of customers", most=1)


@needs(Role.VIEWER)
def customer_state(ws: Workspace) -> CustomerState:
    """The state of the data as it is now; `NotReadyError` when there are no customers yet."""
    version = ws.data_version()
    return _kept.get(ws, version, lambda: _build(ws, version))


@needs(Role.VIEWER)
def average_shares(ws: Workspace, state: CustomerState) -> pd.DataFrame:
    """category, average_share, customers; see `storage.customer_queries.average_shares`."""

    def ask() -> pd.DataFrame:
        with ws.db.read() as cursor:
            return customer_queries.average_shares(cursor, state.activity)

    return kept_frame(ws, "averages", ask)


@needs(Role.VIEWER)
def neighbour_space(ws: Workspace) -> tuple[Dataset, CSR] | None:
    """The data set and its rows of length 1; None when there is too little data to build it."""
    try:
        data = ws.dataset()
    except NotReadyError:
        return None
    return _spaces.get(ws, data.fingerprint, lambda: (data, unit_rows(data.matrix)))


def _build(ws: Workspace, version: int) -> CustomerState:
    with ws.db.read() as cursor:
        activity = customer_queries.activity(cursor)
        if activity is None:
            raise NotReadyError(say(m.NO_CUSTOMERS))
        totals = customer_queries.totals(cursor, activity)
        visits = customer_queries.visit_days(cursor, activity)
        bought = replace(activity, kind="purchase")
        orders = None if bought == activity else customer_queries.visit_days(cursor, bought)
        attributes = customer_queries.attributes(cursor)
    frame = rfm(totals, activity.last)
    visits = _coded(visits, totals)
    coded = totals.assign(**{Columns.User: np.arange(len(totals))})
    frame = pd.concat([frame, lifecycle(coded, activity.last, visits)], axis=1)
    frame = _with_next_order(frame, visits if orders is None else _coded(orders, totals))
    users: list[str] = frame[Columns.User].tolist()
    labels = [
        " · ".join([user, *list(attributes.get(user, {}).values())[:LABEL_FACTS]]) for user in users
    ]
    frame.insert(1, C.Label, labels)
    own = list(zip(frame[Columns.Segment].tolist(), frame[C.Status].tolist(), strict=True))
    # A few pairs of them are said of everybody.
    ends = {
        pair: folded(LINE.join([*_facts(zip((Columns.Segment, C.Status), pair, strict=True)), ""]))
        for pair in dict.fromkeys(own)
    }
    words = [
        folded(LINE.join(["", user, *_facts(attributes.get(user, {}).items()), ""])) + ends[pair]
        for user, pair in zip(users, own, strict=True)
    ]
    # Sums of the same amounts differ in their last bits from run to run; the order must not.
    order = frame.assign(words=words, spent=frame[C.Spend].round(6)).sort_values(
        [C.Visits, "spent", C.Products, Columns.User],
        ascending=[False, False, False, True],
        na_position="last",
        ignore_index=True,
    )
    before = () if activity.last is None else came_back(visits, activity.last)
    return CustomerState(
        version,
        activity,
        order.drop(columns=["words", "spent"]),
        order["words"],
        _names_by_value(
            chain(
                *(attributes[user].items() for user in users if user in attributes),
                *(zip((Columns.Segment, C.Status), pair, strict=True) for pair in ends),
            )
        ),
        attributes,
        before,
    )


def _coded(visits: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Customers by their row: grouping and looking up millions of texts takes ten times as long."""
    codes = pd.Categorical(visits[Columns.User], categories=totals[Columns.User]).codes
    return visits.assign(**{Columns.User: codes.astype(np.int64)})[codes >= 0]


def _with_next_order(frame: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """The next order by the middle of the gaps where orders are dated, and what it goes by."""
    timed = expected_orders(orders).set_index(Columns.User)[C.NextExpected].reindex(frame.index)
    plain = frame[C.NextExpected]
    by = np.where(timed.notna(), BY_ORDERS, np.where(plain.notna(), BY_MEAN, ""))
    return frame.assign(**{C.NextExpected: timed.fillna(plain), C.NextBy: by})


def _facts(known: Iterable[tuple[str, object]]) -> list[str]:
    return [f"{name}{FACT}{value}" for name, value in known]


def _names_by_value(pairs: Iterable[tuple[str, object]]) -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for name, value in dict.fromkeys(pairs):
        names.setdefault(folded(str(value)), {})[str(name)] = None
    return {value: tuple(known) for value, known in names.items()}
