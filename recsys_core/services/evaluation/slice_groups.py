"""The groups that the customers of an evaluation can be divided into."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recsys_core.evaluation.slices import Slicing, slicing_of
from recsys_core.evaluation.slices_customers import (
    NOTHING_BEFORE,
    Before,
    before_test,
    by_activity,
    by_facts,
    by_tenure,
    totals,
)
from recsys_core.evaluation.slices_products import (
    POPULARITY_BANDS,
    ProductGroups,
    groups_of_fact,
)
from recsys_core.profiles.rfm import SEGMENTS, rfm
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_facts import SEGMENT
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.segment_queries import named_products
from recsys_core.wording.messages import say

SAVED = "saved segment: "
"""Begins the name of a way that divides by one saved segment."""

_kept: PerWorkspace[str, list[Slicing]] = PerWorkspace("groups of customers tested", most=4)
_products: PerWorkspace[str, list[ProductGroups]] = PerWorkspace("groups of products", most=4)


@needs(Role.VIEWER)
def slicings(ws: Workspace, run_id: str | None = None) -> list[Slicing]:
    """The groups of the customers tested, from what was known before the test where dates exist.

    Order: segment, tenure, activity, then the facts of the customer list, then each saved segment
    against everybody else, as the data is now.
    """
    one = measured(ws, run_id)
    return [*_kept.get(ws, one.run_id, lambda: _slicings(ws, one)), *_saved(ws, one)]


@needs(Role.VIEWER)
def product_groups(ws: Workspace, run_id: str | None = None) -> list[ProductGroups]:
    """The groups products are divided into: bands of popularity, categories and brands."""
    one = measured(ws, run_id)
    return [POPULARITY_BANDS, *_products.get(ws, one.run_id, lambda: _by_fact(ws, one))]


def _by_fact(ws: Workspace, one: Measured) -> list[ProductGroups]:
    """By the first level of the categories, which are few, and by brand: of the list of today."""
    with ws.db.read() as cursor:
        listed = named_products(cursor).set_index(Columns.Item).astype("str")
    items, counts = one.data.items[Columns.Item], one.splits[0].train.item_counts
    facts = listed.reindex(items, fill_value="").fillna("")
    first = facts[Columns.CategoryPath].str.split(" > ").str[0].to_numpy(dtype=object)
    brands = facts[Columns.Brand].to_numpy(dtype=object)
    found = (
        groups_of_fact(Columns.Category, m.BY_CATEGORY, first, counts),
        groups_of_fact(Columns.Brand, m.BY_BRAND, brands, counts),
    )
    return [groups for groups in found if groups is not None]


def _saved(ws: Workspace, one: Measured) -> Iterator[Slicing]:
    """Those that can be told today and divide the customers tested."""
    codes = one.customers[one.models[0]].users
    tested = one.data.users[Columns.User].to_numpy(dtype=object)[codes]
    for name in segment_names(ws):
        try:
            inside = np.isin(tested, customer_overview(ws)[Columns.User][members(ws, name)])
        except TastelabError:
            continue
        if inside.any() and not inside.all():
            rest = say(m.EVERYBODY_ELSE)
            labels = [name if within else rest for within in inside]
            note = say(m.SAVED_NOTE)
            yield slicing_of(f"{SAVED}{name}", name, labels, [name, rest], note)


def _slicings(ws: Workspace, one: Measured) -> list[Slicing]:
    """From the first round: with several there is no "before", every part trains in turn."""
    split = one.splits[0]
    users = one.customers[one.models[0]].users
    before = before_test(split.train, split.info.cut_ts)
    tested = before.take(users)
    found = [_segments(before, users), by_tenure(tested), by_activity(tested)]
    found += by_facts(one.data.users, users)
    # Groups of products have their names already.
    taken = {POPULARITY_BANDS.kind, *(group.kind for group in product_groups(ws, one.run_id))}
    kept = []
    for slicing in found:
        if slicing is not None and len(slicing.names) > 1 and slicing.kind.lower() not in taken:
            taken.add(slicing.kind.lower())
            kept.append(slicing)
    return kept


def _segments(before: Before, users: IntArray) -> Slicing:
    """RFM as of the cut, scored among all customers of the training part."""
    known = np.flatnonzero(before.known)
    now = None if before.now is None else pd.Timestamp(before.now, unit="s")
    names = np.full(len(before.products), NOTHING_BEFORE, dtype=object)
    names[known] = rfm(totals(before.take(known)), now)[Columns.Segment].to_numpy(dtype=object)
    labels = [str(name) for name in names[users]]
    title, note = say(m.SEGMENT_BEFORE), say(m.SEGMENT_NOTE)
    return slicing_of(SEGMENT, title, labels, [*SEGMENTS, NOTHING_BEFORE], note)
