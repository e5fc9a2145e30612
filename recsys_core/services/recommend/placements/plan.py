"""Which placement runs where, when and for whom."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args
from uuid import uuid4

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.placements.placement import (
    Placement,
    placement,
    placement_of,
)
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage import placements as table
from recsys_core.wording.dates import full_day
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

Whom = Literal["everybody", "segment", "audience"]
Sends = Literal["none", "once", "daily", "weekly"]
WHOM: tuple[Whom, ...] = get_args(Whom)
SENDS: tuple[Sends, ...] = get_args(Sends)
EVERY = {"daily": 1, "weekly": 7}
"""Days between messages."""
MOST_DAYS = 3 * 366


class PlannedFor(NamedTuple):
    """Whom a line of the plan is for. name: of the segment or audience, "" for everybody."""

    whom: Whom = "everybody"
    name: str = ""

    @property
    def words(self) -> str:
        """How it is called."""
        return self.name or say(m.EVERYBODY)


EVERYBODY = PlannedFor()


@dataclass(frozen=True)
class NewLine:
    """What is asked for. channel: "" for the placement's own.  starts, ends: both days are in."""

    placement: str
    starts: date
    ends: date
    whom: PlannedFor = EVERYBODY
    sends: str = "none"
    channel: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan."""

    line_id: str
    placement: Placement
    channel: str
    starts: date
    ends: date
    whom: PlannedFor
    sends: Sends

    @property
    def days(self) -> list[date]:
        """On which messages go out."""
        if self.sends == "none":
            return []
        if self.sends == "once":
            return [self.starts]
        step, span = EVERY[self.sends], (self.ends - self.starts).days
        return [self.starts + timedelta(days=day) for day in range(0, span + 1, step)]

    @property
    def words(self) -> str:
        """What runs where, when and for whom."""
        when = say(m.DATED, starts=full_day(self.starts), ends=full_day(self.ends))
        whom = self.whom.words
        return say(m.LINE, name=self.placement.name, channel=self.channel, whom=whom, when=when)

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `placements --plan`."""
        return {
            "line": self.line_id,
            "placement": self.placement.name,
            "channel": self.channel,
            "spot": self.placement.spot,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "whom": self.whom.whom,
            "group": self.whom.name,
            "sends": self.sends,
        }


@needs(Role.VIEWER)
def plan(ws: Workspace) -> list[PlanLine]:
    """What begins first at the top; lines this version cannot read are left out."""
    with ws.db.read() as cursor:
        kept = {one.placement_id: placement_of(one) for one in table.list_placements(cursor)}
        records = table.list_planned(cursor)
    found = []
    for one in records:
        of = kept.get(one.placement_id)
        if of is not None and one.whom in WHOM and one.sends in SENDS:
            found.append(_line(one, of))
    return found


@needs(Role.ANALYST)
def add_to_plan(ws: Workspace, asked: NewLine) -> PlanLine:
    """Plan one more. `NotFoundError` for a placement, segment or audience nobody knows,
    `InputError` for what cannot be.
    """
    of = placement(ws, asked.placement)
    if asked.ends < asked.starts:
        days = {"starts": full_day(asked.starts), "ends": full_day(asked.ends)}
        raise InputError(say(m.ENDS_FIRST, **days))
    if (asked.ends - asked.starts).days >= MOST_DAYS:
        raise InputError(say(m.TOO_LONG_A_SPAN, most=MOST_DAYS))
    if asked.sends not in SENDS:
        raise InputError(say(m.NO_SUCH_SENDING, ways=or_list(SENDS), sends=asked.sends))
    channel = " ".join(asked.channel.split()) or of.channel
    whom = _known(ws, asked.whom)
    now = datetime.now(UTC).replace(tzinfo=None)
    record = table.PlannedRecord(
        uuid4().hex[:8],
        of.placement_id,
        channel,
        asked.starts,
        asked.ends,
        *whom,
        asked.sends,
        now,
    )
    with changing(ws, "placements") as cursor:
        table.insert_planned(cursor, record)
    return _line(record, of)


@needs(Role.ANALYST)
def take_from_plan(ws: Workspace, line_id: str) -> None:
    """Take a line out; it can be taken back. `NotFoundError` where there is none."""
    if line_id not in {one.line_id for one in plan(ws)}:
        raise NotFoundError(say(m.NO_SUCH_LINE, line=line_id))
    with changing(ws, "placements") as cursor:
        table.delete_planned(cursor, line_id)


@needs(Role.VIEWER)
def weekly_cap(ws: Workspace) -> int:
    """Messages a customer may get within seven days; 0 for no cap."""
    with ws.db.read() as cursor:
        return meta.weekly_cap(cursor) or 0


@needs(Role.ANALYST)
@audited("setting", what="weekly-cap")
def set_weekly_cap(ws: Workspace, most: int) -> None:
    """From now on; `InputError` below 0."""
    if most < 0:
        raise InputError(say(m.A_CAP))
    with ws.db.write() as cursor:
        meta.keep_weekly_cap(cursor, most)


def _line(one: table.PlannedRecord, of: Placement) -> PlanLine:
    whom = PlannedFor(one.whom, one.group_name)  # type: ignore[arg-type]
    sends: Sends = one.sends  # type: ignore[assignment]
    return PlanLine(one.entry_id, of, one.channel, one.starts, one.ends, whom, sends)


def _known(ws: Workspace, whom: PlannedFor) -> PlannedFor:
    """The group under the name it has; raises where there is none."""
    if whom.whom not in WHOM:
        raise InputError(say(m.NO_SUCH_WHOM, whom=whom.whom))
    if whom.whom == "everybody":
        return EVERYBODY
    name = whom.name.strip()
    if not name:
        raise InputError(say(m.NAME_THE_GROUP))
    if whom.whom == "audience":
        return PlannedFor("audience", kept_audience(ws, name).record.name)
    group_members(ws, name, patient=False)
    return PlannedFor("segment", name)
