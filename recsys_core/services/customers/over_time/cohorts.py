"""Cohorts of a workspace: who ordered again, month by month after the first order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from recsys_core.profiles.over_time.cohorts import by_month, triangle
from recsys_core.profiles.value.gate import PANEL, first_come
from recsys_core.profiles.value.orders import order_histories
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.over_time import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import cohort_queries, customer_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

NEXT = 1
"""The month after the first order."""


@dataclass(frozen=True)
class Cohorts:
    """cells, together: as of `profiles.over_time.cohorts`; until: the last day of the data.
    caution: why a cohort is not those who were new; refused: why there are none; or empty.
    """

    cells: pd.DataFrame
    together: pd.DataFrame
    until: pd.Timestamp | None
    caution: str
    refused: str

    @property
    def sentence(self) -> str:
        """How many ordered in the month after their first order."""
        if self.refused or self.until is None:
            return self.refused
        after = self.together[self.together[C.Month] == NEXT]
        until = day(self.until)
        if after.empty:
            return say(m.NO_MONTH_OVER, until=until)
        row = after.iloc[0]
        figures = {name: share(float(row[name])) for name in (C.Share, "low", "high")}
        return say(m.RETAINED, until=until, n=int(row["size"]), **figures)


_kept: PerWorkspace[int, Cohorts] = PerWorkspace("cohorts of customers", most=1)


@needs(Role.VIEWER)
def customer_cohorts(ws: Workspace) -> Cohorts:
    """The cohorts of all purchases, once per data version."""
    return _kept.get(ws, ws.data_version(), lambda: _ask(ws))


def _ask(ws: Workspace) -> Cohorts:
    with ws.db.read() as cursor:
        cells = cohort_queries.cohort_cells(cursor)
        until = customer_queries.newest_day(cursor)
        orders = customer_queries.order_days(cursor)
    if cells.empty or until is None:
        return Cohorts(cells, cells, None, "", say(m.NO_COHORTS))
    found = triangle(cells, until)
    correlation = first_come(order_histories(orders, until))
    caution = say(m.NOT_NEW, correlation=number(correlation)) if correlation < PANEL else ""
    return Cohorts(found, by_month(found), until, caution, "")


def cohorts_json(cohorts: Cohorts) -> dict[str, Any]:
    """The keys of the command line's `cohorts`. A month not over at the end of the data has the
    customers so far, and None for share, low and high.
    """
    return {
        "rows": [] if cohorts.refused else [_cell(row) for row in cohorts.cells.itertuples()],
        "until": None if cohorts.until is None else cohorts.until.date().isoformat(),
        "caution": cohorts.caution or None,
        "refused": cohorts.refused or None,
        "sentence": cohorts.sentence,
    }


def _cell(row: Any) -> dict[str, Any]:
    figures = {name: getattr(row, name) for name in ("share", "low", "high", "revenue")}
    return {
        "cohort": f"{row.cohort:%Y-%m}",
        "month": int(row.month),
        "size": int(row.size),
        "customers": int(row.customers),
        **{name: None if pd.isna(value) else float(value) for name, value in figures.items()},
        "complete": bool(row.complete),
    }
