"""Taking imports back, and what still rests on them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.data import messages as m
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import feedback as verdicts
from recsys_core.storage import imports, meta
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


@needs(Role.ANALYST)
@audited("undo", told=lambda rows: {"rows": rows})
def undo_import(ws: Workspace, import_id: str) -> int:
    """Take an import back exactly; returns how many rows were removed."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with ws.db.write() as cursor:
        removed = imports.undo_import(cursor, import_id, now)
        meta.record_action(cursor, now, "undo", {"import_id": import_id, "rows_removed": removed})
    (ws.path / "quarantine" / f"{import_id}.csv").unlink(missing_ok=True)
    erase_removed(ws)
    return removed


@dataclass(frozen=True)
class Leftovers:
    """What still rests on rows that were taken out.

    models: titles of the models in use that were trained while they were in.  feedback: verdicts
    of customers who are no longer there.  pending: something of them is still readable in the
    workspace's folder, and is erased when nobody works with it.
    """

    models: tuple[str, ...]
    feedback: int
    pending: bool

    @property
    def sentences(self) -> list[str]:
        """What to say about it."""
        said = []
        if self.models:
            said.append(say(m.STILL_LEARNT, models=and_list(self.models), n=len(self.models)))
        if self.feedback:
            said.append(say(m.FEEDBACK_LEFT, n=self.feedback))
        return [*said, say(m.ERASED_LATER)] if self.pending else said


@needs(Role.VIEWER)
def leftovers(ws: Workspace, import_id: str) -> Leftovers:
    """What still rests on an import that was taken back."""
    with ws.db.read() as cursor:
        known = imports.list_imports(cursor)
        pending, feedback = meta.are_removed(cursor), verdicts.count_vanished(cursor)
    row = known[known["import_id"] == import_id].iloc[0]
    since, until = (pd.Timestamp(row[name], tz="UTC") for name in ("created_at", "undone_at"))
    trained = [one for one in trained_models(ws).values() if since <= one.trained_at <= until]
    titles = tuple(one.card.title for one in trained)
    return Leftovers(titles, feedback, pending)
