"""Builders of small data sets."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import ITEM_COLUMNS, Dataset
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import Workspace

SHOP_FILES = {"interactions": "purchases", "items": "products", "users": "customers"}


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
            Columns.Margin: np.nan,
            Columns.Stock: np.nan,
            Columns.Attributes: "",
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


def write_shop(folder: Path, customers: int = 60, products: int = 48, visits: int = 8) -> Path:
    """A small shop's exports: purchases.csv, products.csv, customers.csv; four tastes, one year."""
    rng = np.random.default_rng(5)
    kinds = ["Yoghurt", "Wine", "Bread", "Soap"]
    per_kind = products // 4
    with (folder / "products.csv").open("w", encoding="utf-8") as file:
        file.write("product_id,title,category,brand,price\n")
        for item in range(products):
            kind = kinds[item // per_kind]
            file.write(
                f"P{item:03d},{kind} no. {item},{kind},Brand {item % 5},{1 + item / 10:.2f}\n"
            )
    with (folder / "customers.csv").open("w", encoding="utf-8") as file:
        file.write("customer_id,age,town\n")
        for user in range(customers):
            file.write(f"{user:05d},{20 + user % 50},Town {user % 3}\n")
    start = date(2025, 1, 1)
    with (folder / "purchases.csv").open("w", encoding="utf-8") as file:
        file.write("customer_id,product_id,order_id,quantity,revenue,date\n")
        for user in range(customers):
            days = np.sort(rng.choice(360, visits, replace=False))
            for visit, day in enumerate(days):
                kind = user % 4 if rng.random() < 0.9 else int(rng.integers(4))
                for item in rng.choice(per_kind, 3, replace=False) + kind * per_kind:
                    when = start + timedelta(days=int(day))
                    quantity = int(rng.integers(1, 4))
                    file.write(
                        f"{user:05d},P{item:03d},{user}-{visit},{quantity},"
                        f"{quantity * (1 + item / 10):.2f},{when.isoformat()}\n"
                    )
    return folder


def import_shop(ws: Workspace, folder: Path, *, guess_rest: bool = False) -> None:
    """Bring in the three exports of a shop."""
    for kind, name in SHOP_FILES.items():
        import_files(ws, kind, [folder / f"{name}.csv"], guess_rest=guess_rest)
