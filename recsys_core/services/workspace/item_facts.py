"""What re-ranking needs to know about a workspace's products and customers, kept in memory."""

from collections.abc import Iterable

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import EVERYBODY, Rule
from recsys_core.schema.types import CSR, BoolArray, IntArray
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import CustomerState, customer_state
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace

MOST_VALUES = 30
"""A fact with more different values names people rather than groups."""
SEGMENT = "Segment"
SEPARATOR = ": "
_kept: PerWorkspace[tuple[str, int], ItemFacts] = PerWorkspace("products", most=4)


def facts_for(ws: Workspace, data: Dataset) -> ItemFacts:
    """The products of `data`, with their vectors."""
    vectors = vectors_for(ws, data)
    key = (data.fingerprint, id(vectors))
    return _kept.get(ws, key, lambda: ItemFacts.of(data, vectors))


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
        groups = {name: np.isin(ids, list(members(state, name)))[users] for name in names}
        for belongs in groups.values():
            belongs[users < 0] = False
    return ListContext(facts or facts_for(ws, data), users, histories, moment, groups)


def group_names(ws: Workspace) -> list[str]:
    """Every group of customers a rule can speak of: segments first, then facts with few values."""
    state = customer_state(ws)
    segments = sorted(set(state.overview[Columns.Segment]))
    found = [f"{SEGMENT}{SEPARATOR}{name}" for name in segments]
    values: dict[str, set[str]] = {}
    for facts in state.attributes.values():
        for name, value in facts.items():
            values.setdefault(name, set()).add(value)
    for name, distinct in sorted(values.items()):
        if len(distinct) <= MOST_VALUES:
            found += [f"{name}{SEPARATOR}{value}" for value in sorted(distinct) if value]
    return found


def members(state: CustomerState, name: str) -> set[str]:
    """The numbers of the customers in a group; nobody for a name that is not known."""
    kind, _, value = name.partition(SEPARATOR)
    if kind == SEGMENT:
        frame = state.overview
        return set(frame.loc[frame[Columns.Segment] == value, Columns.User])
    return {user for user, facts in state.attributes.items() if facts.get(kind) == value}
