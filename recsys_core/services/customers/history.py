"""What a customer has bought, product by product, and products to try out beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.types import StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.folding import folded

Moment = datetime | None
_searched: PerWorkspace[str, list[str]] = PerWorkspace("texts of products", most=1)


@dataclass(frozen=True)
class PastProduct:
    """One product of a customer's past. moments: of each purchase or rating, latest first, naive,
    without the undated ones.  rating: the mean one given, None for purchases.
    """

    item_id: str
    title: str
    category: str
    times: int
    moments: tuple[datetime, ...]
    rating: float | None

    @property
    def last(self) -> Moment:
        """The latest moment, None without dates."""
        return self.moments[0] if self.moments else None


@dataclass(frozen=True)
class Product:
    """A product of the catalogue. `customers`: how many have it."""

    item_id: str
    title: str
    category: str
    customers: int


@needs(Role.VIEWER)
def past_products(ws: Workspace, user: str, settings: DataSettings) -> tuple[PastProduct, ...]:
    """Everything the customer has among the products a model with these settings knows, latest
    first. Raises `NotFoundError` for an unknown customer.
    """
    data = ws.dataset(settings)
    row = data.user_code(user)
    # Events are sorted by customer, then time.
    first, last = np.searchsorted(data.user, [row, row + 1])
    moments: dict[int, list[int]] = {}
    weights: dict[int, list[float]] = {}
    for at in range(last - 1, first - 1, -1):
        code = int(data.item[at])
        moments.setdefault(code, []).append(int(data.ts[at]))
        weights.setdefault(code, []).append(float(data.weight[at]))
    titles, categories, ids = _texts(data)
    return tuple(
        PastProduct(
            item_id=str(ids[code]),
            title=str(titles[code]),
            category=str(categories[code]),
            times=len(seen) if data.kind == "explicit" else round(sum(weights[code])),
            moments=tuple(
                datetime.fromtimestamp(ts, UTC).replace(tzinfo=None) for ts in seen if ts != NO_TIME
            ),
            rating=float(np.mean(weights[code])) if data.kind == "explicit" else None,
        )
        for code, seen in moments.items()
    )


@needs(Role.VIEWER)
def find_products(
    ws: Workspace, text: str, settings: DataSettings, limit: int = 8
) -> tuple[Product, ...]:
    """Products whose title, category or number holds every word of `text`, whatever their case and
    accents, most bought first.

    Those whose title begins with the text come before the others. Of several products with one
    title only the most bought is given: side by side nobody could tell them apart.
    """
    words = folded(text).split()
    if not words:
        return ()
    data = ws.dataset(settings)
    titles, categories, ids = _texts(data)
    counts = data.item_counts
    searched = _searched.get(ws, data.fingerprint, lambda: _folded(titles, categories, ids))
    found = [code for code, known in enumerate(searched) if all(word in known for word in words)]
    begins = " ".join(words)
    found.sort(key=lambda code: (not searched[code].startswith(begins), -counts[code], code))
    first: dict[str, int] = {}
    for code in found:
        first.setdefault(str(titles[code]), code)
        if len(first) == limit:
            break
    return tuple(
        Product(str(ids[code]), title, str(categories[code]), int(counts[code]))
        for title, code in first.items()
    )


@needs(Role.VIEWER)
def products(ws: Workspace, items: tuple[str, ...], settings: DataSettings) -> tuple[Product, ...]:
    """The named products, those that are not known left out."""
    data = ws.dataset(settings)
    titles, categories, _ = _texts(data)
    known = [(item, data.item_code(item)) for item in items if data.has_item(item)]
    counts = data.item_counts
    return tuple(
        Product(item, str(titles[code]), str(categories[code]), int(counts[code]))
        for item, code in known
    )


def _folded(*texts: StrArray) -> list[str]:
    return [folded(" ".join(map(str, row))) for row in zip(*texts, strict=True)]


def _texts(data: Dataset) -> tuple[StrArray, StrArray, StrArray]:
    """Titles, categories and numbers by item code."""
    texts = data.item_texts
    return texts[Columns.Title], texts[Columns.Category], texts[Columns.Item]
