"""Persons forgotten: their rows, what was learnt from them, and every copy in the workspace."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recsys_core.jobs.worker import part
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import CancelledError, NotFoundError, NotReadyError
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.certificate import Certificate, keep_certificate, next_number
from recsys_core.services.privacy.folders import drop_damaged, drop_rows_by_customer, strip_files
from recsys_core.services.privacy.models import (
    Action,
    Affected,
    current_data,
    honour,
    titles_of,
    train_again,
)
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.privacy.remains import Remains, remains
from recsys_core.services.workspace.cache import clear_all
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.runs import sync_runs
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta, persons, suppressed
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST = 10_000
"""Persons of one erasure."""


@dataclass(frozen=True)
class Erased:
    """What an erasure did. unknown: ids that the workspace knew nothing of.  affected: every
    training.  searched: what was looked through afterwards.
    """

    certificate: Certificate
    unknown: tuple[str, ...]
    affected: tuple[Affected, ...]
    searched: Remains

    @property
    def rows_removed(self) -> int:
        """Rows of all tables together."""
        return sum(self.certificate.tables.values())

    @property
    def sentences(self) -> list[str]:
        """What was done, in words, the certificate's own sentence first."""
        done: dict[Action, str] = {
            "exact": m.MODELS_EXACT,
            "retrain": m.MODELS_DROPPED,
            "none": m.MODELS_NONE,
        }
        models = [
            say(message, models=and_list(titles))
            for action, message in done.items()
            if (titles := titles_of(self.affected, action))
        ]
        unknown = [say(m.UNKNOWN_IDS, n=len(self.unknown))] if self.unknown else []
        return [self.certificate.sentence, *models, *unknown, say(m.STAYS_OUT)]

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `erase`."""
        return {
            "rows_removed": self.rows_removed,
            "models_affected": [one.to_json() for one in self.affected],
            "certificate": self.certificate.to_json(),
            "persons": self.certificate.persons,
            "unknown": list(self.unknown),
            "seconds": self.certificate.seconds,
        }


@needs(Role.STEWARD)
def find_persons(ws: Workspace, ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """Whom of these the workspace knows anything of, and whom not; each once, sorted.

    Raises `NotFoundError` where it knows nobody of them, `NotReadyError` for too many.
    """
    asked = {one for one in ids if one}
    if len(asked) > MOST:
        raise NotReadyError(say(m.TOO_MANY, n=len(asked), most=MOST))
    with ws.db.read() as cursor:
        persons.ask_for(cursor, asked)
        known = persons.known_persons(cursor)
    if not known:
        raise NotFoundError(say(m.NOBODY_KNOWN, n=len(asked), person=next(iter(asked), "")))
    return sorted(known), sorted(asked - known)


@needs(Role.STEWARD)
@audited(
    "erasure",
    told=lambda done: {"persons": done.certificate.persons, "rows": done.rows_removed},
)
def erase_persons(
    ws: Workspace,
    ids: Iterable[str],
    report: Progress = silent,
    *,
    again: bool = False,
) -> Erased:
    """Erase persons from everything the workspace holds, and certify it.

    again: queue the training of models that had to be dropped.  It can be cancelled until the
    first row is removed; from then on it goes to its end, after a crash at the next opening. Raises
    `NotFoundError` where nobody of them is known, `NotReadyError` while a training or a
    measurement runs.
    """
    report(0.0, say(m.LOOKING_FOR_THEM))
    known, unknown = find_persons(ws, ids)
    if ws.jobs.running():
        raise NotReadyError(say(m.JOBS_RUN))
    finish_erasing(ws)  # one that was cut short gets the certificate it still lacks
    report(0.02, say(m.REMOVING_ROWS))
    begun = _remove(ws, known, again)
    return _carry_out(ws, begun, unknown, _unstoppable(report))


@needs(Role.STEWARD)
def finish_erasing(ws: Workspace, report: Progress = silent) -> Erased | None:
    """Go on with an erasure that was cut short; None where there is none."""
    with ws.db.read() as cursor:
        begun = meta.erasing(cursor)
    if begun is None or ws.jobs.running():
        return None
    return _carry_out(ws, begun, [], _unstoppable(report))


def _remove(ws: Workspace, ids: Sequence[str], again: bool) -> dict[str, Any]:
    """The one transaction: rows, texts, the list of those who must not come back."""
    current = current_data(ws)
    now = _now()
    with ws.db.write() as cursor:
        persons.ask_for(cursor, ids)
        asked = Persons(ids, persons.telling(cursor))
        removed = persons.delete_persons(cursor)
        changed = persons.change_texts(cursor, asked.of_row)
        number = next_number(ws)
        found = suppressed.digests(suppressed.erasure_key(cursor), ids)
        suppressed.suppress(cursor, found, number, now)
        begun = {
            "number": number,
            "at": now.isoformat(timespec="seconds"),
            "by": ws.actor.name,
            "ids": list(ids),
            "telling": sorted(asked.telling),
            "tables": removed,
            "texts": changed,
            "current": current,
            "again": again,
            "digests": found,
        }
        meta.keep_erasing(cursor, begun)
        meta.record_edit(cursor)
        meta.mark_removed(cursor)
        noted = {"certificate": number, "persons": len(ids), "rows": sum(removed.values())}
        meta.record_action(cursor, now, "erase", noted)
        if ws.jobs.running():  # begun while this waited for its turn, with them in
            raise NotReadyError(say(m.JOBS_RUN))
    ws.feedback_version += 1
    return begun


def _carry_out(
    ws: Workspace, begun: dict[str, Any], unknown: Sequence[str], report: Progress
) -> Erased:
    """Everything after the rows are gone; may be done twice."""
    started = time.monotonic()
    asked = Persons(begun["ids"], begun["telling"])
    clear_all(ws)
    again, current = bool(begun["again"]), set(begun["current"])
    report(0.1, say(m.MODELS_FORGET))
    drop_damaged(ws)
    affected, dropped_jobs = honour(ws, asked, current, part(report, 0.1, 0.6))
    dropped = drop_rows_by_customer(ws)
    affected += [
        Affected(job.job_id, job.kind, "retrain", say(m.ROWS_DROPPED, title=job.title))
        for job in dropped
    ]
    report(0.6, say(m.FILES_FORGET))
    strip_files(ws, asked)
    clear_all(ws)
    _end(ws, begun)
    sync_runs(ws)
    if again:
        affected = train_again(ws, affected, dropped_jobs)
    searched = remains(ws, asked, part(report, 0.75, 0.98))
    seconds = round(time.monotonic() - started, 1)
    kept = keep_certificate(ws, begun, affected, searched, seconds)
    report(1.0, say(m.ALL_DONE))
    return Erased(kept, tuple(unknown), tuple(affected), searched)


def _end(ws: Workspace, begun: dict[str, Any]) -> None:
    """Nothing names them any more but the database's free pages; these are written anew."""
    with ws.db.write() as cursor:
        meta.keep_erasing(cursor, None)
        meta.mark_removed(cursor)
    if not erase_removed(ws):
        with ws.db.write() as cursor:
            meta.keep_erasing(cursor, begun)
        raise NotReadyError(say(m.STILL_TO_BE_DONE))


def _unstoppable(report: Progress) -> Progress:
    """The same, but whoever cancels is not heard any more."""

    def tell(fraction: float, message: str = "") -> None:
        try:
            report(fraction, message)
        except CancelledError:
            return

    return tell


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
