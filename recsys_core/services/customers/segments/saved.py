"""Segments kept by name: dynamic ones are asked anew, fixed ones keep who was in."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import uuid4

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError, TastelabError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments.inside import InSegment
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.members import segment_sentence, spend_share
from recsys_core.services.customers.segments.workspace_facts import (
    WorkspaceFacts,
    definition_of,
    facts_of,
    quoted_all,
)
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segments as table
from recsys_core.storage.segments import SegmentRecord
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

LONGEST, MOST = 120, 500
"""Characters of a name, and how many segments a workspace keeps."""


class SavedSegment(NamedTuple):
    """One kept segment. size, share, spend_share: as `SegmentCount`, of the data as it is now; 0
    and None where `problem` says why it cannot be told.  gone: of a fixed one, how many it was
    saved with are no longer among the customers.  changed: whether the data is another one than
    when it was saved.  sentence: what it says.  created_at, changed_at: naive UTC.
    """

    name: str
    kind: Literal["dynamic", "fixed"]
    definition: SegmentDefinition | None
    size: int
    share: float
    spend_share: float | None
    gone: int
    changed: bool
    created_at: datetime
    changed_at: datetime
    sentence: str
    problem: str


@needs(Role.VIEWER)
def saved(ws: Workspace, patient: bool = True) -> list[SavedSegment]:
    """All kept segments, by name. patient: see `WorkspaceFacts`."""
    facts, now = facts_of(ws, patient), ws.fingerprint()
    return [_told(facts, one, now) for one in facts.kept.values()]


@needs(Role.VIEWER)
def find_saved(ws: Workspace, name: str, patient: bool = True) -> SavedSegment:
    """The kept segment of a name; `NotFoundError` where there is none."""
    facts = facts_of(ws, patient)
    return _told(facts, _record(facts, name), ws.fingerprint())


@needs(Role.VIEWER)
def segment_names(ws: Workspace) -> list[str]:
    """The names of all kept segments, in their order."""
    with ws.db.read() as cursor:
        return [one.name for one in table.list_segments(cursor)]


@needs(Role.ANALYST)
def save(
    ws: Workspace,
    name: str,
    definition: SegmentDefinition,
    *,
    fixed: bool = False,
    replace: bool = False,
) -> None:
    """Keep a segment: asked anew whenever it is used, or `fixed` to those who are in now.

    `InputError` for a name that is taken (unless `replace`), a segment that refers to itself, and
    a fixed one that the data cannot answer or that nobody is in.
    """
    facts = facts_of(ws)
    name = _free(facts, name, replace)
    _check_circle(facts, name, definition)
    users: list[str] | None = None
    if fixed:
        who = WorkspaceFacts(ws, facts.state, facts.kept, asking=(name,)).mask(definition)
        users = list(facts.state.overview.loc[who, Columns.User])
    _keep(ws, facts, name, definition, users)


@needs(Role.ANALYST)
def save_ids(
    ws: Workspace,
    name: str,
    users: Sequence[str],
    *,
    replace: bool = False,
    definition: SegmentDefinition | None = None,
) -> int:
    """Keep a list of customers as a fixed segment; how many of the numbers are not known here.

    `InputError` as `save`, and where none of them is known.
    """
    facts = facts_of(ws)
    name = _free(facts, name, replace)
    wanted = list(dict.fromkeys(users))
    known = set(facts.state.overview[Columns.User])
    found = [user for user in wanted if user in known]
    if wanted and not found:
        raise InputError(say(m.NOBODY_KNOWN, n=len(wanted)))
    _keep(ws, facts, name, definition, found)
    return len(wanted) - len(found)


@needs(Role.ANALYST)
def delete(ws: Workspace, name: str) -> None:
    """Take a segment out; `InputError` where another one is built on it."""
    facts = facts_of(ws)
    _record(facts, name)
    if above := [one.name for one in facts.kept.values() if name in _names_in(one)]:
        raise InputError(say(m.BUILT_ON, name=name, others=and_list(quoted_all(tuple(above)))))
    with changing(ws, "segments") as cursor:
        table.delete_segment(cursor, name)


@needs(Role.ANALYST)
def rename(ws: Workspace, name: str, to: str) -> None:
    """Give a segment another name; those built on it follow."""
    facts = facts_of(ws)
    record, to = _record(facts, name), _free(facts, to, False)
    with changing(ws, "segments") as cursor:
        table.delete_segment(cursor, name)
        table.put_segment(cursor, record._replace(name=to))
        for one in facts.kept.values():
            if name in _names_in(one) and one.name != name:
                table.put_segment(cursor, one._replace(definition=_renamed(one, name, to)))


def _keep(
    ws: Workspace,
    facts: WorkspaceFacts,
    name: str,
    definition: SegmentDefinition | None,
    users: list[str] | None,
) -> None:
    if users is not None and not users:
        raise InputError(say(m.NOBODY_IN))
    now, before = datetime.now(UTC).replace(tzinfo=None), facts.kept.get(name)
    record = SegmentRecord(
        name,
        "dynamic" if users is None else "fixed",
        None if definition is None else definition.plain(),
        None if users is None else uuid4().hex,
        None if users is None else len(users),
        ws.fingerprint(),
        before.created_at if before else now,
        now,
    )
    with changing(ws, "segments") as cursor:
        table.put_segment(cursor, record)
        if users is not None and record.set_id is not None:
            table.put_members(cursor, record.set_id, users)


def _told(facts: WorkspaceFacts, record: SegmentRecord, now: str) -> SavedSegment:
    problem, who = "", np.zeros(facts.n, dtype=bool)
    try:
        who = facts.members(record.name)
    except TastelabError as error:
        problem = str(error)
    size = int(who.sum())
    fixed = record.set_id is not None
    gone = max((record.size or 0) - size, 0) if fixed else 0
    if fixed and not size:
        problem = say(m.ALL_GONE, n=record.size or 0)
    elif not size and not problem:
        problem = say(m.EMPTY_NOW)
    definition = definition_of(record) if record.definition else None
    return SavedSegment(
        record.name,
        "fixed" if fixed else "dynamic",
        definition,
        size,
        size / facts.n,
        spend_share(facts, who),
        gone,
        record.fingerprint != now,
        record.created_at,
        record.changed_at,
        segment_sentence(facts.ws, definition) if definition else say(m.A_LIST, n=record.size),
        problem,
    )


def _free(facts: WorkspaceFacts, name: str, replace: bool) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise InputError(say(m.NAME_LENGTH, most=LONGEST))
    if name in facts.kept and not replace:
        raise InputError(say(m.NAME_TAKEN, name=name))
    if name not in facts.kept and len(facts.kept) >= MOST:
        raise InputError(say(m.TOO_MANY_KEPT, most=MOST))
    return name


def _record(facts: WorkspaceFacts, name: str) -> SegmentRecord:
    if name not in facts.kept:
        raise NotFoundError(say(m.NO_SUCH_SEGMENT, name=name))
    return facts.kept[name]


def _check_circle(facts: WorkspaceFacts, name: str, definition: SegmentDefinition) -> None:
    """`InputError` where the segment leads back to its own name through those it is built on."""

    def walk(names: set[str], path: tuple[str, ...]) -> None:
        for one in sorted(names):
            if one == name:
                raise InputError(say(m.CIRCLE, names=and_list(quoted_all(path))))
            if one in facts.kept and one not in path and facts.kept[one].set_id is None:
                walk(_names_in(facts.kept[one]), (*path, one))

    walk({one.segment for one in definition.each() if isinstance(one, InSegment)}, (name,))


def _names_in(record: SegmentRecord) -> set[str]:
    """The segments a dynamic one is built on; a fixed one needs none any more."""
    if record.definition is None or record.set_id is not None:
        return set()
    each = definition_of(record).each()
    return {one.segment for one in each if isinstance(one, InSegment)}


def _renamed(record: SegmentRecord, name: str, to: str) -> dict[str, object]:
    def other(one: object) -> object:
        if not isinstance(one, dict):
            return one
        inner = {"conditions": [other(x) for x in one["conditions"]]} if "conditions" in one else {}
        named = {"segment": to} if one.get("segment") == name else {}
        return one | inner | named

    found = other(record.definition)
    return found if isinstance(found, dict) else {}
