"""The data a model is fitted to: integer-coded interactions and what is known about the
products.
"""

import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
import scipy.sparse as sp

from recsys_core.schema import messages as m
from recsys_core.schema.checksums import UNREADABLE, seal, verify
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.schema.histories import NO_TIME, Histories, Moments
from recsys_core.schema.types import CSR, FloatArray, IntArray, StrArray
from recsys_core.wording.messages import say

ITEM_COLUMNS = [
    Columns.Item,
    Columns.Title,
    Columns.Category,
    Columns.Brand,
    Columns.Price,
    Columns.Description,
    Columns.Text,
    Columns.Margin,
    Columns.Stock,
    Columns.Attributes,
]
ITEM_NUMBERS = (Columns.Price, Columns.Margin, Columns.Stock)


EVENTS = ("user", "item", "weight", "ts")
MONEY = ("spent", "price")


@dataclass(frozen=True)
class Outside:
    """Events of the `n_items` products that fewer than `least` customers have, sorted like those of
    a `Dataset`; their products have codes of their own from 0. at: (n,) how many events of the
    dataset come before each.
    """

    least: int
    n_items: int
    at: IntArray
    user: IntArray
    item: IntArray
    weight: FloatArray
    ts: IntArray

    def save(self, folder: Path) -> None:
        np.savez(folder / "outside.npz", **vars(self))

    @classmethod
    def load(cls, folder: Path) -> "Outside | None":
        """None for a dataset of an earlier version."""
        if not (folder / "outside.npz").is_file():
            return None
        with np.load(folder / "outside.npz") as arrays:
            events = {name: arrays[name] for name in ("at", *EVENTS)}
            return cls(int(arrays["least"]), int(arrays["n_items"]), **events)


@dataclass(frozen=True)
class Dataset:
    """Interactions of `n_users` customers with `n_items` products, coded 0 … n-1.

    Event arrays have one entry per accepted event, sorted by (user, time): `user`, `item` (int32),
    `weight` (float32: the rating for explicit data, else the net quantity or 1), `ts` (int64
    seconds since 1970, `NO_TIME` when unknown). `items` is aligned with the item codes and has the
    columns `ITEM_COLUMNS`: text columns are strings, never null; `price`, `margin` (money earned
    with one piece) and `stock` (pieces) are float with NaN for unknown; `attributes` is a JSON
    object, "" where there are none. `users` is aligned with the user codes: `user_id` and any
    attributes. `fingerprint` identifies content and settings; equal fingerprints mean equal data.
    `spent` (what the event brought, its share of the pair's returns taken off) and `price` (paid
    for a piece) are float64, NaN for unknown, for measuring only; None where nobody kept them.
    `outside`: what was left out of the catalogue, None where nobody kept it.
    """

    fingerprint: str
    kind: Literal["explicit", "implicit"]
    user: IntArray
    item: IntArray
    weight: FloatArray
    ts: IntArray
    items: pd.DataFrame
    users: pd.DataFrame
    settings: DataSettings
    rating_scale: tuple[float, float] = (1.0, 5.0)
    outside: Outside | None = None
    spent: FloatArray | None = None
    price: FloatArray | None = None

    @property
    def n_users(self) -> int:
        return len(self.users)

    @property
    def n_items(self) -> int:
        return len(self.items)

    @property
    def dated(self) -> bool:
        """Whether events carry a time."""
        return bool(len(self.ts)) and bool((self.ts != NO_TIME).all())

    @cached_property
    def matrix(self) -> CSR:
        """(n_users, n_items) float32: mean rating per pair for explicit data, summed weight for
        implicit data.
        """
        shape = (self.n_users, self.n_items)
        sums = sp.csr_matrix((self.weight.astype(np.float64), (self.user, self.item)), shape=shape)
        sums.sum_duplicates()
        if self.kind == "explicit":
            counts = sp.csr_matrix((np.ones(len(self.user)), (self.user, self.item)), shape=shape)
            counts.sum_duplicates()
            sums.data /= counts.data
        out = sums.astype(np.float32)
        out.sort_indices()
        return out

    @cached_property
    def binary(self) -> CSR:
        """`matrix` with every stored value 1."""
        out = self.matrix.copy()
        out.data = np.ones_like(out.data)
        return out

    @cached_property
    def item_counts(self) -> IntArray:
        """(n_items,) number of customers per product."""
        return np.bincount(self.matrix.indices, minlength=self.n_items).astype(np.int64)

    @cached_property
    def item_texts(self) -> dict[str, StrArray]:
        """The text columns of `items` as (n_items,) arrays of str, quick to look things up in."""
        names = [name for name in self.items.columns if name not in ITEM_NUMBERS]
        return {name: self.items[name].to_numpy(dtype=object) for name in names}

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """First and last moment in seconds since 1970; None for data without dates."""
        return (int(self.ts.min()), int(self.ts.max())) if self.dated else None

    @cached_property
    def _user_codes(self) -> dict[str, int]:
        return {u: i for i, u in enumerate(self.users[Columns.User])}

    @cached_property
    def _item_codes(self) -> dict[str, int]:
        return {u: i for i, u in enumerate(self.items[Columns.Item])}

    def has_user(self, user_id: str) -> bool:
        return user_id in self._user_codes

    def has_item(self, item_id: str) -> bool:
        return item_id in self._item_codes

    def user_code(self, user_id: str) -> int:
        """Row of a customer; `NotFoundError` with a plain sentence if unknown."""
        try:
            return self._user_codes[user_id]
        except KeyError:
            raise NotFoundError(say(m.NO_CUSTOMER, name=repr(user_id))) from None

    def item_code(self, item_id: str) -> int:
        """Column of a product; `NotFoundError` with a plain sentence if unknown."""
        try:
            return self._item_codes[item_id]
        except KeyError:
            raise NotFoundError(say(m.NO_PRODUCT, name=repr(item_id), n=self.n_items)) from None

    @cached_property
    def dated_matrix(self) -> Histories:
        """`matrix` with the moments of every pair's events; none is known unless the data is
        `dated` throughout.
        """
        matrix = self.matrix
        key = self.user.astype(np.int64) * self.n_items + self.item
        # Events are sorted by (user, time), so a stable sort leaves each pair's in order of time.
        order = np.argsort(key, kind="stable")
        _, times = np.unique(key, return_counts=True)
        ts = self.ts[order] if self.dated else np.full(len(self.ts), NO_TIME)
        return Histories.of(matrix, Moments.of_events(ts, times))

    def histories(self, users: IntArray | None = None) -> Histories:
        """(len(users), n_items) rows of `dated_matrix`, all of them when `users` is None."""
        return self.dated_matrix if users is None else self.dated_matrix[users]

    def select(self, mask: Any, fingerprint: str) -> "Dataset":
        """The same products and customers with only the events where `mask` holds (a training
        part).
        """
        return replace(
            self,
            fingerprint=fingerprint,
            outside=None,
            **{name: getattr(self, name)[mask] for name in EVENTS},
            **{name: money[mask] for name, money in self._money().items()},
        )

    def _money(self) -> dict[str, FloatArray]:
        """The arrays of `MONEY` that are kept."""
        return {name: money for name in MONEY if (money := getattr(self, name)) is not None}

    def whole(self) -> "Dataset":
        """The same with the events of `outside`, whose products have the codes from `n_items`."""
        more = self.outside
        if more is None or not len(more.at):
            return self
        added = {name: getattr(more, name) for name in EVENTS} | {"item": more.item + self.n_items}
        events: dict[str, Any] = {
            name: np.insert(getattr(self, name), more.at, added[name]) for name in EVENTS
        }
        for name, money in self._money().items():
            events[name] = np.insert(money, more.at, np.nan)
        items = self.items.reindex(range(self.n_items + more.n_items))
        return replace(self, items=items, outside=None, **events)

    def save(self, folder: Path) -> None:
        """Write arrays (npz), tables (parquet) and settings (json); no pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        events: dict[str, Any] = {name: getattr(self, name) for name in EVENTS} | self._money()
        np.savez(folder / "events.npz", **events)
        self.items.to_parquet(folder / "items.parquet", index=False)
        self.users.to_parquet(folder / "users.parquet", index=False)
        meta = {
            "fingerprint": self.fingerprint,
            "kind": self.kind,
            "settings": self.settings.model_dump(mode="json"),
            "rating_scale": list(self.rating_scale),
        }
        (folder / "dataset.json").write_text(json.dumps(meta))
        if self.outside is not None:
            self.outside.save(folder)
        seal(folder)

    @classmethod
    def load(cls, folder: Path) -> "Dataset":
        """Read what `save` wrote. `NotReadyError` where it is gone or damaged."""
        try:
            return cls._load(folder)
        except UNREADABLE as error:
            raise NotReadyError(say(m.DATA_DAMAGED, folder=folder.name)) from error

    @classmethod
    def _load(cls, folder: Path) -> "Dataset":
        verify(folder)
        meta = json.loads((folder / "dataset.json").read_text())
        with np.load(folder / "events.npz") as arrays:
            events = {name: arrays[name] for name in (*EVENTS, *MONEY) if name in arrays}
        return cls(
            fingerprint=meta["fingerprint"],
            kind=meta["kind"],
            items=pd.read_parquet(folder / "items.parquet"),
            users=pd.read_parquet(folder / "users.parquet"),
            settings=DataSettings(**meta["settings"]),
            rating_scale=(meta["rating_scale"][0], meta["rating_scale"][1]),
            outside=Outside.load(folder),
            **events,
        )
