"""From files to a table whose columns are known and whose rows are checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from recsys_core.ingestion.joined import FileGroup
from recsys_core.ingestion.read import IrregularError
from recsys_core.ingestion.validate_kinds import Validated
from recsys_core.schema.contracts import Progress
from recsys_core.services.data import messages as m
from recsys_core.services.data.belonging import Belonging, stage_groups
from recsys_core.services.data.first_rows import STAGED
from recsys_core.services.data.mapping import ImportRequest, MappingPlan, plan
from recsys_core.services.data.questions import checked
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class FilesToRead:
    """Files on their way into a table. first: the first of them has the rows that count."""

    cursor: duckdb.DuckDBPyConnection
    groups: Sequence[FileGroup]
    scratch: Path
    first: bool
    report: Progress


def read_and_check(
    reading: FilesToRead, request: ImportRequest
) -> tuple[MappingPlan, Validated, Belonging]:
    """The fast way; line by line where the file is not as regular as it looked."""
    cursor = reading.cursor
    for unread in (True, False):
        staged, belonging = stage_groups(
            cursor, reading.groups, STAGED, reading.scratch, unread=unread, first=reading.first
        )
        asked = replace(request, options=belonging.options(request.options))
        try:
            chosen = plan(cursor, staged, asked)
            reading.report(0.4, say(m.CHECKING))
            found = checked(cursor, chosen.staged, request.kind, chosen.mapping, chosen.options)
            return chosen, found, belonging
        except (IrregularError, duckdb.Error):
            if staged.unread is None:
                raise
    raise AssertionError("unreachable")
