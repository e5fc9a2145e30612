"""Bringing an analyst's files in, seeing what became of them, and taking them back."""

import dataclasses
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.limits import BLOCK
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.requirements import ROLES, RoleInfo
from recsys_core.ingestion.role_kinds import ATTRIBUTE
from recsys_core.ingestion.validate import ACCEPTED, REFUSED
from recsys_core.ingestion.validate_kinds import Validated, validate
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.import_tables import ImportTask, insert_rows
from recsys_core.services.previews import (
    SAMPLE_ROWS,
    STAGED,
    Preview,
    cells,
    guess_roles,
    preview_file,
    write_preview,
)
from recsys_core.services.workspace import Workspace
from recsys_core.storage import imports, quarantine

__all__ = [
    "ROLES",
    "Preview",
    "ReadOptions",
    "RoleInfo",
    "import_files",
    "list_imports",
    "preview_file",
    "quarantine_rows",
    "undo_import",
    "write_preview",
]


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
) -> ImportReport:
    """Import files of one kind as one transaction: all of it arrives, or nothing.

    mapping: role -> column, None to guess; with `guess_rest` the roles it leaves out are guessed
    too. replace: take earlier imports of this kind back in the same step. allow_again: accept
    files that are in already. Raises InputError with one plain sentence for anything that cannot
    be used; nothing has changed then.
    """
    started = time.monotonic()
    if kind not in ROLES:
        raise InputError(f"{kind!r} cannot be imported. Choose one of {', '.join(ROLES)}.")
    if not paths:
        raise InputError("No file was given. Choose one or more files to import.")
    paths = [Path(path) for path in paths]
    report(0.0, "Opening the file" if len(paths) == 1 else f"Opening {len(paths):,} files")
    with prepared(paths, options, ws.path / "uploads") as files:
        sha256 = imports.combined_hash([_sha256(path) for path in paths])
        with ws.db.write() as cursor:
            if replace:
                _undo_all(cursor, kind)
            if not allow_again:
                _refuse_again(cursor, kind, sha256, paths)
            report(0.1, "Reading")
            staged = stage(cursor, files, STAGED)
            chosen = _mapping(cursor, staged, kind, mapping, guess_rest, paths)
            report(0.5, "Checking every row")
            validated = validate(cursor, staged, kind, chosen)
            report(0.7, "Storing")
            task = ImportTask(kind, imports.next_import_id(cursor), staged, chosen)
            insert_rows(cursor, task, validated)
            done = _report(ws, cursor, task, validated, time.monotonic() - started)
            imports.record_import(cursor, done, kind=kind, sha256=sha256, created_at=_now())
            _audit(cursor, "import", {"import_id": done.import_id, "files": done.files})
            _forget_temporary(cursor)
    report(1.0, "Done")
    return done


def undo_import(ws: Workspace, import_id: str) -> int:
    """Take an import back exactly; returns how many rows were removed."""
    with ws.db.write() as cursor:
        removed = imports.undo_import(cursor, import_id, _now())
        _audit(cursor, "undo", {"import_id": import_id, "rows_removed": removed})
    (ws.path / "quarantine" / f"{import_id}.csv").unlink(missing_ok=True)
    return removed


def list_imports(ws: Workspace) -> pd.DataFrame:
    """All imports, latest first, those taken back included."""
    with ws.db.read() as cursor:
        return imports.list_imports(cursor)


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


def _refuse_again(
    cursor: duckdb.DuckDBPyConnection, kind: str, sha256: str, paths: Sequence[Path]
) -> None:
    earlier = imports.find_by_hash(cursor, sha256, kind)
    if earlier is not None:
        name = paths[0].name if len(paths) == 1 else "These files"
        verb = "was" if len(paths) == 1 else "were"
        raise InputError(
            f"{name} {verb} imported before (as {earlier}) and would count twice. "
            "Take that import back first, or ask to import it again."
        )


def _mapping(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    kind: str,
    given: Mapping[str, str] | None,
    guess_rest: bool,
    paths: Sequence[Path],
) -> dict[str, str]:
    """Role -> column, complete: what was asked for, guessed where nothing was."""
    name = paths[0].name
    labels = staged.dialect.labels
    if not labels:
        raise InputError(f"{name} is empty. Export it again and check that it has rows.")
    known = {role.name for role in ROLES[kind]}
    chosen = {role: _column(column, labels) for role, column in (given or {}).items() if column}
    for role in chosen:
        if role not in known:
            raise InputError(
                f"There is no role {role!r}. The roles are {', '.join(sorted(known))}."
            )
    if given is None or guess_rest:
        guessed = guess_roles(staged, cells(cursor, staged, SAMPLE_ROWS), kind)
        for column in guessed.columns:
            free = column.role not in chosen and column.name not in chosen.values()
            if column.role in known and column.role is not None and free:
                chosen[column.role] = column.name
    chosen.pop(ATTRIBUTE, None)
    missing = [
        role.title.lower() for role in ROLES[kind] if role.required and role.name not in chosen
    ]
    if missing:
        found = ", ".join(labels[:12]) + (" …" if len(labels) > 12 else "")
        raise InputError(
            f"No column of {name} seems to hold the {' and the '.join(missing)}. "
            f"Say which one does; the columns are: {found}."
        )
    if not staged.rows + staged.lost:
        raise InputError(
            f"{name} has column names but no rows. Export it again and check that it has rows."
        )
    return chosen


def _column(column: str, labels: Sequence[str]) -> str:
    """The column meant: exactly, or with other capitals and spaces."""
    if column in labels:
        return column
    folded = {label.strip().casefold(): label for label in labels}
    if column.strip().casefold() in folded:
        return folded[column.strip().casefold()]
    found = ", ".join(labels[:12]) + (" …" if len(labels) > 12 else "")
    raise InputError(f"There is no column {column!r} in the file. Its columns are: {found}.")


def _report(
    ws: Workspace,
    cursor: duckdb.DuckDBPyConnection,
    task: ImportTask,
    validated: Validated,
    seconds: float,
) -> ImportReport:
    counts, dialect = validated.counts, task.staged.dialect
    done = ImportReport(
        import_id=task.import_id,
        files=list(task.staged.files),
        rows_read=counts.read,
        rows_accepted=counts.accepted,
        rows_quarantined=counts.quarantined,
        rows_duplicate=counts.duplicate,
        rows_return=counts.returned,
        mapping=task.mapping,
        encoding=dialect.encoding,
        delimiter=dialect.grammar.delimiter,
        warnings=[*task.staged.warnings, *validated.warnings],
        seconds=round(seconds, 3),
    )
    if counts.quarantined:
        path = ws.path / "quarantine" / f"{task.import_id}.csv"
        _write_quarantine(cursor, path)
        done = dataclasses.replace(done, quarantine_csv=str(path))
    return done


def _write_quarantine(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The refused rows as a file to correct; cells no spreadsheet takes for a formula."""
    place = str(path).replace("'", "''")
    cursor.execute(
        "COPY (SELECT file_name, line, column_name, reason, "
        "CASE WHEN regexp_matches(raw, '^''*[=+@\\t\\r-]') THEN '''' || raw ELSE raw END AS raw "
        f"FROM {REFUSED} ORDER BY file, line) TO '{place}' (FORMAT csv, HEADER true)"
    )


def _audit(cursor: duckdb.DuckDBPyConnection, action: str, detail: dict[str, object]) -> None:
    cursor.execute("INSERT INTO audit VALUES (?, ?, ?)", [_now(), action, json.dumps(detail)])


def _forget_temporary(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what staging left on the cursor; a second import on it starts afresh."""
    for view in (ACCEPTED, STAGED):
        cursor.execute(f"DROP VIEW IF EXISTS {view}")
    cursor.execute(f"DROP TABLE IF EXISTS {STAGED}_cells")
