"""Fixtures of common use."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import ITEM_COLUMNS, Dataset


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


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


@pytest.fixture
def tiny_dataset() -> Dataset:
    """Five customers, six products, solvable by hand: two tastes (0-2 and 3-5) and one customer between them."""
    day = 86_400
    events = [
        (0, 0, 1, 1 * day), (0, 1, 2, 2 * day), (0, 2, 1, 9 * day),
        (1, 0, 1, 1 * day), (1, 1, 1, 3 * day), (1, 2, 3, 8 * day),
        (2, 3, 1, 2 * day), (2, 4, 1, 4 * day), (2, 5, 1, 9 * day),
        (3, 3, 2, 1 * day), (3, 4, 1, 5 * day),
        (4, 0, 1, 2 * day), (4, 3, 1, 6 * day),
    ]  # fmt: skip
    return make_dataset(events, 5, 6)


@pytest.fixture
def planted_dataset(rng: np.random.Generator) -> Dataset:
    """200 customers of four tastes, 80 products of four categories; nine of ten events follow the taste."""
    events = []
    for user in range(200):
        taste = user % 4
        for n in range(15):
            group = taste if rng.random() < 0.9 else int(rng.integers(4))
            item = group * 20 + int(min(rng.geometric(0.12) - 1, 19))
            events.append((user, item, 1.0, int(1_600_000_000 + n * 86_400 + rng.integers(80_000))))
    categories = [f"Category {i // 20}" for i in range(80)]
    words = ["yoghurt", "wine", "bread", "soap"]
    titles = [f"{words[i // 20]} kind {i}" for i in range(80)]
    return make_dataset(events, 200, 80, categories=categories, titles=titles)
