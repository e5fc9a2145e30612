"""Who is meant: a file that names persons, and those who must not come back."""

from pathlib import Path

import duckdb

from recsys_core.ingestion.formula import restore
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.sql import identifier
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.privacy import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import persons, suppressed
from recsys_core.wording.messages import say

_TABLE = "persons_of_a_file"


@needs(Role.STEWARD)
def persons_of_file(ws: Workspace, path: Path, name: str | None = None) -> list[str]:
    """The ids that a file names, one a line or in the column with most customers known here.

    Any file an import reads; a header counts where it is a customer. name: how to call the file.
    Raises `InputError` where it names nobody who is known.
    """
    best: tuple[int, list[str]] = (0, [])
    columns = _columns(path)
    with ws.db.read() as cursor:
        for cells in columns:
            persons.ask_for(cursor, cells)
            known = persons.known_persons(cursor)
            best = max(best, (len(known), cells), key=lambda one: one[0])
    if not best[0]:
        raise InputError(say(m.FILE_NAMES_NOBODY, file=name or path.name))
    return best[1]


def _columns(path: Path) -> list[list[str]]:
    """What stands in each column, its header among it, each text once."""
    with prepared([path]) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, _TABLE)
        dialect, found = staged.dialect, []
        for at in range(len(dialect.labels)):
            rows = cursor.execute(
                f"SELECT DISTINCT trim(c{at}) FROM {identifier(_TABLE)} WHERE trim(c{at}) <> ''"
            ).fetchall()
            head = [] if dialect.numbered else [dialect.names[at]]
            found.append([restore(str(cell)) for cell in (*head, *(cell for (cell,) in rows))])
        return found


@needs(Role.STEWARD)
def erased_persons(ws: Workspace) -> int:
    """How many persons must not come back with a file."""
    with ws.db.read() as cursor:
        return suppressed.count_suppressed(cursor)


@needs(Role.STEWARD)
@audited("setting", what="erasure-lifted")
def let_back_in(ws: Workspace, user: str) -> None:
    """Let a person's rows in again from the next import on; `NotFoundError` where they were not
    erased. What was erased stays so.
    """
    with ws.db.write() as cursor:
        found = suppressed.digests(suppressed.erasure_key(cursor), [user])
        if not suppressed.lift(cursor, found):
            raise NotFoundError(say(m.NOT_ERASED, person=user))
