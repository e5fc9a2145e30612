"""Bringing an analyst's files in, and seeing what became of them."""

import dataclasses
import hashlib
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.joined import grouped
from recsys_core.ingestion.limits import BLOCK
from recsys_core.ingestion.roles.registry import RoleChoice, choices, missing_roles
from recsys_core.ingestion.roles.tables import KINDS
from recsys_core.ingestion.validate_kinds import Validated
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.data import messages as m
from recsys_core.services.data.belonging import Belonging
from recsys_core.services.data.campaigns import account_of
from recsys_core.services.data.corrections import write_refused
from recsys_core.services.data.insert import (
    ImportTask,
    insert_rows,
    refuse_nothing,
    without_erased,
)
from recsys_core.services.data.joins import joins_of, respell
from recsys_core.services.data.mapping import (
    AUTO,
    ImportRequest,
    MappingPlan,
    remember,
    set_options,
)
from recsys_core.services.data.reading import FilesToRead, read_and_check
from recsys_core.services.keeping.retention import retention_after_import
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import imports, meta, quarantine, repeated
from recsys_core.storage.templates import Template
from recsys_core.storage.trimming import trimmed
from recsys_core.wording.messages import say

__all__ = ["KINDS", "ReadOptions", "RoleChoice", "Template", "choices", "missing_roles"]
"""What callers need of packages that only services may import."""


@needs(Role.ANALYST)
@audited(
    "import",
    told=ImportReport.in_short,
)
def import_files(
    ws: Workspace,
    kind: str,
    paths: Sequence[Path],
    mapping: Mapping[str, str] | None = None,
    options: ReadOptions | None = None,
    replace: bool = False,
    allow_again: bool = False,
    report: Progress = silent,
    guess_rest: bool = False,
    template: str = AUTO,
    beside: Sequence[Path] = (),
) -> ImportReport:
    """Import files of one kind as one transaction: all of it arrives, or nothing.

    mapping: role -> column, None to guess; with `guess_rest` the roles it leaves out are guessed
    too. replace: take earlier imports of this kind back in the same step. allow_again: accept
    files that are in already. template: what to do with the mapping saved with an earlier file of
    the same columns: `auto` uses it where the guess falls short, `last` and `none` always and
    never. beside: files to join the rows with, and lists that go with them; lists are imported
    after the rows, each as an import of its own. Files of purchases with different columns are
    joined too. Raises InputError with one plain sentence for anything that cannot
    be used; nothing has changed then.
    """
    started = time.monotonic()
    if kind not in KINDS:
        raise InputError(say(m.NO_SUCH_KIND, kind=repr(kind), kinds=", ".join(KINDS)))
    if not paths:
        raise InputError(say(m.NO_FILE))
    paths = [Path(path) for path in (*paths, *beside)]
    if beside and kind != "interactions":
        raise InputError(say(m.ONLY_PURCHASES_JOIN))
    report(0.0, say(m.OPENING, n=len(paths)))
    with (
        ThreadPoolExecutor(1) as hashing,
        grouped(paths, options, ws.path / "uploads", alike=kind != "interactions") as groups,
        ws.db.read() as cursor,
    ):
        hashes = hashing.submit(lambda: {path: _sha256(path) for path in paths})
        report(0.1, say(m.READING))
        # All of this happens on the side: other sessions may write, and a file that proves to be
        # damaged breaks no transaction.
        known = None if replace else imports.currency_in_force(cursor)
        options = dataclasses.replace(options or ReadOptions(), stored_currency=known)
        request = ImportRequest(kind, mapping, guess_rest, options, template, paths[0].name)
        reading = FilesToRead(cursor, groups, ws.path / "uploads", bool(beside), report)
        chosen, validated, belonging = read_and_check(reading, request)
        refuse_nothing(cursor, paths[0].name, validated)
        sha256 = imports.combined_hash([hashes.result()[path] for path in belonging.paths])
        report(0.7, say(m.STORING))
        asked = _Asked(
            kind, belonging.paths, sha256, replace, allow_again, started, bool(options.join)
        )
        try:
            with trimmed(ws.db):
                done = _store(ws, cursor, asked, chosen, validated)
        except duckdb.OutOfMemoryException:  # the cache was cut while the rows needed the room
            done = _store(ws, cursor, asked, chosen, validated)
    if replace or options.join or done.rows_erased:
        erase_removed(ws)
    done = _with_lists(ws, done, belonging, replace=replace, allow_again=allow_again)
    told = retention_after_import(ws)
    done = dataclasses.replace(done, warnings=[*done.warnings, *told])
    report(1.0, say(m.DONE))
    return done


def _with_lists(
    ws: Workspace, done: ImportReport, belonging: Belonging, *, replace: bool, allow_again: bool
) -> ImportReport:
    """The report with those of the lists that go with the rows; one that cannot be imported is
    said, and the rest stays.
    """
    lists, failed = [], []
    for each in belonging.lists:
        try:
            lists.append(
                import_files(
                    ws,
                    each.kind,
                    each.paths,
                    each.mapping(done.mapping),
                    replace=replace,
                    allow_again=allow_again,
                    guess_rest=True,
                )
            )
        except InputError as error:
            failed.append(say(m.LIST_FAILED, file=each.paths[0].name, reason=error))
    return dataclasses.replace(
        done,
        lists=lists,
        evidence=[*belonging.sentences, *done.evidence],
        warnings=[*done.warnings, *failed],
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked of an import. paths: its files; started: on the monotonic clock; join: take
    an earlier import of these files back, to go with what is in better than that did.
    """

    kind: str
    paths: Sequence[Path]
    sha256: str
    replace: bool
    allow_again: bool
    started: float
    join: bool


def _store(
    ws: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    asked: _Asked,
    chosen: MappingPlan,
    validated: Validated,
) -> ImportReport:
    """The one transaction of an import."""
    with ws.db.write(cursor):
        if asked.replace:
            _undo_all(cursor, asked.kind)
        if asked.join:
            _undo_same(cursor, asked.kind, asked.sha256)
        if not asked.allow_again:
            _refuse_again(cursor, asked.kind, asked.sha256, asked.paths)
        staged = chosen.staged
        task = ImportTask(asked.kind, imports.next_import_id(cursor), staged, chosen.mapping)
        respelt = respell(cursor, asked.kind, chosen.options.join or {})
        insert_rows(cursor, task, validated)
        shares, fixes = joins_of(cursor, task)
        account = (
            account_of(cursor, task.import_id, frozenset(task.mapping))
            if asked.kind == "campaigns"
            else []
        )
        done = _report(ws, task, chosen, validated, time.monotonic() - asked.started)
        done = without_erased(cursor, task, done)
        done = dataclasses.replace(
            done,
            evidence=[*done.evidence, *respelt, *shares, *account],
            warnings=[*done.warnings, *(fix.sentence for fix in fixes)],
            fixes=fixes,
        )
        imports.record_import(
            cursor,
            done,
            kind=asked.kind,
            sha256=asked.sha256,
            created_at=_now(),
            labels=staged.dialect.labels,
            options={**validated.decided, **set_options(chosen.options)},
        )
        remember(cursor, chosen, asked.kind, asked.paths[0].name, validated.decided, _now())
        if done.quarantine_csv:
            write_refused(cursor, done.import_id, Path(done.quarantine_csv))
        meta.record_action(
            cursor, _now(), "import", {"import_id": done.import_id, "files": done.files}
        )
    return done


@needs(Role.ANALYST)
@audited("let-in", told=lambda rows: {"rows": rows})
def let_repeated_in(ws: Workspace, import_id: str) -> int:
    """Count the rows too that were left out as equal to another one; returns how many. Taking
    the import back takes them back with it.
    """
    with ws.db.write() as cursor:
        imports.recorded(cursor, import_id)
        rows = repeated.let_in(cursor, import_id)
        meta.record_action(cursor, _now(), "let in", {"import_id": import_id, "rows": rows})
    return rows


@needs(Role.ANALYST)
@audited("export", what="refused-rows")
def refused_csv(ws: Workspace, import_id: str) -> bytes:
    """The refused rows of an import as a file to correct and to import again."""
    with ws.db.read() as cursor, TemporaryDirectory(prefix="tastelab-") as folder:
        target = Path(folder) / "refused.csv"
        write_refused(cursor, import_id, target)
        return target.read_bytes()


@needs(Role.VIEWER)
def stored_currency(ws: Workspace) -> str | None:
    """The currency of the money that is in already, as far as it is known."""
    with ws.db.read() as cursor:
        return imports.currency_in_force(cursor)


@needs(Role.VIEWER)
def list_imports(ws: Workspace) -> pd.DataFrame:
    """All imports, latest first, those taken back included."""
    with ws.db.read() as cursor:
        return imports.list_imports(cursor)


@needs(Role.VIEWER)
def quarantine_rows(ws: Workspace, import_id: str) -> pd.DataFrame:
    """The refused rows of an import: file_name, line, column_name, reason, raw."""
    with ws.db.read() as cursor:
        return quarantine.list_quarantine(cursor, import_id)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _undo_all(cursor: duckdb.DuckDBPyConnection, kind: str) -> None:
    live = imports.list_imports(cursor, live_only=True)
    for import_id in live.loc[live["kind"] == kind, "import_id"]:
        imports.undo_import(cursor, str(import_id), _now())


def _undo_same(cursor: duckdb.DuckDBPyConnection, kind: str, sha256: str) -> None:
    earlier = imports.find_by_hash(cursor, sha256, kind)
    if earlier is not None:
        imports.undo_import(cursor, earlier, _now())


def _refuse_again(
    cursor: duckdb.DuckDBPyConnection, kind: str, sha256: str, paths: Sequence[Path]
) -> None:
    earlier = imports.find_by_hash(cursor, sha256, kind)
    if earlier is not None:
        message = m.IMPORTED_BEFORE if len(paths) == 1 else m.THESE_IMPORTED_BEFORE
        raise InputError(say(message, file=paths[0].name, earlier=earlier))


def _report(
    ws: Workspace, task: ImportTask, chosen: MappingPlan, validated: Validated, seconds: float
) -> ImportReport:
    counts, dialect = validated.counts, task.staged.dialect
    quarantine_csv = ws.path / "quarantine" / f"{task.import_id}.csv"
    return ImportReport(
        import_id=task.import_id,
        files=list(task.staged.files),
        rows_read=counts.read,
        rows_accepted=counts.accepted,
        rows_quarantined=counts.quarantined,
        rows_duplicate=counts.duplicate,
        rows_return=counts.returned,
        mapping=task.mapping,
        encoding=dialect.encoding,
        delimiter=dialect.shown_delimiter,
        quarantine_csv=str(quarantine_csv) if counts.quarantined else None,
        corrects=chosen.corrects or None,
        warnings=[*task.staged.warnings, *chosen.warnings, *validated.warnings],
        seconds=round(seconds, 3),
        questions=list(validated.questions),
        evidence=list(validated.evidence),
    )
