"""A placement: how lists are made for one spot of a channel, under a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, get_args
from uuid import uuid4

from pydantic import ValidationError

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rules import Rule
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import placements as table
from recsys_core.storage import rules as rule_table
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Shows = Literal["products", "categories", "brands"]
SHOWS: tuple[Shows, ...] = get_args(Shows)
CHANNELS = ("E-mail", "Website", "App", "Print", "SMS", "Push message")
"""Suggestions: any other text is a channel too."""
LONGEST = 60
Rules = tuple[Rule, ...]


@dataclass(frozen=True)
class Placement:
    """choice: the model and its knobs, without rules; its length is the number of slots.  rules:
    whether the business rules of the workspace act, as they are when a list is made.  rules_then:
    those that would have acted when it was saved.  spot: where in the channel, "" for all of it.
    """

    placement_id: str
    name: str
    choice: Choice
    rules: bool
    rules_then: Rules
    shows: Shows
    channel: str
    spot: str
    created_at: datetime

    @property
    def slots(self) -> int:
        """How many products, categories or brands are shown."""
        return self.choice.settings.k

    def definition(self) -> dict[str, Any]:
        """JSON-ready: what `placement_of` reads."""
        return {
            **self.choice.to_state(),
            "rules": self.rules,
            "rules_then": [rule.model_dump(mode="json") for rule in self.rules_then],
            "shows": self.shows,
            "channel": self.channel,
            "spot": self.spot,
        }

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `placements`."""
        kept = self.definition()
        del kept["rules_then"]
        slots, created = kept.pop("k"), self.created_at.isoformat(timespec="seconds")
        return {"name": self.name, **kept, "slots": slots, "created_at": created}


@dataclass(frozen=True)
class NewPlacement:
    """What is asked for. choice: as a scenario has it; the rules in it give way to today's."""

    name: str
    choice: Choice
    channel: str
    shows: str = "products"
    spot: str = ""
    rules: bool = False


@needs(Role.VIEWER)
def placements(ws: Workspace) -> list[Placement]:
    """All of them in the order of saving; those this version cannot read are left out."""
    with ws.db.read() as cursor:
        records = table.list_placements(cursor)
    return [one for record in records if (one := placement_of(record)) is not None]


@needs(Role.VIEWER)
def placement(ws: Workspace, name: str) -> Placement:
    """One by its name, whatever the letters' case; `NotFoundError` names those there are."""
    every = placements(ws)
    for one in every:
        if one.name.casefold() == name.strip().casefold():
            return one
    known = ", ".join(say(m.PLACEMENT_QUOTED, text=one.name) for one in every)
    message = m.UNKNOWN_PLACEMENT if known else m.NO_PLACEMENT_YET
    raise NotFoundError(say(message, name=name, names=known))


@needs(Role.ANALYST)
def save_placement(ws: Workspace, asked: NewPlacement, replace_it: bool = False) -> Placement:
    """Keep one. With `replace_it` the one of that name becomes this, and stays in the plan.

    `InputError` for a name that is empty, too long or taken, and without a channel.
    """
    name, channel, spot = (_text(one) for one in (asked.name, asked.channel, asked.spot))
    if not name:
        raise InputError(say(m.NO_PLACEMENT_NAME))
    if not channel:
        raise InputError(say(m.NO_CHANNEL))
    if asked.shows not in SHOWS:
        kinds = and_list(say(m.KINDS[kind]) for kind in SHOWS)
        raise InputError(say(m.NO_SUCH_KIND, kinds=kinds, shows=asked.shows))
    taken = _taken(ws, name)
    if taken and not replace_it:
        raise InputError(say(m.PLACEMENT_TAKEN, name=taken.name))
    with ws.db.read() as cursor:
        rules = rule_table.read_rules(cursor)
    now = datetime.now(UTC).replace(tzinfo=None)
    kept = Placement(
        taken.placement_id if taken else uuid4().hex,
        name,
        _with(asked.choice, ()),
        asked.rules,
        rules if asked.rules else (),
        asked.shows,
        channel,
        spot,
        taken.created_at if taken else now,
    )
    _put(ws, kept)
    return kept


@needs(Role.ANALYST)
def rename_placement(ws: Workspace, name: str, new: str) -> None:
    """Give one another name; `InputError` if that one is taken. What is planned of it stays."""
    old, wanted = placement(ws, name), _text(new)
    if not wanted:
        raise InputError(say(m.NO_PLACEMENT_NAME))
    taken = _taken(ws, wanted)
    if taken and taken.placement_id != old.placement_id:
        raise InputError(say(m.PLACEMENT_TAKEN, name=taken.name))
    _put(ws, replace(old, name=wanted))


@needs(Role.ANALYST)
def delete_placement(ws: Workspace, name: str) -> None:
    """Forget one and what is planned of it; it can be taken back."""
    gone = placement(ws, name)
    with changing(ws, "placements") as cursor:
        table.delete_placement(cursor, gone.placement_id)


@needs(Role.VIEWER)
def choice_today(ws: Workspace, one: Placement) -> Choice:
    """How its lists are made now: with the business rules of today, where they act."""
    if not one.rules:
        return one.choice
    with ws.db.read() as cursor:
        return _with(one.choice, rule_table.read_rules(cursor))


def placement_of(record: table.PlacementRecord) -> Placement | None:
    """What a row says; None if this version does not know it."""
    kept: Mapping[str, Any] = record.definition
    try:
        if kept["shows"] not in SHOWS:
            return None
        return Placement(
            record.placement_id,
            record.name,
            Choice.of_state(kept),
            bool(kept["rules"]),
            tuple(Rule.model_validate(rule) for rule in kept["rules_then"]),
            kept["shows"],
            str(kept["channel"]),
            str(kept["spot"]),
            record.created_at,
        )
    except (ValidationError, KeyError, TypeError, ValueError):
        return None


def _with(choice: Choice, rules: Rules) -> Choice:
    config = choice.rerank_config.model_copy(update={"rules": rules})
    return replace(choice, settings=replace(choice.settings, rerank_config=config))


def _put(ws: Workspace, one: Placement) -> None:
    row = (one.placement_id, one.name, one.definition(), one.created_at)
    with changing(ws, "placements") as cursor:
        table.put_placement(cursor, table.PlacementRecord(*row))


def _taken(ws: Workspace, name: str) -> Placement | None:
    return next((one for one in placements(ws) if one.name.casefold() == name.casefold()), None)


def _text(text: str) -> str:
    found = " ".join(text.split())
    if len(found) > LONGEST:
        raise InputError(say(m.TOO_LONG_A_NAME, most=LONGEST))
    return found
