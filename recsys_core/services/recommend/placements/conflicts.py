"""What cannot be as it is planned: two in one spot, lists that cannot be made, too many messages.

Whoever must not be reached (`services.campaigns.barred`) gets no message by any line, and whoever
an audience keeps back by lot is in no line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience.kept import kept_audience, kept_audiences
from recsys_core.services.campaigns.barred import barred
from recsys_core.services.customers.feedback import feedback_stamp
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.rule_groups import segments_stamp
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.placements.contact import WEEK, Sending, busiest_weeks
from recsys_core.services.recommend.placements.plan import PlanLine, plan, weekly_cap
from recsys_core.services.recommend.placements.words import no_lists
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.lots import control_share
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries
from recsys_core.wording.dates import full_day
from recsys_core.wording.messages import say

_kept: PerWorkspace[tuple[object, ...], "CheckedPlan"] = PerWorkspace("plans", most=4)
Trouble = Literal["same_slot", "no_lists", "no_group", "weekly_cap"]


@dataclass(frozen=True)
class PlanConflict:
    """lines: which are concerned.  customers: how many; None where it is not about customers."""

    kind: Trouble
    sentence: str
    lines: tuple[str, ...]
    customers: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of one of `conflicts` on the command line."""
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "lines": list(self.lines),
            "customers": self.customers,
        }


@dataclass(frozen=True)
class CheckedPlan:
    """lines: as `plan`.  reached: of each, how many customers it is for; None where nobody can
    tell.  conflicts: the gravest kinds first.
    """

    lines: list[PlanLine]
    reached: list[int | None]
    conflicts: list[PlanConflict]

    @property
    def sentence(self) -> str:
        """How much is planned and how many conflicts there are."""
        if not self.lines:
            return say(m.NO_PLAN)
        found = say(m.PROBLEMS, n=len(self.conflicts)) if self.conflicts else say(m.NO_PROBLEMS)
        first, last = min(one.starts for one in self.lines), max(one.ends for one in self.lines)
        days = {"first": full_day(first), "last": full_day(last)}
        return say(m.PLAN_ANSWER, n=len(self.lines), problems=found, **days)


@needs(Role.VIEWER)
def checked_plan(ws: Workspace) -> CheckedPlan:
    """The plan with what is wrong with it; kept until anything it depends on changes."""
    lines = plan(ws)
    if not lines or ws.is_empty():
        return CheckedPlan(lines, [None for _ in lines], [])
    stamps = (ws.data_version(), feedback_stamp(ws), segments_stamp(ws))
    models = tuple(trained_models(ws))
    audiences = tuple(one.record.set_id for one in kept_audiences(ws))
    key = (*stamps, models, audiences, control_share(ws), weekly_cap(ws), tuple(lines))
    return _kept.get(ws, key, lambda: _checked(ws, lines))


def _checked(ws: Workspace, lines: list[PlanLine]) -> CheckedPlan:
    users = customer_overview(ws)[Columns.User].to_numpy(dtype=object)
    members: list[BoolArray | None] = []
    found: list[PlanConflict] = []
    ids = pd.Index(users)
    closed = ids.isin(list(set().union(*barred(ws).values())))
    for line in lines:
        try:
            inside = line_members(ws, line, ids, closed)
        except TastelabError as error:
            fields = {"name": line.placement.name, "whom": line.whom.words, "why": str(error)}
            found.append(PlanConflict("no_group", say(m.GROUP_GONE, **fields), (line.line_id,)))
            members.append(None)
            continue
        members.append(inside)
        if not inside.any():
            empty = say(m.NOBODY_IN_IT, name=line.placement.name, whom=line.whom.words)
            found.append(PlanConflict("no_group", empty, (line.line_id,), 0))
    conflicts = [*_same_slot(lines, members), *_no_lists(ws, lines), *found]
    conflicts += _over_cap(ws, lines, members, ids)
    reached = [None if one is None else int(one.sum()) for one in members]
    return CheckedPlan(lines, reached, conflicts)


@needs(Role.VIEWER)
def line_members(ws: Workspace, line: PlanLine, users: pd.Index, closed: BoolArray) -> BoolArray:
    """(n,) whom of `users` (rows of `customer_overview`) a line is for; messages go to nobody who
    is `closed` to them. Raises where the group cannot be told.
    """
    if line.whom.whom == "everybody":
        inside = np.ones(len(users), dtype=bool)
    elif line.whom.whom == "segment":
        inside = group_members(ws, line.whom.name)
    else:
        inside = users.isin(kept_audience(ws, line.whom.name).mailed[Columns.User])
    return inside if line.sends == "none" else inside & ~closed


def _same_slot(
    lines: Sequence[PlanLine], members: Sequence[BoolArray | None]
) -> list[PlanConflict]:
    """Lines in one spot of a channel on the same days for some of the same customers; a placement
    without a spot takes the whole channel.
    """
    found = []
    for (one, inside), (other, others) in combinations(zip(lines, members, strict=True), 2):
        starts, ends = max(one.starts, other.starts), min(one.ends, other.ends)
        if starts > ends or not _one_spot(one, other) or inside is None or others is None:
            continue
        if one.days and other.days:
            if not (common := set(one.days) & set(other.days)):
                continue
            starts, ends = min(common), max(common)
        both = int((inside & others).sum())
        if both:
            days = {"starts": full_day(starts)}
            if starts < ends:
                days["ends"] = full_day(ends)
            sentence = say(
                m.SAME_SLOT if starts < ends else m.SAME_SLOT_DAY,
                a=one.placement.name,
                b=other.placement.name,
                channel=one.channel,
                n=both,
                **days,
            )
            found.append(PlanConflict("same_slot", sentence, (one.line_id, other.line_id), both))
    return found


def _one_spot(one: PlanLine, other: PlanLine) -> bool:
    spots = {line.placement.spot.casefold() for line in (one, other)}
    return one.channel.casefold() == other.channel.casefold() and (len(spots) == 1 or "" in spots)


def _no_lists(ws: Workspace, lines: Sequence[PlanLine]) -> list[PlanConflict]:
    """One for each placement whose lists cannot be made, from the day it is needed."""
    first: dict[str, PlanLine] = {}
    for line in lines:
        first.setdefault(line.placement.placement_id, line)
    found = []
    for number, line in first.items():
        if problem := no_lists(ws, line.placement):
            sentence = say(m.LISTS_GONE, starts=full_day(line.starts), problem=problem)
            of_it = tuple(one.line_id for one in lines if one.placement.placement_id == number)
            found.append(PlanConflict("no_lists", sentence, of_it))
    return found


def _over_cap(
    ws: Workspace,
    lines: Sequence[PlanLine],
    members: Sequence[BoolArray | None],
    users: pd.Index,
) -> list[PlanConflict]:
    """Who gets more messages within seven days than the cap, counting what the data and kept
    audiences say was or will be sent beside the plan.
    """
    most = weekly_cap(ws)
    sent = [
        (line, Sending(inside, [day.toordinal() for day in line.days]))
        for line, inside in zip(lines, members, strict=True)
        if inside is not None and line.days
    ]
    if not most or not sent:
        return []
    planned = [one for _, one in sent]
    busiest = busiest_weeks(planned, _beside(ws, lines, users, planned))
    over = busiest.messages > most
    n = int(over.sum())
    if not n:
        return []
    worst = int(np.argmax(busiest.messages))
    sentence = say(
        m.OVER_CAP,
        n=n,
        most=say(m.MESSAGES, n=most),
        day=full_day(date.fromordinal(int(busiest.day[worst]))),
        reached=say(m.MESSAGES, n=int(busiest.messages[worst])),
    )
    concerned = tuple(line.line_id for line, one in sent if (one.inside & over).any())
    return [PlanConflict("weekly_cap", sentence, concerned, n)]


def _beside(
    ws: Workspace, lines: Sequence[PlanLine], users: pd.Index, planned: Sequence[Sending]
) -> list[Sending]:
    """What else is sent near the plan, for each campaign and day. An audience that the plan sends
    messages to gets those of the plan.
    """
    with ws.db.read() as cursor:
        contacts = audience_queries.contacts(cursor)
    in_plan = {line.whom.name for line in lines if line.whom.whom == "audience" and line.days}
    first, last = (pick(day for one in planned for day in one.days) for pick in (min, max))
    week = timedelta(days=WEEK - 1)
    near = (pd.Timestamp(date.fromordinal(day) + by) for day, by in ((first, -week), (last, week)))
    contacts = contacts.assign(day=contacts["ts"].dt.normalize())
    contacts = contacts[contacts["day"].between(*near)]
    contacts = contacts[~contacts["campaign_id"].isin(in_plan)]
    return [
        Sending(users.isin(who[Columns.User]), [day.toordinal()])
        for (_, day), who in contacts.groupby(["campaign_id", "day"])
    ]
