"""Every change of rules, settings, feedback, scenarios, segments and the like; the way back."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited, recording
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.change_kinds import KINDS, Cursor, State
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.wording.amounts import write_as
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say

NAMED = 3
"""How many of what was changed a sentence names."""


class RecentChange(NamedTuple):
    """One change: when (naive UTC), what in a sentence, and whether it was taken back."""

    change_id: str
    at: datetime
    kind: str
    sentence: str
    undone: bool


@needs(Role.ANALYST)
@contextmanager
def changing(ws: Workspace, kind: str, of: str = "") -> Iterator[Cursor]:
    """A write transaction; what it changes of the kind is noted, so that it can be taken back."""
    about = {"of": of} if of else {}
    with recording(ws, "change", kind=kind, **about) as told, ws.db.write() as cursor:
        before = _plain(KINDS[kind].read(cursor, of))
        yield cursor
        after = _plain(KINDS[kind].read(cursor, of))
        if after != before:
            detail = {"id": uuid4().hex, "kind": kind, "of": of, "before": before, "after": after}
            meta.record_action(cursor, _now(), meta.CHANGED, detail)
        told["names"] = sorted({name for name, content in _differing(before, after)})


@needs(Role.VIEWER)
def recent_changes(ws: Workspace, limit: int = 20) -> list[RecentChange]:
    """The latest changes, latest first, those taken back among them."""
    with ws.db.read() as cursor:
        found = meta.changes(cursor, limit)
    return [
        RecentChange(one["id"], at, one["kind"], _sentence(one), undone)
        for at, one, undone in found
    ]


@needs(Role.ANALYST)
@audited("change-undone", told=lambda done: {"kind": done.kind})
def undo_last(ws: Workspace) -> RecentChange:
    """Put what the latest change changed back as it was; the one before it is the next to undo.

    Raises `InputError` where there is none, or where it is no longer as the change left it.
    """
    with ws.db.write() as cursor:
        left = [(at, one) for at, one, undone in meta.changes(cursor, None) if not undone]
        if not left:
            raise InputError(say(m.NOTHING_TO_UNDO))
        at, one = left[0]
        kind = KINDS[one["kind"]]
        if _plain(kind.read(cursor, one["of"])) != one["after"]:
            raise InputError(say(m.CHANGED_SINCE, change=_sentence(one)))
        kind.write(cursor, one["of"], one["before"], _now())
        meta.record_action(cursor, _now(), meta.UNDONE, {"id": one["id"]})
    ws.feedback_version += 1
    write_as(ws.amounts())
    return RecentChange(one["id"], at, one["kind"], _sentence(one), True)


def _sentence(one: Mapping[str, Any]) -> str:
    """What was changed: names that are there for the first time or no more, or only otherwise."""
    before, after = one["before"], one["after"]
    new = [name for name, content in after if [name, content] not in before]
    old = [name for name, content in before if [name, content] not in after]
    changed = [name for name in new if name in old]
    added = [name for name in new if name not in old]
    gone = [name for name in old if name not in new]
    said = [
        _about(message, names)
        for message, names in ((m.ADDED, added), (m.DELETED, gone), (m.CHANGED, changed))
        if names
    ]
    title = say(KINDS[one["kind"]].title, of=one["of"])
    return say(m.CHANGE, title=title, what=and_list(said) or say(m.OTHER_ORDER))


def _differing(one: State, other: State) -> State:
    """What stands in one of them only."""
    return [each for each in one if each not in other] + [each for each in other if each not in one]


def _about(message: Plural, names: list[str]) -> str:
    quoted = [say(m.QUOTED, name=name) for name in names[:NAMED]]
    rest = len(names) - len(quoted)
    return say(
        message, n=len(names), names=and_list([*quoted, *([say(m.MORE, n=rest)] if rest else [])])
    )


def _plain(state: State) -> State:
    """As it comes back from the audit."""
    plain: State = json.loads(json.dumps(state, default=str))
    return plain


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
