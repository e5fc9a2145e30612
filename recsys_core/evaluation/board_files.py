"""A leaderboard on disk: `leaderboard.json` and one `customers/MODEL.npz` per model; no pickle."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.board import CustomerFigures, Leaderboard, Row
from recsys_core.evaluation.verdict import PairTest
from recsys_core.schema.checksums import seal, verify
from recsys_core.schema.errors import NotFoundError
from recsys_core.wording.messages import say

BOARD_FILE = "leaderboard.json"
CUSTOMER_FOLDER = "customers"


def save(board: Leaderboard, folder: Path) -> None:
    """Write the figures, and each model's figures customer by customer."""
    customers = folder / CUSTOMER_FOLDER
    customers.mkdir(parents=True, exist_ok=True)
    for model, figures in board.customers.items():
        arrays: dict[str, Any] = {
            f"value:{label}": values for label, values in figures.per_user.items()
        }
        for number, (users, items) in enumerate(figures.lists):
            arrays[f"users:{number}"], arrays[f"items:{number}"] = users, items
        np.savez_compressed(customers / f"{model}.npz", users=figures.users, **arrays)
    (folder / BOARD_FILE).write_text(json.dumps(board.to_dict(), indent=1), encoding="utf-8")
    seal(folder)
    seal(customers)


def load(folder: Path) -> Leaderboard:
    """Read the figures `save` wrote, without those of each customer. `NotFoundError` if none."""
    path = folder / BOARD_FILE
    if not path.exists():
        raise NotFoundError(say(m.FIGURES_GONE))
    verify(folder, [BOARD_FILE])
    content = json.loads(path.read_text(encoding="utf-8"))
    return Leaderboard(
        protocol=content["protocol"],
        rows=tuple(_row(record) for record in content["rows"]),
        tests=tuple(PairTest(**test) for test in content["tests"]),
        sentence=content["sentence"],
        leader=content["leader"],
    )


def load_customers(folder: Path) -> dict[str, CustomerFigures]:
    """By model, the figures of each customer that `save` wrote."""
    out = {}
    verify(folder / CUSTOMER_FOLDER)
    for path in sorted((folder / CUSTOMER_FOLDER).glob("*.npz")):
        with np.load(path, allow_pickle=False) as arrays:
            rounds = sum(name.startswith("users:") for name in arrays.files)
            out[path.stem] = CustomerFigures(
                users=arrays["users"],
                per_user={
                    name.removeprefix("value:"): arrays[name]
                    for name in arrays.files
                    if name.startswith("value:")
                },
                lists=tuple(
                    (arrays[f"users:{number}"], arrays[f"items:{number}"])
                    for number in range(rounds)
                ),
            )
    return out


def _row(record: dict[str, Any]) -> Row:
    """A figure that does not exist is null in JSON and NaN here."""
    floats = {
        key: float("nan") if record[key] is None else record[key]
        for key in ("value", "low", "high")
    }
    return Row(**{**record, **floats})
