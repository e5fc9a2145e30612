"""A small market with a product list, and models trained on it, for the pages about lists."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import import_shop

CUSTOMERS, PER_TASTE = 60, 10
TASTES = ("Yoghurt", "Wine", "Bread", "Soap")
ODD_TITLE = "=1+1 **bold** <b>x</b> [link](http://example.org)"
LOYAL, NEW, LISTED_ONLY = "c0", "new", "quiet"


def title(number: int) -> str:
    return ODD_TITLE if number == 0 else f"{TASTES[number // PER_TASTE]} no. {number}"


def fill(ws: Workspace, folder: Path) -> None:
    """60 customers of four tastes; "new" bought one thing, "quiet" is only on the customer list."""
    rng = np.random.default_rng(11)
    rows = [(NEW, "p1", "2024-11-02", 1, 2.5)]
    for customer in range(CUSTOMERS):
        for n in range(8):
            taste = customer % 4 if rng.random() < 0.85 else int(rng.integers(4))
            product = taste * PER_TASTE + int(min(rng.geometric(0.25) - 1, PER_TASTE - 1))
            day = date(2024, 1, 1) + timedelta(days=40 * n + int(rng.integers(25)))
            rows.append((f"c{customer}", f"p{product}", day.isoformat(), 1, 2.0 + product))
    names = ["customer_id", "product_id", "date", "quantity", "revenue"]
    pd.DataFrame(rows, columns=names).to_csv(folder / "purchases.csv", index=False)
    pd.DataFrame(
        [(f"p{n}", title(n), TASTES[n // PER_TASTE], 1.5 + n) for n in range(40)],
        columns=["product_id", "title", "category", "price"],
    ).to_csv(folder / "products.csv", index=False)
    pd.DataFrame([("c0", "35-44"), (LISTED_ONLY, "45-54")], columns=["customer_id", "age"]).to_csv(
        folder / "customers.csv", index=False
    )
    import_shop(ws, folder)


@pytest.fixture(scope="session")
def market_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with bestsellers and EASE trained; not to be written to."""
    folder = tmp_path_factory.mktemp("market")
    with open_workspace(folder / "workspace") as ws:
        fill(ws, folder)
        for model in ("popularity", "ease"):
            train_and_wait(ws, model)
    return folder / "workspace"


@pytest.fixture
def market(market_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """The workspace of the app, with both models."""
    shutil.copytree(market_folder, tmp_path / "workspace")
    opened: Workspace = request.getfixturevalue("workspace")
    return opened


@pytest.fixture
def market_alone(market_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The same without an app."""
    shutil.copytree(market_folder, tmp_path / "alone")
    with open_workspace(tmp_path / "alone") as ws:
        yield ws
