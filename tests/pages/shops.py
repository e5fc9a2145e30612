"""Workspaces with a small shop, for the pages that train and measure."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace

CUSTOMERS, PRODUCTS, TASTES = 60, 24, 4


def fill(ws: Workspace, folder: Path) -> None:
    """60 customers of four tastes buy from 24 products over a year; most follow their taste."""
    rng = np.random.default_rng(5)
    rows = []
    for customer in range(CUSTOMERS):
        for n in range(12):
            taste = customer % TASTES if rng.random() < 0.9 else int(rng.integers(TASTES))
            product = taste * (PRODUCTS // TASTES) + int(rng.integers(PRODUCTS // TASTES))
            day = date(2024, 1, 1) + timedelta(days=30 * n + int(rng.integers(20)))
            rows.append((f"c{customer}", f"p{product}", day.isoformat(), 1))
    path = folder / "purchases.csv"
    pd.DataFrame(rows, columns=["customer_id", "product_id", "date", "quantity"]).to_csv(
        path, index=False
    )
    import_files(ws, "interactions", [path])


@pytest.fixture
def shop(workspace: Workspace, tmp_path: Path) -> Workspace:
    """The workspace of the app, with the shop's purchases and nothing trained."""
    fill(workspace, tmp_path)
    return workspace


@pytest.fixture(scope="session")
def measured_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where EASE is trained and measured; not to be written to."""
    folder = tmp_path_factory.mktemp("measured")
    with open_workspace(folder / "workspace") as ws:
        fill(ws, folder)
        train_and_wait(ws, "ease")
        evaluate_and_wait(ws, ["ease"])
    return folder / "workspace"


@pytest.fixture
def measured(measured_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """The workspace of the app, with EASE trained and measured."""
    shutil.copytree(measured_folder, tmp_path / "workspace")
    opened: Workspace = request.getfixturevalue("workspace")
    return opened
