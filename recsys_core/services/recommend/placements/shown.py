"""What a placement shows: to one customer, and to many."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import IntArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import ListBlock, Source, blocks
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.placements.kinds import DEPTH, ItemKinds, ranked_kinds
from recsys_core.services.recommend.placements.placement import Placement, choice_today
from recsys_core.services.recommend.placements.words import no_lists
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


class ShownEntry(NamedTuple):
    """One slot. number: of a product; "" for a category or brand.  reason: in a sentence."""

    rank: int
    number: str
    title: str
    reason: str


@dataclass(frozen=True)
class ShownBlock:
    """users: (n,) customers.  ids: (n, slots) what tells one entry from another: a product's
    number, else the name; "" for an empty slot.  block: the lists of products they come from.
    places: (n, slots) the place on that list; EMPTY where empty.
    """

    users: StrArray
    ids: StrArray
    block: ListBlock
    places: IntArray


@needs(Role.VIEWER)
def settings_of(ws: Workspace, one: Placement) -> ListSettings:
    """How the list of products behind it is made: deeper than it has slots, where categories or
    brands are read from it.
    """
    settings = choice_today(ws, one).settings
    return settings if one.shows == "products" else replace(settings, k=DEPTH)


@needs(Role.VIEWER)
def source_of(ws: Workspace, one: Placement) -> Source:
    """What its lists are made with; `NotReadyError` where they cannot be made."""
    if problem := no_lists(ws, one):
        raise NotReadyError(problem)
    return Source.of(ws, one.choice.model, settings_of(ws, one), one.name)


@needs(Role.VIEWER)
def shown_to(ws: Workspace, one: Placement, user: str) -> list[ShownEntry]:
    """What it shows this customer. `NotFoundError` for an unknown one, else as `source_of`."""
    if problem := no_lists(ws, one):
        raise NotReadyError(problem)
    settings, plain = settings_of(ws, one), one.shows == "products"
    request = RecommendRequest(
        user,
        one.choice.model,
        settings.k,
        settings.rerank_config,
        settings.include_seen,
        explain=plain,
    )
    items = recommend(ws, request).items
    if plain:
        return [ShownEntry(item.rank, item.item_id, item.title, item.reason) for item in items]
    of_each = [item.category if one.shows == "categories" else item.brand for item in items]
    codes, names = pd.factorize(pd.Series([name or None for name in of_each], dtype=object))
    found = ranked_kinds(np.arange(len(items))[None], codes, one.slots)
    filled = zip(*(row[0].tolist() for row in found), strict=True)
    return [
        ShownEntry(rank, "", str(names[kind]), say(m.LED_BY, n=n, title=items[place].title))
        for rank, (kind, place, n) in enumerate(filled, start=1)
        if kind != EMPTY
    ]


@needs(Role.VIEWER)
def shown_blocks(
    ws: Workspace,
    one: Placement,
    source: Source,
    codes: IntArray,
    report: Progress,
    *,
    reasons: bool = False,
) -> Iterator[ShownBlock]:
    """What it shows the customers `codes` of `source`, block by block."""
    data = source.data
    texts, users = data.item_texts, data.users[Columns.User].to_numpy(dtype=object)
    kinds = None if one.shows == "products" else ItemKinds.of(data, one.shows)
    for block in blocks(ws, source, codes, report, reasons=reasons and kinds is None):
        items = block.lists.final.items
        if kinds is None:
            found, names = items, texts[Columns.Item]
            places = np.where(items == EMPTY, EMPTY, np.arange(items.shape[1]))
        else:
            found, places, _ = ranked_kinds(items, kinds.codes, one.slots)
            names = kinds.names
        ids = np.append(names.astype(object), "")[found]
        yield ShownBlock(users[block.lists.final.users], ids, block, places)
