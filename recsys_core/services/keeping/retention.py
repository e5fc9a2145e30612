"""Rows older than a number of months are taken out, for good, with a look beforehand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import recording
from recsys_core.services.keeping import messages as m
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage.retention_queries import OldRows, remove_before
from recsys_core.wording.dates import full_day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money

MOST_MONTHS = 1200


class _LookedAt(Exception):
    """Ends the transaction of a preview, so that nothing of it stays."""


@dataclass(frozen=True)
class Retention:
    """What is older than the first day that is kept. models: titles of trained models that learned
    from it; applied: whether it is gone; pending: something of it is still readable and goes when
    nobody works with it.
    """

    first_day: date
    old: OldRows
    models: tuple[str, ...]
    applied: bool
    pending: bool = False

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(self.old.tables.values())

    @property
    def sentences(self) -> list[str]:
        """What goes or went, and what is left to do."""
        day = full_day(self.first_day)
        if not self.rows:
            return [say(m.NOTHING_OLD, day=day)]
        parts = [say(m.OLD_CUSTOMERS, n=self.old.customers), say(m.OLD_ORDERS, n=self.old.orders)]
        if self.old.revenue is not None:
            parts.append(say(m.OLD_REVENUE, amount=money(self.old.revenue)))
        message = m.OLD_ROWS_GONE if self.applied else m.OLD_ROWS_GO
        said = [say(message, n=self.rows, day=day, parts=and_list(parts))]
        if self.old.undated:
            said.append(say(m.UNDATED_STAY, n=self.old.undated))
        if self.models:
            said.append(say(m.TRAIN_AGAIN, n=len(self.models), models=and_list(self.models)))
        return [*said, say(m.STILL_READABLE)] if self.pending else said

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `retention`."""
        return {
            "first_day": self.first_day,
            "applied": self.applied,
            "rows": self.rows,
            "tables": dict(self.old.tables),
            "customers": self.old.customers,
            "orders": self.old.orders,
            "revenue": self.old.revenue,
            "undated": self.old.undated,
            "models": list(self.models),
            "pending": self.pending,
        }


def first_day_kept(months: int, today: date) -> date:
    """The same day so many months ago, or the last one of that month; `InputError` for no number
    of months.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise InputError(say(m.SOME_MONTHS, most=MOST_MONTHS))
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise InputError(say(m.SOME_MONTHS, most=MOST_MONTHS))


@needs(Role.STEWARD)
def preview_retention(ws: Workspace, months: int, today: date | None = None) -> Retention:
    """What `apply_retention` would take out: it is taken out and put back in one transaction."""
    first = first_day_kept(months, today or datetime.now(UTC).date())
    found: list[OldRows] = []
    try:
        with ws.db.write() as cursor:
            found.append(remove_before(cursor, datetime.combine(first, time.min)))
            raise _LookedAt
    except _LookedAt:
        return Retention(first, found[0], _models(ws, found[0]), applied=False)


@needs(Role.STEWARD)
def apply_retention(ws: Workspace, months: int, today: date | None = None) -> Retention:
    """Take out everything older, for good; a second time finds nothing.

    Raises `InputError` where no purchase would be left.
    """
    return _apply(ws, months, today or datetime.now(UTC).date())


def _apply(ws: Workspace, months: int, today: date) -> Retention:
    first = first_day_kept(months, today)
    with recording(ws, "retention", months=months) as told:
        with ws.db.write() as cursor:
            old = remove_before(cursor, datetime.combine(first, time.min))
            rows = sum(old.tables.values())
            if rows and not old.left:
                raise InputError(say(m.NOTHING_WOULD_BE_LEFT, day=full_day(first)))
            if rows:
                meta.record_edit(cursor)
                meta.mark_removed(cursor)
        told |= {"rows": rows, "customers": old.customers}
    models = _models(ws, old)
    return Retention(first, old, models, applied=True, pending=bool(rows) and not erase_removed(ws))


def _models(ws: Workspace, old: OldRows) -> tuple[str, ...]:
    if not old.tables.get("interactions"):
        return ()
    return tuple(one.card.title for one in trained_models(ws).values())


@needs(Role.VIEWER)
def months_kept(ws: Workspace) -> int:
    """After how many months rows are taken out with each import; 0 for never."""
    with ws.db.read() as cursor:
        return meta.retention_months(cursor)


@needs(Role.STEWARD)
def keep_for(ws: Workspace, months: int) -> None:
    """From now on, with each import; 0 for never."""
    if months:
        first_day_kept(months, datetime.now(UTC).date())
    with recording(ws, "setting", what="retention", months=months), ws.db.write() as cursor:
        meta.keep_retention_months(cursor, months)


@needs(Role.ANALYST)
def retention_after_import(ws: Workspace, today: date | None = None) -> list[str]:
    """What the steward chose is done; sentences about it, none where nothing was old.

    Where all rows are older than what is kept, they stay, and that is said.
    """
    months = months_kept(ws)
    if not months:
        return []
    try:
        done = _apply(ws, months, today or datetime.now(UTC).date())
    except InputError as error:
        return [str(error)]
    return done.sentences if done.rows else []
