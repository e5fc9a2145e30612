"""Every change of rules, settings, feedback, scenarios, segments and the like; the way back."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

import duckdb

from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError
from recsys_core.schema.rules import Rule
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import (
    audiences,
    feedback,
    meta,
    placements,
    rules,
    scenarios,
    segments,
    storyboard,
)
from recsys_core.storage.dataset_settings import read_settings, write_settings
from recsys_core.wording.amounts import write_as
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say
from recsys_core.wording.numbers import share as written_share

Cursor = duckdb.DuckDBPyConnection
State = list[list[Any]]
"""What there is of a kind, in its order: a name and a content (as JSON has it) each."""
SENT = ("sends", "created_at")
"""Moments of an audience."""
NAMED = 3
"""How many of what was changed a sentence names."""


class Kind(NamedTuple):
    """How a kind is read and put back. Both get what it is `of` (a customer, for feedback)."""

    title: str
    read: Callable[[Cursor, str], State]
    write: Callable[[Cursor, str, State, datetime], None]


class RecentChange(NamedTuple):
    """One change: when (naive UTC), what in a sentence, and whether it was taken back."""

    change_id: str
    at: datetime
    kind: str
    sentence: str
    undone: bool


def _rules(cursor: Cursor, of: str) -> State:
    return [[rule.name, rule.model_dump(mode="json")] for rule in rules.read_rules(cursor)]


def _write_rules(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    rules.write_rules(cursor, tuple(Rule.model_validate(one) for _, one in state), now)


def _settings(cursor: Cursor, of: str) -> State:
    fields, changes = DataSettings.model_fields, read_settings(cursor).changes()
    return [[say(fields[name].title or name), [name, value]] for name, value in changes.items()]


def _write_settings(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    settings = DataSettings(**dict(pair for _, pair in state))
    write_settings(cursor, settings, reason=say(m.TAKEN_BACK), at=now)


def _amounts(cursor: Cursor, of: str) -> State:
    return [
        [say(m.OF_AMOUNTS[name]), [name, value]] for name, value in meta.amounts(cursor).items()
    ]


def _write_amounts(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    meta.keep_amounts(cursor, dict(pair for _, pair in state))


def _feedback(cursor: Cursor, of: str) -> State:
    given = [row for row in feedback.list_feedback(cursor) if row[0] == of]
    return [[item, [verdict, at.isoformat()]] for _, item, verdict, at in given]


def _write_feedback(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    feedback.remove_feedback(cursor, of, None)
    for item, (verdict, at) in state:
        feedback.put_feedback(cursor, of, item, verdict, datetime.fromisoformat(at))


def _scenarios(cursor: Cursor, of: str) -> State:
    return [
        [one.name, [one.scenario_id, one.state, one.created_at.isoformat()]]
        for one in scenarios.list_scenarios(cursor)
    ]


def _write_scenarios(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    for one in scenarios.list_scenarios(cursor):
        scenarios.delete_scenario(cursor, one.scenario_id)
    for name, (scenario_id, choice, at) in state:
        scenarios.insert_scenario(cursor, scenario_id, name, choice, datetime.fromisoformat(at))


def _storyboard(cursor: Cursor, of: str) -> State:
    return [[line, address] for address, line in storyboard.read_storyboard(cursor)]


def _write_storyboard(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    storyboard.write_storyboard(cursor, [(address, line) for line, address in state])


def _bookmarks(cursor: Cursor, of: str) -> State:
    return [[name, address] for name, address in meta.bookmarks(cursor).items()]


def _write_bookmarks(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    meta.keep_bookmarks(cursor, dict(state))


def _segments(cursor: Cursor, of: str) -> State:
    kept = segments.list_segments(cursor)
    times = ("created_at", "changed_at")
    return [
        [one.name, one._asdict() | {name: getattr(one, name).isoformat() for name in times}]
        for one in kept
    ]


def _write_segments(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    for one in segments.list_segments(cursor):
        segments.delete_segment(cursor, one.name)
    for _, row in state:
        at = {name: datetime.fromisoformat(row[name]) for name in ("created_at", "changed_at")}
        segments.put_segment(cursor, segments.SegmentRecord(**row | at))


def _audiences(cursor: Cursor, of: str) -> State:
    return [
        [one.name, one._asdict() | {name: getattr(one, name).isoformat() for name in SENT}]
        for one in audiences.list_audiences(cursor)
    ]


def _write_audiences(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    for one in audiences.list_audiences(cursor):
        audiences.delete_audience(cursor, one.name)
    for _, row in state:
        at = {name: datetime.fromisoformat(row[name]) for name in SENT}
        audiences.put_audience(cursor, audiences.AudienceRecord(**row | at))


def _placements(cursor: Cursor, of: str) -> State:
    planned = placements.list_planned(cursor)
    return [
        [one.name, [list(one), [list(p) for p in planned if p.placement_id == one.placement_id]]]
        for one in placements.list_placements(cursor)
    ]


def _write_placements(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    for one in placements.list_placements(cursor):
        placements.delete_placement(cursor, one.placement_id)
    for name, ((number, _, definition, made), planned) in state:
        moment = datetime.fromisoformat(made)
        record = placements.PlacementRecord(number, name, definition, moment)
        placements.put_placement(cursor, record)
        for line, of_it, channel, starts, ends, *rest, at in planned:
            days = (date.fromisoformat(starts), date.fromisoformat(ends))
            entry = (line, of_it, channel, *days, *rest, datetime.fromisoformat(at))
            placements.insert_planned(cursor, placements.PlannedRecord(*entry))


def _names(cursor: Cursor, of: str) -> State:
    return [[name, key] for key, name in meta.group_names(cursor).items()]


def _write_names(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    meta.keep_group_names(cursor, {key: name for name, key in state})


def _control(cursor: Cursor, of: str) -> State:
    share = meta.control_group(cursor)
    return [[written_share(share), share]] if share else []


def _write_control(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    meta.keep_control_group(cursor, state[0][1] if state else 0.0)


KINDS: Mapping[str, Kind] = {
    "rules": Kind(m.KIND_RULES, _rules, _write_rules),
    "settings": Kind(m.KIND_SETTINGS, _settings, _write_settings),
    "amounts": Kind(m.KIND_AMOUNTS, _amounts, _write_amounts),
    "feedback": Kind(m.KIND_FEEDBACK, _feedback, _write_feedback),
    "scenarios": Kind(m.KIND_SCENARIOS, _scenarios, _write_scenarios),
    "storyboard": Kind(m.KIND_STORYBOARD, _storyboard, _write_storyboard),
    "bookmarks": Kind(m.KIND_BOOKMARKS, _bookmarks, _write_bookmarks),
    "segments": Kind(m.KIND_SEGMENTS, _segments, _write_segments),
    "audiences": Kind(m.KIND_AUDIENCES, _audiences, _write_audiences),
    "placements": Kind(m.KIND_PLACEMENTS, _placements, _write_placements),
    "control": Kind(m.KIND_CONTROL, _control, _write_control),
    "names": Kind(m.KIND_NAMES, _names, _write_names),
}


@contextmanager
def changing(ws: Workspace, kind: str, of: str = "") -> Iterator[Cursor]:
    """A write transaction; what it changes of the kind is noted, so that it can be taken back."""
    with ws.db.write() as cursor:
        before = _plain(KINDS[kind].read(cursor, of))
        yield cursor
        after = _plain(KINDS[kind].read(cursor, of))
        if after != before:
            detail = {"id": uuid4().hex, "kind": kind, "of": of, "before": before, "after": after}
            meta.record_action(cursor, _now(), meta.CHANGED, detail)


def recent_changes(ws: Workspace, limit: int = 20) -> list[RecentChange]:
    """The latest changes, latest first, those taken back among them."""
    with ws.db.read() as cursor:
        found = meta.changes(cursor, limit)
    return [
        RecentChange(one["id"], at, one["kind"], _sentence(one), undone)
        for at, one, undone in found
    ]


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
