"""Builders of small data sets."""

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import ITEM_COLUMNS, Dataset


def make_dataset(
    events: list[tuple[int, int, float, int]],
    n_users: int,
    n_items: int,
    *,
    kind: str = "implicit",
    categories: list[str] | None = None,
    titles: list[str] | None = None,
    fingerprint: str = "test",
) -> Dataset:
    """A dataset from (user, item, weight, ts) tuples; ids are u0 … and i0 …."""
    events = sorted(events, key=lambda e: (e[0], e[3]))
    user, item, weight, ts = (
        (np.array(column) for column in zip(*events, strict=True))
        if events
        else (np.array([]) for _ in range(4))
    )
    titles = titles or [f"Product {i}" for i in range(n_items)]
    categories = categories or [f"Category {i % 3}" for i in range(n_items)]
    items = pd.DataFrame(
        {
            Columns.Item: [f"i{i}" for i in range(n_items)],
            Columns.Title: titles,
            Columns.Category: categories,
            Columns.Brand: "",
            Columns.Price: 1.0 + np.arange(n_items, dtype=float),
            Columns.Description: "",
            Columns.Text: [f"{t}. {c}" for t, c in zip(titles, categories, strict=True)],
        }
    )[ITEM_COLUMNS]
    users = pd.DataFrame({Columns.User: [f"u{i}" for i in range(n_users)]})
    return Dataset(
        fingerprint=fingerprint,
        kind=kind,
        user=user.astype(np.int32),
        item=item.astype(np.int32),
        weight=weight.astype(np.float32),
        ts=ts.astype(np.int64),
        items=items,
        users=users,
        settings=DataSettings(min_item_users=1),
    )
