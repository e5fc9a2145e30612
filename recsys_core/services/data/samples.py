"""The samples: real data to look around with, read from installed Python packages."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from data import complete_journey, movielens
from data.packages import Prepare, SampleTables, package_folder
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.data import messages as m
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage.imports import list_imports, next_import_id, record_import, undo_import
from recsys_core.storage.insert import insert_from
from recsys_core.storage.suppressed import leave_out
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class SampleInfo:
    """A sample the workspace can be filled with. `module` and `requirement` name its package."""

    name: str
    title: str
    description: str
    module: str
    requirement: str
    prepare: Prepare
    currency: str = ""


SAMPLES: dict[str, SampleInfo] = {
    "complete-journey": SampleInfo(
        name="complete-journey",
        title="The Complete Journey",
        description="One year of a US grocer: 1.47 million purchase lines of 2,469 households, "
        "92,331 products, and 27 campaigns with their coupons.",
        module=complete_journey.MODULE,
        requirement=complete_journey.REQUIREMENT,
        prepare=complete_journey.prepare,
        currency="USD",
    ),
    "movielens-100k": SampleInfo(
        name="movielens-100k",
        title="MovieLens 100K",
        description="100,000 ratings from 1 to 5 that 943 people gave to 1,682 films.",
        module=movielens.MODULE,
        requirement=movielens.REQUIREMENT,
        prepare=movielens.prepare,
    ),
}
ALIASES = {"movielens": "movielens-100k", "completejourney": "complete-journey"}

LOADED = {
    "interactions": m.LINES_LOADED,
    "users": m.USERS_LOADED,
    "campaigns": m.CAMPAIGNS_LOADED,
    "campaign_targets": m.TARGETS_LOADED,
    "campaign_offers": m.OFFERS_LOADED,
    "campaign_responses": m.RESPONSES_LOADED,
    "coupon_uses": m.COUPONS_LOADED,
    "items": m.PRODUCTS_LOADED,
}
# How much of the time a table takes; the rest is committing.
SHARES = {"interactions": 0.75, "items": 0.1}


def sample_info(name: str) -> SampleInfo:
    """The sample of that name; `NotFoundError` lists the names there are."""
    key = name.strip().lower()
    found = SAMPLES.get(ALIASES.get(key, key))
    if found is None:
        raise NotFoundError(say(m.NO_SUCH_SAMPLE, name=repr(name), names=", ".join(SAMPLES)))
    return found


@needs(Role.ANALYST)
@audited(
    "sample",
    told=ImportReport.in_short,
)
def load_sample(
    ws: Workspace, name: str, report: Progress = silent, *, replace: bool = False
) -> ImportReport:
    """Fill the workspace with a sample, wholly or not at all.

    Refused with one sentence when the workspace holds data already, unless `replace`, which takes
    every import back first, in the same transaction. `rows_read` counts the interactions.
    """
    started = time.perf_counter()
    info = sample_info(name)
    folder = package_folder(info.module, info.requirement)
    report(0.0, say(m.READING_SAMPLE, sample=info.title))
    with ws.db.write() as cursor:
        _make_room(cursor, info, replace)
        tables = info.prepare(cursor, folder)
        import_id = next_import_id(cursor)
        counts = _insert(cursor, tables, info, import_id, report)
        left_out = leave_out(cursor, import_id, "")
        returned = cursor.execute(
            "SELECT count(*) FROM interactions WHERE import_id = ? AND event = 'return'",
            [import_id],
        ).fetchall()[0][0]
        report(0.95, say(m.SAVING))
        result = ImportReport(
            import_id=import_id,
            files=[file.name for file in tables.files],
            rows_read=counts["interactions"],
            rows_accepted=counts["interactions"] - returned - sum(left_out),
            rows_quarantined=0,
            rows_duplicate=0,
            rows_return=returned,
            rows_erased=sum(left_out),
            warnings=[say(m.ERASED_LEFT_OUT, n=sum(left_out))] if any(left_out) else [],
            seconds=round(time.perf_counter() - started, 3),
        )
        record_import(
            cursor,
            result,
            kind="sample",
            source=info.name,
            sha256=tables.sha256(),
            created_at=datetime.now(UTC).replace(tzinfo=None),
            options={"currency": info.currency} if info.currency else None,
        )
        if any(left_out):
            meta.mark_removed(cursor)
    if any(left_out):
        erase_removed(ws)
    report(1.0, say(m.SAMPLE_LOADED, sample=info.title))
    return result


def _make_room(cursor: duckdb.DuckDBPyConnection, info: SampleInfo, replace: bool) -> None:
    live = list_imports(cursor, live_only=True)
    if live.empty:
        return
    if replace:
        now = datetime.now(UTC).replace(tzinfo=None)
        for import_id in live["import_id"]:
            undo_import(cursor, import_id, now)
        return
    if info.name in set(live["source"]):
        raise InputError(say(m.SAMPLE_ALREADY_HERE, sample=info.title))
    raise InputError(say(m.OTHER_DATA_HERE, sample=info.title))


def _insert(
    cursor: duckdb.DuckDBPyConnection,
    tables: SampleTables,
    info: SampleInfo,
    import_id: str,
    report: Progress,
) -> dict[str, int]:
    """Fill every table of the sample; returns the rows of each."""
    counts: dict[str, int] = {}
    done = 0.02
    for table, select in tables.selects.items():
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW accepted AS {select}")
        counts[table] = insert_from(cursor, table, import_id)
        done = min(done + SHARES.get(table, 0.01), 0.94)
        rated = table == "interactions" and info.name == "movielens-100k"
        report(done, say(m.RATINGS_LOADED if rated else LOADED[table], rows=counts[table]))
    cursor.execute("DROP VIEW accepted")
    return counts
