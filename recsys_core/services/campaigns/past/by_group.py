"""Who answered a campaign, group by group: as customers stood when it began, and saved segments."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.past.rates import GroupRate, group_rates
from recsys_core.profiles.rfm import SEGMENTS, rfm
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotReadyError, TastelabError
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.past import messages as m
from recsys_core.services.campaigns.past.looking_back import CampaignReview
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


@dataclass(frozen=True)
class ResponseByGroup:
    """rows: the groups by recency, frequency and spend, then saved segments, without empty ones.
    as_of: the day the first are judged at, before the campaign; None where they are those of today.
    left_out: saved segments that cannot be told now.
    """

    rows: tuple[GroupRate, ...]
    as_of: pd.Timestamp | None
    left_out: tuple[str, ...]


@needs(Role.VIEWER)
def response_by_group(ws: Workspace, review: CampaignReview) -> ResponseByGroup:
    """Those reached, one group after the other; each is tested against all others reached."""
    reached = review.reached
    users = reached[Columns.User].to_numpy(dtype=object)
    standing, as_of = _standing(ws, review.start)
    own = standing.reindex(users).fillna(say(m.NO_PURCHASE_BEFORE)).to_numpy(dtype=object)
    groups = {name: own == name for name in SEGMENTS if (own == name).any()}
    unknown = say(m.NO_PURCHASE_BEFORE)
    if (own == unknown).any():
        groups[unknown] = own == unknown
    kept, left_out = _saved(ws, users)
    groups |= {name: who for name, who in kept.items() if name not in groups}
    found = group_rates(reached["responded"].to_numpy(dtype=bool), groups)
    return ResponseByGroup(tuple(found), as_of, tuple(left_out))


def group_sentence(found: ResponseByGroup) -> str:
    """The group that stands out most from the others, or that none does."""
    if len(found.rows) < 2:
        return say(m.ONE_GROUP)
    apart = [one for one in found.rows if one.differs]
    if not apart:
        return say(m.NO_GROUP_APART, n=len(found.rows))
    best = min(apart, key=lambda one: one.p_adjusted)
    message = m.GROUP_MORE if best.rate > best.rest else m.GROUP_LESS
    figures = {name: share(getattr(best, name)) for name in ("rate", "low", "high", "rest")}
    return say(message, group=best.group, **figures)


def judged_sentence(found: ResponseByGroup) -> str:
    """At which day the groups are judged, and what is left out."""
    told = say(m.GROUPS_TODAY)
    if found.as_of is not None:
        told = say(m.GROUPS_AS_OF, day=day(found.as_of))
    if found.left_out:
        return say(m.GROUPS_LEFT_OUT, told=told, n=len(found.left_out))
    return told


def _standing(ws: Workspace, start: pd.Timestamp | None) -> tuple[pd.Series, pd.Timestamp | None]:
    """user_id -> group by recency, frequency and spend, on the day before the campaign if that lies
    in the data.
    """
    if start is not None:
        eve = start.normalize() - pd.Timedelta(days=1)
        with ws.db.read() as cursor:
            what = customer_queries.activity(cursor)
            if what is not None and what.first is not None and what.first.normalize() <= eve:
                known = rfm(customer_queries.totals(cursor, what, eve), eve)
                return known.set_index(Columns.User)[Columns.Segment], eve
    try:
        return customer_overview(ws).set_index(Columns.User)[Columns.Segment], None
    except NotReadyError:
        return pd.Series(dtype=object), None


def _saved(ws: Workspace, users: np.ndarray) -> tuple[dict[str, BoolArray], list[str]]:
    """Members of each saved segment among `users`, and the names of those that cannot be told."""
    found: dict[str, BoolArray] = {}
    left_out = []
    for name in segment_names(ws):
        try:
            who = customer_overview(ws)[Columns.User][members(ws, name, patient=False)]
        except TastelabError:
            left_out.append(name)
            continue
        inside = np.isin(users.astype(str), who.to_numpy(dtype=str))
        if inside.any():
            found[name] = inside
    return found, left_out
