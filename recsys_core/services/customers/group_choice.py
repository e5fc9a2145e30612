"""One name for a group of customers, wherever one is asked for."""

import numpy as np

from recsys_core.profiles.rfm import SEGMENTS
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.types import BoolArray
from recsys_core.services.customers import messages as m
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say


def group_names(ws: Workspace) -> list[str]:
    """The groups there are: the segments by recency, frequency and spend, best first."""
    found = set(customer_overview(ws)[Columns.Segment])
    return [name for name in SEGMENTS if name in found]


def group_members(ws: Workspace, name: str) -> BoolArray:
    """(n,) who is in the group, over the rows of `customer_overview`; whatever the case of letters.

    Raises `NotFoundError` with the names there are.
    """
    names = group_names(ws)
    found = next((one for one in names if one.casefold() == name.strip().casefold()), None)
    if found is None:
        raise NotFoundError(say(m.NO_SUCH_GROUP, group=repr(name), groups=or_list(names)))
    return np.asarray(customer_overview(ws)[Columns.Segment] == found, dtype=bool)
