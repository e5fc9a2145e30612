"""What the columns of a file are taken for, and why: said, saved, carried over or guessed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from shlex import quote

import duckdb
import pandas as pd

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.matrix import unpivot
from recsys_core.ingestion.nobody import with_empty_column
from recsys_core.ingestion.read import second_table
from recsys_core.ingestion.roles.candidates import candidates
from recsys_core.ingestion.roles.guess import Guess
from recsys_core.ingestion.roles.registry import RoleChoice, choices, missing_roles
from recsys_core.ingestion.roles.tables import ATTRIBUTE
from recsys_core.ingestion.roles.wide import more_products
from recsys_core.ingestion.unread import IrregularError
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data import messages as m
from recsys_core.services.data.corrections import corrected_import, without_notes
from recsys_core.services.data.first_rows import SAMPLE_ROWS, cells, guess_roles, with_lines_below
from recsys_core.services.data.joins import WAYS
from recsys_core.services.data.preview import matrix_look
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import templates
from recsys_core.storage.imports import Recorded
from recsys_core.storage.templates import Template
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

AUTO, LAST, NONE = "auto", "last", "none"
CARRIED = ("date_order", "decimal", "answers", "join")
"""Options a correction takes over from the import it corrects."""


@dataclass(frozen=True)
class MappingPlan:
    """How a staged file is going to be checked. shape: the key of its columns as in the file."""

    staged: Staged
    mapping: dict[str, str]
    options: ReadOptions
    shape: str
    corrects: str | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ImportRequest:
    """What was asked for. mapping: role -> column, None to guess; guess_rest: guess the roles it
    leaves out. template: auto (a saved mapping is used where the guess falls short), last, none.
    name: what to call the file in sentences.
    """

    kind: str
    mapping: Mapping[str, str] | None
    guess_rest: bool
    options: ReadOptions
    template: str
    name: str


def shape_key(labels: Sequence[str], numbered: bool) -> str:
    """The same for files with the same columns in the same order."""
    what = f"{len(labels)} columns" if numbered else json.dumps(list(labels), ensure_ascii=False)
    return hashlib.sha256(what.encode()).hexdigest()[:16]


def plan(cursor: duckdb.DuckDBPyConnection, staged: Staged, request: ImportRequest) -> MappingPlan:
    """Decide what every column is. Raises InputError where a needed column is missing, and
    IrregularError for a file that has to be copied into a table first.
    """
    _refuse_empty(staged, request)
    staged = with_lines_below(cursor, staged, request.kind, (request.mapping or {}).get("item"))
    staged, request = _without_customer(cursor, staged, request)
    original = corrected_import(cursor, staged)
    if original is not None:
        staged = without_notes(staged)
        request = _as_before(request, original, staged)
    dialect = staged.dialect
    shape = shape_key(dialect.labels, dialect.numbered)
    template = _template(cursor, shape, request)
    request = replace(request, options=_answered(request, template))
    request, warnings = _joining(request, dialect.labels, template)
    if template is not None and request.template == LAST:
        request = _with(request, template, staged)
        warnings.append(say(m.MAPPING_USED, file=template.name))
    head = cells(cursor, staged, SAMPLE_ROWS)
    guessed = guess_roles(staged, head, request.kind)
    matrix = _matrix_plan(cursor, staged, head, guessed, request, shape)
    if matrix is not None:
        return matrix
    chosen = _chosen(staged, guessed, request)
    if _missing(chosen, request) and template is not None and request.template == AUTO:
        request = _with(request, template, staged)
        chosen = _chosen(staged, guessed, request)
        warnings.append(say(m.MAPPING_NEEDED, file=template.name))
    _refuse_missing(chosen, request, dialect.labels, head, second_table(cursor, staged))
    warnings += _several_products(chosen, request, dialect.labels, head)
    if request.mapping is None:
        warnings += guessed.notes
    corrects = original.import_id if original is not None else None
    if corrects:
        warnings.append(say(m.CORRECTED_ROWS, import_id=corrects))
    return MappingPlan(staged, chosen, request.options, shape, corrects, warnings)


def _refuse_empty(staged: Staged, request: ImportRequest) -> None:
    if not staged.dialect.labels:
        raise InputError(say(m.EMPTY_FILE, file=request.name))
    if not staged.rows + staged.lost:
        raise InputError(say(m.NO_ROWS, file=request.name))


def _without_customer(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, request: ImportRequest
) -> tuple[Staged, ImportRequest]:
    """Sales that name no customer, read with an empty column for it where that is asked for."""
    mapping, labels = dict(request.mapping or {}), staged.dialect.labels
    if request.kind != "interactions" or mapping.get("user") != NONE or NONE in labels:
        return staged, request
    mapping["user"] = say(m.NO_CUSTOMER)
    staged = with_empty_column(cursor, staged, mapping["user"])
    return staged, replace(request, mapping=mapping)


def _as_before(request: ImportRequest, original: Recorded, staged: Staged) -> ImportRequest:
    """The request for corrected rows, read as the import they come from was."""
    labels = set(staged.dialect.labels)
    if original.kind != request.kind or not set(original.mapping.values()) <= labels:
        return request
    carried = {name: original.options.get(name) for name in CARRIED}
    request = replace(request, options=_filled(request.options, carried))
    if request.mapping is None or request.guess_rest:
        request = replace(request, mapping={**original.mapping, **(request.mapping or {})})
    return request


def _matrix_plan(
    cursor: duckdb.DuckDBPyConnection,
    staged: Staged,
    head: list[list[str]],
    guessed: Guess,
    request: ImportRequest,
    shape: str,
) -> MappingPlan | None:
    """For a customer in each row and a product in each column; None for any other table."""
    mapping = request.mapping or {}
    if request.kind != "interactions" or "item" in mapping:
        return None
    found = matrix_look(staged, head, guessed, request.kind, request.options, mapping.get("user"))
    if found is None:
        return None
    if staged.unread is not None:
        raise IrregularError
    ratings, roles = unpivot(cursor, staged, found)
    if not ratings.rows:
        raise InputError(say(m.NO_RATING, file=request.name))
    options = replace(request.options, matrix=True, missing=found.missing)
    return MappingPlan(ratings, roles, options, shape)


def _template(
    cursor: duckdb.DuckDBPyConnection, shape: str, request: ImportRequest
) -> Template | None:
    if request.template not in (AUTO, LAST, NONE):
        raise InputError(say(m.NO_TEMPLATE_CHOICE, choice=repr(request.template)))
    if request.template == NONE:
        return None
    found = templates.find_template(cursor, shape, request.kind)
    if found is None and request.template == LAST:
        raise InputError(say(m.NOTHING_SAVED, file=request.name))
    return found


def _with(request: ImportRequest, template: Template, staged: Staged) -> ImportRequest:
    """The request, completed by a saved mapping."""
    labels = set(staged.dialect.labels)
    saved = {role: column for role, column in template.mapping.items() if column in labels}
    return replace(
        request,
        mapping={**saved, **(request.mapping or {})},
        guess_rest=False,
        options=_filled(request.options, template.options),
    )


def _answered(request: ImportRequest, template: Template | None) -> ReadOptions:
    """The options with the answers that were given for the last file of the same columns, and with
    how it was made to go with what is in; a column that is asked for stays.
    """
    options, asked = request.options, request.mapping or {}
    answers = _kept(template, "answers")
    kept = _kept(template, "join").items()
    join = {role: how for role, how in kept if how in WAYS or role not in asked}
    return replace(
        options,
        answers={**answers, **(options.answers or {})} or None,
        join={**join, **(options.join or {})} or None,
    )


def _kept(template: Template | None, name: str) -> Mapping[str, str]:
    """An option of pairs that is saved with a mapping."""
    found = template.options.get(name) if template is not None else None
    return found if isinstance(found, dict) else {}


def _joining(
    request: ImportRequest, labels: Sequence[str], template: Template | None
) -> tuple[ImportRequest, list[str]]:
    """The request with the columns by which the rows go with what is in; and what to say of those
    that were chosen for an earlier file.
    """
    columns = {
        role: column_of(how, labels)
        for role, how in (request.options.join or {}).items()
        if how in labels or how not in WAYS
    }
    if not columns:
        return request, []
    chosen = replace(
        request,
        mapping={**(request.mapping or {}), **columns},
        guess_rest=request.guess_rest or request.mapping is None,
    )
    kept = _kept(template, "join")
    name = template.name if template is not None else ""
    return chosen, [
        say(m.JOIN_KEPT, column=column, role=role, file=name)
        for role, column in columns.items()
        if kept.get(role) == column
    ]


def _filled(options: ReadOptions, known: Mapping[str, object]) -> ReadOptions:
    """The options with what they leave open taken from elsewhere."""
    names = {entry.name for entry in fields(ReadOptions)} - {"keep_repeated"}
    gaps = {
        name: value
        for name, value in known.items()
        if name in names and value is not None and getattr(options, name) is None
    }
    return replace(options, **gaps)  # type: ignore[arg-type]  # names and values of its own fields


def _chosen(staged: Staged, guessed: Guess, request: ImportRequest) -> dict[str, str]:
    """Role -> column: what was asked for, guessed where nothing was."""
    labels = staged.dialect.labels
    known = {role.name for role in choices(request.kind)}
    chosen = {
        r: column_of(column, labels) for r, column in (request.mapping or {}).items() if column
    }
    for role in chosen:
        if role not in known:
            roles = ", ".join(sorted(known))
            raise InputError(say(m.NO_SUCH_ROLE, role=repr(role), roles=roles))
    if request.mapping is None or request.guess_rest:
        for column in guessed.columns:
            free = column.role not in chosen and column.name not in chosen.values()
            if column.role in known and column.role is not None and free:
                chosen[column.role] = column.name
    chosen.pop(ATTRIBUTE, None)
    if request.options.campaign:
        chosen.pop("campaign", None)
    return chosen


def _missing(chosen: Mapping[str, str], request: ImportRequest) -> list[RoleChoice]:
    named = {"campaign"} if request.options.campaign else set()
    return missing_roles(request.kind, named | chosen.keys())


def _refuse_missing(
    chosen: Mapping[str, str],
    request: ImportRequest,
    labels: Sequence[str],
    head: Sequence[Sequence[str]],
    second: tuple[int, list[str]] | None,
) -> None:
    """Raise InputError where a needed column is missing, with those it may be and what to type, or
    with the table below (line, columns) that may have it.
    """
    missing = _missing(chosen, request)
    if not missing:
        return
    roles = and_list(say(m.THE_ROLE, role=role.title.lower()) for role in missing)
    said = [say(m.COLUMN_NEEDED, file=request.name, roles=roles)]
    for role in missing:
        likely = candidates(labels, head, chosen, role.name, request.kind)
        nobody = role.name == "user" and request.kind == "interactions" and not likely
        said.append(_likely(role, likely, labels, nobody))
        if nobody:
            said.append(say(m.IN_ANOTHER_FILE))
        if role.name == "campaign":
            said.append(say(m.OF_ONE_CAMPAIGN))
    if second is not None:
        said.append(say(m.TWO_TABLES, line=second[0], columns=_first(second[1])))
    raise InputError(" ".join(said))


def _several_products(
    chosen: Mapping[str, str],
    request: ImportRequest,
    labels: Sequence[str],
    head: Sequence[Sequence[str]],
) -> list[str]:
    """Raise InputError where rows hold several products beside each other; a warning where the
    analyst named the column of one.
    """
    if request.kind != "interactions":
        return []
    more = more_products(labels, head, chosen["item"])
    if not more:
        return []
    fields = {"columns": and_list(more), "column": chosen["item"]}
    if "item" in (request.mapping or {}):
        return [say(m.FIRST_PRODUCT_ONLY, **fields)]
    option = f"--map {quote('item=' + chosen['item'])}"
    raise InputError(say(m.SEVERAL_PRODUCTS, file=request.name, option=option, **fields))


def _likely(
    role: RoleChoice, likely: Sequence[tuple[str, str]], labels: Sequence[str], nobody: bool
) -> str:
    """The columns that may have a role, or that there are none. nobody: of those who bought."""
    if not likely and nobody:
        return say(m.NAMES_NO_CUSTOMER, columns=_first(labels))
    example = likely[0][0] if likely else labels[0]
    fields = {"role": role.title, "option": f"--map {quote(f'{role.name}={example}')}"}
    if not likely:
        fields["role"] = say(m.THE_ROLE, role=role.title.lower())
        return say(m.NO_LIKELY_COLUMN, columns=_first(labels), **fields)
    columns = or_list(say(m.LIKELY_COLUMN, column=column, why=why) for column, why in likely)
    return say(m.LIKELY_COLUMNS, n=len(likely), columns=columns, **fields)


def _first(labels: Sequence[str]) -> str:
    return ", ".join(labels[:12]) + (" …" if len(labels) > 12 else "")


def column_of(column: str, labels: Sequence[str]) -> str:
    """The column meant: exactly, or with other capitals and spaces."""
    if column in labels:
        return column
    folded = {label.strip().casefold(): label for label in labels}
    if column.strip().casefold() in folded:
        return folded[column.strip().casefold()]
    raise InputError(say(m.NO_SUCH_COLUMN, column=repr(column), columns=_first(labels)))


def set_options(options: ReadOptions) -> dict[str, object]:
    """The options that say something of the file, for the record."""
    pairs = ((entry.name, getattr(options, entry.name)) for entry in fields(ReadOptions))
    said = {name: value for name, value in pairs if value is not None and value is not False}
    said.pop("stored_currency", None)
    return said


def remember(
    cursor: duckdb.DuckDBPyConnection,
    done: MappingPlan,
    kind: str,
    name: str,
    decided: Mapping[str, str],
    now: datetime,
) -> None:
    """Save how a file was read for the next one of its shape; a correction is no pattern."""
    if done.corrects is not None:
        return
    options = {**decided, **set_options(done.options)}
    for passing in ("sheet", "keep_repeated", "missing", "campaign"):
        options.pop(passing, None)
    template = Template(done.shape, kind, name, done.mapping, options)
    templates.save_template(cursor, template, done.staged.dialect.labels, now)


@needs(Role.VIEWER)
def saved_mapping(ws: Workspace, shape: str, kind: str) -> Template | None:
    """The mapping saved with the last file of this shape, if any."""
    with ws.db.read() as cursor:
        return templates.find_template(cursor, shape, kind)


@needs(Role.VIEWER)
def list_saved_mappings(ws: Workspace) -> pd.DataFrame:
    """Saved mappings, latest first: shape, kind, name, labels, mapping, options, created_at."""
    with ws.db.read() as cursor:
        return templates.list_templates(cursor)


@needs(Role.ANALYST)
def forget_mapping(ws: Workspace, shape: str, kind: str | None = None) -> int:
    """Remove what is saved for a shape (of every kind if none is given); returns how many."""
    with ws.db.write() as cursor:
        every = templates.list_templates(cursor)
        found = every[(every["shape"] == shape) & ((kind is None) | (every["kind"] == kind))]
        if found.empty:
            raise NotFoundError(say(m.NO_SUCH_MAPPING, shape=repr(shape)))
        for each in found["kind"]:
            templates.remove_template(cursor, shape, str(each))
    return len(found)
