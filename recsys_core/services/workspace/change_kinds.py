"""What is noted of changes, kind by kind: how it is read, and put back as it was."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import duckdb

from recsys_core.schema.config import DataSettings
from recsys_core.schema.rules import Rule
from recsys_core.services.workspace import messages as m
from recsys_core.storage import (
    audiences,
    experiments,
    feedback,
    meta,
    placements,
    rules,
    scenarios,
    segments,
    storyboard,
)
from recsys_core.storage.dataset_settings import read_settings, write_settings
from recsys_core.wording.messages import say
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


def _experiments(cursor: Cursor, of: str) -> State:
    return [
        [one.name, one._asdict() | {"created_at": one.created_at.isoformat()}]
        for one in experiments.list_experiments(cursor)
    ]


def _write_experiments(cursor: Cursor, of: str, state: State, now: datetime) -> None:
    for one in experiments.list_experiments(cursor):
        experiments.delete_experiment(cursor, one.name)
    for _, row in state:
        at = {"created_at": datetime.fromisoformat(row["created_at"])}
        experiments.put_experiment(cursor, experiments.ExperimentRecord(**row | at))


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
    "experiments": Kind(m.KIND_EXPERIMENTS, _experiments, _write_experiments),
    "control": Kind(m.KIND_CONTROL, _control, _write_control),
    "names": Kind(m.KIND_NAMES, _names, _write_names),
}
