"""A product nobody has bought yet, placed by what is written about it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.model_in_use import model_in_use
from recsys_core.services.items import messages as m
from recsys_core.services.items.item import InterestedCustomer, Neighbour, nearest, segments_of
from recsys_core.services.recommend.visitor.text import Fit, fit_of
from recsys_core.services.workspace.runs import fitted, trained_model, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

RELATIVES = 20
"""So many of the nearest products speak for a new one."""
CATEGORY = 0.5
"""What the same category counts beside a text that could not be more alike (1)."""
STEADY = 10
"""Products added to every history, so that one chance purchase does not make a taste."""


@dataclass(frozen=True)
class NewProduct:
    """Where a typed-in product belongs. neighbours: what customers of its relatives have as well.

    wanting: customers by how much of what they have is near it; `rank` is their place.
    """

    title: str
    category: str
    by_text: tuple[Neighbour, ...]
    neighbours: tuple[Neighbour, ...]
    wanting: tuple[InterestedCustomer, ...]
    how: str
    unknown: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `item --new`."""
        return asdict(self)


@needs(Role.VIEWER)
def new_product(
    ws: Workspace,
    title: str,
    category: str = "",
    description: str = "",
    brand: str = "",
    most: int = 10,
) -> NewProduct:
    """Place a product by its text; nothing is trained or kept.

    Nearest by text: likeness of the texts, products of the typed category moved up. Neighbours: the
    co-purchase likeness of its 20 nearest, each weighed by its likeness. Customers: the summed
    likeness of what they have, divided by the square root of how much they have (and ten more).
    Raises `InputError` where no product is alike.
    """
    if not title.strip():
        raise InputError(say(m.NO_TITLE))
    data = _data(ws)
    parts = [title, category, brand, description]
    fit = fit_of(ws, data, ". ".join(part.strip() for part in parts if part.strip()))
    fit = replace(fit, nearness=_with_category(fit.nearness, data, category))
    near = _relatives(fit)
    if not near.any():
        raise InputError(say(m.CANNOT_BE_PLACED))
    behaviour = _behaviour(data, near)
    _, by_text = nearest(data, behaviour, fit.nearness.astype(np.float64), None, most)
    neighbours, _ = nearest(data, behaviour, fit.nearness.astype(np.float64), None, most)
    placed = m.PLACED_BY_MEANING if fit.by_meaning else m.PLACED_BY_WORDS
    how = f"{say(placed, n=int((near > 0).sum()))} {fit.note}"
    wanting = _wanting(ws, data, near, most)
    return NewProduct(
        title.strip(), category.strip(), by_text, neighbours, wanting, how.strip(), fit.unknown
    )


def _data(ws: Workspace) -> Dataset:
    """The products of the model in use; all of the workspace's where none is trained."""
    if not trained_models(ws):
        return ws.dataset()
    return fitted(ws, trained_model(ws, model_in_use(ws)))[1]


def _with_category(nearness: FloatArray, data: Dataset, category: str) -> FloatArray:
    """Likeness where a product of the typed category is half as much nearer as a text can be."""
    wanted = category.strip().casefold()
    own = data.item_texts[Columns.Category]
    same = np.array([bool(wanted) and str(name).casefold() == wanted for name in own], dtype=float)
    if not same.any():
        return nearness
    return np.asarray((nearness + CATEGORY * same) / (1 + CATEGORY))


def _relatives(fit: Fit) -> FloatArray:
    """(n_items,) likeness of the nearest products, 0 for the others."""
    near = np.zeros(len(fit.nearness))
    first = np.argsort(-fit.nearness, kind="stable")[:RELATIVES]
    near[first] = fit.nearness[first]
    return near


def _behaviour(data: Dataset, near: FloatArray) -> FloatArray:
    """(n_items,) co-purchase cosine with the relatives, averaged by likeness; relatives too."""
    counts = np.maximum(data.item_counts.astype(np.float64), 1.0)
    with_it = data.binary @ (near / np.sqrt(counts))
    total = np.asarray(data.binary.T @ with_it).ravel() / np.sqrt(counts)
    # A relative's likeness to itself says nothing.
    total -= np.where(data.item_counts > 0, near, 0.0)
    return np.asarray(np.maximum(total / near.sum(), 0.0))


def _wanting(
    ws: Workspace, data: Dataset, near: FloatArray, most: int
) -> tuple[InterestedCustomer, ...]:
    had = np.diff(data.binary.indptr)
    liking = np.asarray(data.binary @ near).ravel() / np.sqrt(had + STEADY)
    segments = segments_of(ws)
    ids = data.users[Columns.User].to_numpy(dtype=object)
    titles = data.item_texts[Columns.Title]
    found = []
    for place, user in enumerate(np.argsort(-liking, kind="stable")[:most], start=1):
        if liking[user] <= 0:
            break
        own = data.binary[user].indices
        closest = own[np.argmax(near[own])]
        alike = int((near[own] > 0).sum())
        why = say(m.HAS_PRODUCTS_LIKE_IT, n=alike, title=titles[closest])
        found.append(InterestedCustomer(ids[user], segments.get(ids[user], ""), place, why))
    return tuple(found)
