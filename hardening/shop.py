"""Workspaces the rows work on."""

import csv
from collections.abc import Sequence
from pathlib import Path

from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluation_config
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import open_workspace
from tests.factories import import_shop, write_shop

CUSTOMERS = 40


def trained_shop(folder: Path) -> Path:
    """A small shop with two models trained and measured; the workspace's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = write_shop(folder)
    with open_workspace(folder / "workspace") as ws:
        import_shop(ws, files)
        for model in ("popularity", "ease"):
            train_and_wait(ws, model)
        evaluate_and_wait(ws, ["popularity", "ease"], evaluation_config())
    return folder / "workspace"


def named_shop(folder: Path, names: Sequence[str]) -> Path:
    """A shop whose products, categories and customers are called by these names."""
    folder.mkdir(parents=True, exist_ok=True)
    bought = [
        (
            names[n % len(names)],
            f"p{(n * 7 + visit) % len(names)}",
            f"2024-{1 + visit:02d}-05",
            1,
            9,
        )
        for n in range(max(CUSTOMERS, len(names)))
        for visit in range(8)
    ]
    products = [(f"p{n}", name, name, name, 2.5) for n, name in enumerate(names)]
    tables = {
        "interactions": ("customer,product,date,quantity,amount", bought),
        "items": ("product,title,category,brand,price", products),
    }
    with open_workspace(folder / "workspace") as ws:
        for kind, (header, rows) in tables.items():
            path = folder / f"{kind}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header.split(","), *rows])
            import_files(ws, kind, [path])
    return folder / "workspace"
