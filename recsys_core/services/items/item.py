"""A product seen from its own side: what is near it, who would want it, on whose lists it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.items import messages as m
from recsys_core.services.items.baskets import CoPurchase, bought_together
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

BLOCK_BYTES = 8 * 2**20
"""Of scores at a time: a second of work at most, after which a cancel is noticed."""
MOST_CUSTOMERS = 5_000
FAR = 50
"""A near product that the other way of looking puts behind this place is a disagreement."""
SEED = 42


@dataclass(frozen=True)
class Neighbour:
    """A product near another one. behaviour, text: likeness (cosine); the ranks count from 1 among
    all other products, None where the likeness is 0.  both: customers who have both.
    """

    item_id: str
    title: str
    category: str
    behaviour: float
    behaviour_rank: int | None
    text: float
    text_rank: int | None
    both: int


@dataclass(frozen=True)
class InterestedCustomer:
    """A customer who does not have the product, and its place among what they do not have."""

    user: str
    segment: str
    rank: int
    why: str = ""


@dataclass(frozen=True)
class ListPresence:
    """On whose lists a product is: `with_it` of `looked_at` customers without it have it among
    their first `k`; mean_rank: its place there, None where it is on no list.  sampled: whether
    `looked_at` were drawn from more.
    """

    k: int
    looked_at: int
    with_it: int
    mean_rank: float | None
    sampled: bool


@dataclass(frozen=True)
class ItemSide:
    """Everything about one product's side, and what to say about it."""

    item_id: str
    title: str
    category: str
    customers: int
    model: str
    by_behaviour: tuple[Neighbour, ...]
    by_text: tuple[Neighbour, ...]
    text_source: str
    disagreements: tuple[str, ...]
    lists: ListPresence
    wanting: tuple[InterestedCustomer, ...]
    together: tuple[CoPurchase, ...]
    together_how: str

    @property
    def sentence(self) -> str:
        """The first line."""
        seen = self.lists
        part = share(seen.with_it / seen.looked_at if seen.looked_at else None)
        return say(
            m.ON_LISTS,
            title=self.title,
            n=self.customers,
            others=seen.looked_at,
            listed=seen.with_it,
            share=part,
            k=seen.k,
        )

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `item`."""
        return asdict(self)


@needs(Role.VIEWER)
def item_side(
    ws: Workspace,
    item: str,
    model: str = IN_USE,
    k: int = 10,
    most: int = 10,
    report: Progress = silent,
) -> ItemSide:
    """The side of one product; lists and customers by `model`, for up to 5,000 customers (drawn
    with a fixed seed where there are more).

    Raises `NotFoundError` for an unknown product, `NotReadyError` without a trained model.
    """
    trained = trained_model(ws, named_model(ws, model))
    _, data = fitted(ws, trained)
    code = data.item_code(item)
    behaviour = co_purchase(data, code)
    vectors = vectors_for(ws, data)
    text = np.maximum(vectors.values @ vectors.values[code], 0.0).astype(np.float64)
    text[code] = 0.0
    by_behaviour, by_text = nearest(data, behaviour, text, code, most)
    users, ranks, sampled = ranks_for_everybody(ws, trained, code, report)
    together, how = bought_together(data, code, most)
    texts = data.item_texts
    return ItemSide(
        item_id=item,
        title=texts[Columns.Title][code],
        category=texts[Columns.Category][code],
        customers=int(data.item_counts[code]),
        model=trained.model,
        by_behaviour=by_behaviour,
        by_text=by_text,
        text_source=vectors.source,
        disagreements=tuple(_disagreements(by_behaviour, by_text)),
        lists=_lists(ranks, k, sampled),
        wanting=_wanting(ws, data, users, ranks, most),
        together=together,
        together_how=how,
    )


def co_purchase(data: Dataset, code: int) -> FloatArray:
    """(n_items,) cosine between the customers of a product and of every other: of the two
    products' customers, how many have both; 0 for itself.
    """
    own = data.binary[:, code]
    both: FloatArray = np.asarray((data.binary.T @ own).todense(), dtype=np.float64).ravel()
    counts = data.item_counts.astype(np.float64)
    scale = np.sqrt(counts * max(counts[code], 1.0))
    out: FloatArray = np.divide(both, scale, out=np.zeros(len(both)), where=scale > 0)
    out[code] = 0.0
    return out


def nearest(
    data: Dataset, behaviour: FloatArray, text: FloatArray, code: int | None, most: int
) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """The products nearest by behaviour and by text, each knowing its place in the other."""
    places = [_places(values) for values in (behaviour, text)]
    counts = data.item_counts.astype(np.float64)
    own = counts[code] if code is not None else 0.0
    texts = data.item_texts

    def near(other: int) -> Neighbour:
        return Neighbour(
            item_id=texts[Columns.Item][other],
            title=texts[Columns.Title][other],
            category=texts[Columns.Category][other],
            behaviour=float(behaviour[other]),
            behaviour_rank=int(places[0][other]) or None,
            text=float(text[other]),
            text_rank=int(places[1][other]) or None,
            both=round(float(behaviour[other]) * float(np.sqrt(own * counts[other]))),
        )

    found = []
    for values in (behaviour, text):
        order = np.argsort(-values, kind="stable")[:most]
        found.append(tuple(near(int(other)) for other in order if values[other] > 0))
    return found[0], found[1]


@needs(Role.VIEWER)
def ranks_for_everybody(
    ws: Workspace, trained: TrainedModel, code: int, report: Progress = silent
) -> tuple[IntArray, IntArray, bool]:
    """Customers without the product, and its place (from 1) among what they do not have.

    Equal scores count against it, so that a product that is never told apart leads nobody's list.
    """
    model, data = fitted(ws, trained)
    bought = model.recommends_bought
    had = np.asarray(data.matrix[:, code].todense()).ravel() > 0
    users = np.flatnonzero(~had | bought)
    sampled = len(users) > MOST_CUSTOMERS
    if sampled:
        rng = np.random.default_rng(SEED)
        users = np.sort(rng.choice(users, MOST_CUSTOMERS, replace=False))
    ranks = np.zeros(len(users), dtype=np.int64)
    per_block = max(1, BLOCK_BYTES // (4 * max(data.n_items, 1)))
    for start in range(0, len(users), per_block):
        report(start / len(users), say(m.CUSTOMERS_SO_FAR, done=start, n=len(users)))
        block = users[start : start + per_block]
        histories = data.histories(block)
        scores = model.score(histories)
        own = scores[:, [code]]
        ahead = scores >= own
        ahead[:, code] = False
        if not bought:
            row = np.repeat(np.arange(len(block)), np.diff(histories.indptr))
            ahead[row, histories.indices] = False
        place = ahead.sum(axis=1) + 1
        # A model that has no score for a product recommends it to nobody.
        ranks[start : start + per_block] = np.where(np.isfinite(own[:, 0]), place, data.n_items)
    report(1.0, say(m.CUSTOMERS, n=len(users)))
    return users, ranks, sampled


@needs(Role.VIEWER)
def segments_of(ws: Workspace) -> dict[str, str]:
    """The segment of each customer."""
    overview = customer_state(ws).overview
    return dict(zip(overview[Columns.User], overview[Columns.Segment], strict=True))


def _lists(ranks: IntArray, k: int, sampled: bool) -> ListPresence:
    shown = ranks[ranks <= k]
    mean = float(shown.mean()) if len(shown) else None
    return ListPresence(k, len(ranks), len(shown), mean, sampled)


def _wanting(
    ws: Workspace, data: Dataset, users: IntArray, ranks: IntArray, most: int
) -> tuple[InterestedCustomer, ...]:
    segments = segments_of(ws)
    ids = data.users[Columns.User].to_numpy(dtype=object)
    first = np.argsort(ranks, kind="stable")[:most]
    return tuple(
        InterestedCustomer(ids[users[at]], segments.get(ids[users[at]], ""), int(ranks[at]))
        for at in first
    )


def _disagreements(by_behaviour: Sequence[Neighbour], by_text: Sequence[Neighbour]) -> list[str]:
    """Where the two ways of looking contradict each other, in sentences; at most five."""
    unlike, apart = [], []
    for one in by_behaviour:
        if one.text_rank is None or one.text_rank > FAR:
            message = m.HARDLY_ALIKE if one.text_rank else m.NOT_ALIKE
            unlike.append(
                say(message, title=one.title, place=one.behaviour_rank, other=one.text_rank)
            )
    for one in by_text:
        if one.behaviour_rank is None or one.behaviour_rank > FAR:
            message = m.HARDLY_RELATED if one.behaviour_rank else m.UNRELATED
            apart.append(
                say(message, title=one.title, place=one.text_rank, other=one.behaviour_rank)
            )
    return unlike[:3] + apart[:2]


def _places(values: FloatArray) -> IntArray:
    """(n,) rank from 1 by value, 0 where the value is 0."""
    order = np.argsort(-values, kind="stable")
    ranks = np.zeros(len(values), dtype=np.int64)
    ranks[order] = np.arange(1, len(values) + 1)
    ranks[values <= 0] = 0
    return ranks


def model_words(found: ItemSide) -> str:
    """Which model says who would want it."""
    message = m.BY_MODEL_DRAWN if found.lists.sampled else m.BY_MODEL
    return say(message, model=short_title(found.model), n=found.lists.looked_at)
