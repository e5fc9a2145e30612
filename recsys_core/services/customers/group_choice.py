"""One name for a group of customers, wherever one is asked for: a segment by recency, frequency and
spend, or one that was saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.rfm import SEGMENTS
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers import messages as m
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class NamedGroup:
    """A group in place of a list of customers."""

    name: str


@needs(Role.VIEWER)
def group_names(ws: Workspace) -> list[str]:
    """The groups there are: segments by recency, frequency and spend, best first, then saved ones.

    A saved one with the name of one before it, whatever the case of letters, is not among them.
    """
    found = set(customer_overview(ws)[Columns.Segment])
    names = [name for name in SEGMENTS if name in found]
    taken = {name.casefold() for name in names}
    return [*names, *(name for name in segment_names(ws) if name.casefold() not in taken)]


@needs(Role.VIEWER)
def group_members(ws: Workspace, name: str, patient: bool = True) -> BoolArray:
    """(n,) who is in the group, over the rows of `customer_overview`; whatever the case of letters.

    Raises `NotFoundError` with the names there are, and as `segments.members.members` does; patient
    as there.
    """
    names = group_names(ws)
    wanted = name.strip()
    exact = [one for one in names if one == wanted]
    found = next((one for one in [*exact, *names] if one.casefold() == wanted.casefold()), None)
    if found is None:
        raise NotFoundError(say(m.NO_SUCH_GROUP, group=repr(name), groups=or_list(names)))
    overview = customer_overview(ws)
    if found in SEGMENTS and (overview[Columns.Segment] == found).any():
        return np.asarray(overview[Columns.Segment] == found, dtype=bool)
    return members(ws, found, patient)


@needs(Role.VIEWER)
def in_group(ws: Workspace, users: Sequence[str], name: str) -> BoolArray:
    """(len(users),) which of these customers are in the group; raises as `group_members`."""
    rows = pd.Index(customer_overview(ws)[Columns.User]).get_indexer(pd.Index(users))
    return np.asarray((rows >= 0) & group_members(ws, name)[rows], dtype=bool)


@needs(Role.VIEWER)
def group_users(ws: Workspace, name: str) -> list[str]:
    """The numbers of the customers of a group, most active first."""
    return list(customer_overview(ws)[Columns.User][group_members(ws, name)])


@needs(Role.VIEWER)
def next_in_group(ws: Workspace, user_id: str, step: int, group: str) -> str | None:
    """The customer of the group `step` places further down `customer_overview` (negative: up), in a
    circle; one who is not in it leads to its first, and nobody where the group is empty.
    """
    ids = group_users(ws, group)
    if not ids:
        return None
    return ids[(ids.index(user_id) + step) % len(ids)] if user_id in ids else ids[0]
