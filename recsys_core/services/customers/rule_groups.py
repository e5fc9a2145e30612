"""Whom business rules and lists speak of: groups of customers by what names them."""

from collections.abc import Iterable

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError, TastelabError
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import EVERYBODY, Rule
from recsys_core.schema.types import CSR, BoolArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments.members import members as segment_members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.workspace.customer_state import CustomerState, customer_state
from recsys_core.services.workspace.item_facts import SEGMENT, facts_for
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segments

MOST_VALUES = 30
"""A fact with more different values names people rather than groups."""
SAVED = "Saved segment"
SEPARATOR = ": "


@needs(Role.VIEWER)
def list_context(
    ws: Workspace,
    data: Dataset,
    users: IntArray,
    histories: CSR,
    rules: Iterable[Rule] = (),
    now: int | None = None,
    facts: ItemFacts | None = None,
) -> ListContext:
    """What lists are made for, with the groups of customers that `rules` name.

    users: (n,) codes in `data`, -1 for a made-up visitor, who belongs to no group.  now: None for
    the end of the data.  facts: None for the products of `data`.
    """
    names = {rule.segment for rule in rules if rule.segment != EVERYBODY}
    moment = now if now is not None else data.span[1] if data.span else NO_TIME
    groups: dict[str, BoolArray] = {}
    if names:
        state = customer_state(ws)
        ids = data.users[Columns.User].to_numpy(dtype=object)
        groups = {name: np.isin(ids, list(members(ws, state, name)))[users] for name in names}
        for belongs in groups.values():
            belongs[users < 0] = False
    return ListContext(facts or facts_for(ws, data), users, histories, moment, groups)


@needs(Role.VIEWER)
def rule_group_names(ws: Workspace) -> list[str]:
    """Every group of customers a rule can speak of: segments by recency, frequency and spend, saved
    ones that can be told today, then facts with few values.
    """
    state = customer_state(ws)
    segments = sorted(set(state.overview[Columns.Segment]))
    found = [f"{SEGMENT}{SEPARATOR}{name}" for name in segments]
    found += [f"{SAVED}{SEPARATOR}{name}" for name in segment_names(ws) if _can_be_told(ws, name)]
    values: dict[str, set[str]] = {}
    for facts in state.attributes.values():
        for name, value in facts.items():
            values.setdefault(name, set()).add(value)
    for name, distinct in sorted(values.items()):
        if len(distinct) <= MOST_VALUES:
            found += [f"{name}{SEPARATOR}{value}" for value in sorted(distinct) if value]
    return found


@needs(Role.VIEWER)
def members(ws: Workspace, state: CustomerState, name: str) -> set[str]:
    """The numbers of the customers in a group; nobody for a name that is not known, and for a saved
    segment that cannot be told today.
    """
    kind, _, value = name.partition(SEPARATOR)
    frame = state.overview
    if kind == SEGMENT:
        return set(frame.loc[frame[Columns.Segment] == value, Columns.User])
    if kind == SAVED:
        inside = _saved(ws, value)
        return set() if inside is None else set(frame.loc[inside, Columns.User])
    return {user for user, facts in state.attributes.items() if facts.get(kind) == value}


@needs(Role.VIEWER)
def segments_stamp(ws: Workspace) -> int:
    """Changes whenever a saved segment is kept, changed, renamed or deleted."""
    with ws.db.read() as cursor:
        kept = [(one.name, str(one.changed_at)) for one in segments.list_segments(cursor)]
    return hash(tuple(kept))


def _can_be_told(ws: Workspace, name: str) -> bool:
    """Whether the data answers it, or will once what customers are worth was worked out; nothing is
    fitted for a form.
    """
    try:
        segment_members(ws, name, patient=False)
    except NotReadyError:
        return True
    except TastelabError:
        return False
    return True


def _saved(ws: Workspace, name: str) -> BoolArray | None:
    try:
        return segment_members(ws, name)
    except TastelabError:
        return None
