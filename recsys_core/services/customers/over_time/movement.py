"""Customers who moved between segments, or between standings, from one day to another."""

from dataclasses import dataclass

import pandas as pd

from recsys_core.profiles.lifecycle import STATUSES, lifecycle
from recsys_core.profiles.over_time.concentration import TOP, Concentration, concentration
from recsys_core.profiles.over_time.movement import flows, moved
from recsys_core.profiles.rfm import SEGMENTS, rfm
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.over_time import messages as m
from recsys_core.services.customers.worth import everybodys_worth
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

GROUPS = (Columns.Segment, C.Status)


@dataclass(frozen=True)
class Movement:
    """customers: user_id, before, after; flows: before, after, customers, share, largest first."""

    before: pd.Timestamp
    after: pd.Timestamp
    customers: pd.DataFrame
    flows: pd.DataFrame

    @property
    def changed(self) -> float:
        """The share of those who were customers before that changed their group."""
        known = self.customers[self.customers["before"] != say(m.NOT_YET)]
        return float((known["before"] != known["after"]).mean()) if len(known) else 0.0

    @property
    def sentence(self) -> str:
        """How many kept their group, changed it, and are new."""
        new = self.customers["before"] == say(m.NOT_YET)
        same = self.customers["before"] == self.customers["after"]
        known = int((~new).sum())
        return say(
            m.STAYED,
            before=day(self.before),
            after=day(self.after),
            stayed=int(same.sum()),
            known=known,
            moved=known - int(same.sum()),
            new=int(new.sum()),
        )


_standing: PerWorkspace[tuple[int, pd.Timestamp], pd.DataFrame] = PerWorkspace(
    "customers as of a day", most=4
)


@needs(Role.VIEWER)
def customer_movement(
    ws: Workspace, before: pd.Timestamp, after: pd.Timestamp, group: str = Columns.Segment
) -> Movement:
    """Between the ends of two days; `group` is one of `GROUPS`.

    Each day is judged by the data up to it alone. `InputError` without dates, or where the days are
    not in order or lie outside the data.
    """
    first, last = moving_days(ws)
    if not first <= before < after <= last:
        raise InputError(say(m.DAYS_IN_ORDER, first=day(first), last=day(last)))
    found = moved(_as_of(ws, before), _as_of(ws, after), group, say(m.NOT_YET))
    return Movement(before, after, found, flows(found))


@needs(Role.VIEWER)
def moving_days(ws: Workspace) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day of what customers did; `InputError` without dates."""
    what = customer_state(ws).activity
    if what.first is None or what.last is None:
        raise InputError(say(m.NO_DATES))
    return what.first.normalize(), what.last.normalize()


def group_order(group: str) -> list[str]:
    """The names of the groups, best first, after them those who were no customers yet."""
    names = SEGMENTS if group == Columns.Segment else STATUSES
    return [*names, say(m.NOT_YET)]


def _as_of(ws: Workspace, at: pd.Timestamp) -> pd.DataFrame:
    return _standing.get(ws, (ws.data_version(), at), lambda: _ask(ws, at))


def _ask(ws: Workspace, at: pd.Timestamp) -> pd.DataFrame:
    state = customer_state(ws)
    _, last = moving_days(ws)
    if at == last and state.overview[C.Last].notna().all():
        return state.overview[[Columns.User, *GROUPS]]
    with ws.db.read() as cursor:
        totals = customer_queries.totals(cursor, state.activity, at)
        visits = customer_queries.visit_days(cursor, state.activity)
    known = visits[visits["day"] <= at]
    frame = pd.concat([rfm(totals, at), lifecycle(totals, at, known)], axis=1)
    return frame[[Columns.User, *GROUPS]]


@needs(Role.VIEWER)
def spend_concentration(ws: Workspace) -> Concentration | None:
    """Of what customers spent; None where no row says what was paid."""
    return concentration(customer_state(ws).overview[C.Spend].to_numpy(dtype=float))


@needs(Role.VIEWER)
def worth_concentration(ws: Workspace) -> Concentration | None:
    """Of what customers are expected to bring within a year; None where that cannot be told.

    Seconds where it was not worked out before: `worth.everybodys_worth_is_known`.
    """
    return concentration(everybodys_worth(ws)["value"].to_numpy(dtype=float))


def concentration_sentence(found: Concentration, expected: Concentration | None = None) -> str:
    """What the first fifth brings, and is expected to bring."""
    told = say(m.TOP_BRINGS, top=share(TOP), share=share(found.top))
    if expected is None:
        return told
    return say(m.TOP_WILL_BRING, told=told, top=share(TOP), share=share(expected.top))
