"""The sample's displays and mailers as exposures: brought in on request, since it takes a while."""

import time
from datetime import UTC, datetime

import pandas as pd

from data.displays import WEEKS, display_files, exposures_by_week
from data.packages import SampleTables, package_folder
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.data import messages as m
from recsys_core.services.data.samples import SAMPLES, sample_info
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.imports import list_imports, next_import_id, record_import
from recsys_core.storage.insert import insert_from
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

SAMPLE = "complete-journey"
KIND = "exposures"


@needs(Role.VIEWER)
def displays_offered(ws: Workspace) -> bool:
    """Whether the workspace holds the sample without its displays and mailers."""
    kinds = _kinds(ws)
    return "sample" in kinds and KIND not in kinds


@needs(Role.VIEWER)
def displays_here(ws: Workspace) -> bool:
    """Whether they were brought in."""
    return KIND in _kinds(ws)


@needs(Role.ANALYST)
@audited(
    "sample",
    told=ImportReport.in_short,
)
def load_displays(ws: Workspace, report: Progress = silent, sample: str = SAMPLE) -> ImportReport:
    """Bring them in, wholly or not at all; an import of its own, which can be taken back.

    `NotReadyError` without the sample, `InputError` where they are there already or for another
    sample. CancelledError passes.
    """
    started = time.perf_counter()
    if sample_info(sample).name != SAMPLE:
        raise InputError(say(m.NO_DISPLAYS, name=sample, sample=SAMPLE))
    if not displays_offered(ws):
        if displays_here(ws):
            raise InputError(say(m.DISPLAYS_ALREADY_HERE))
        raise NotReadyError(say(m.DISPLAYS_OF_THE_SAMPLE))
    files = display_files(package_folder(SAMPLES[SAMPLE].module, SAMPLES[SAMPLE].requirement))
    weeks, rows = [], 0
    for week, frame in enumerate(exposures_by_week(files), start=1):
        weeks.append(frame)
        rows += len(frame)
        done = say(m.DISPLAYS_OF_WEEK, week=week, weeks=WEEKS, rows=count(rows))
        report(0.95 * week / WEEKS, done)
    sha256 = SampleTables(files, {}).sha256()
    report(0.97, say(m.SAVING))
    with ws.db.write() as cursor:
        import_id = next_import_id(cursor)
        cursor.register("accepted", pd.concat(weeks, ignore_index=True))
        insert_from(cursor, KIND, import_id)
        cursor.unregister("accepted")
        result = ImportReport(
            import_id=import_id,
            files=[file.name for file in files],
            rows_read=rows,
            rows_accepted=rows,
            rows_quarantined=0,
            rows_duplicate=0,
            rows_return=0,
            seconds=round(time.perf_counter() - started, 3),
        )
        now = datetime.now(UTC).replace(tzinfo=None)
        record_import(cursor, result, kind=KIND, source=SAMPLE, sha256=sha256, created_at=now)
    report(1.0, say(m.DISPLAYS_LOADED, rows=count(rows)))
    return result


def _kinds(ws: Workspace) -> set[str]:
    """Kinds of the imports that came from the sample."""
    with ws.db.read() as cursor:
        live = list_imports(cursor, live_only=True)
    return set(live.loc[live["source"] == SAMPLE, "kind"])
