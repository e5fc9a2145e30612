"""Money of hits equals pandas on the raw rows: prices before the cut, and what was really spent."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import make_batch, measure
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.storage.database import open_database
from recsys_core.storage.dataset import build_dataset
from tests.recsys_core.storage.builders import add

SETTINGS = DataSettings(min_item_users=1)
CUT = pd.Timestamp(2024, 2, 1)


@pytest.fixture
def rows(rng: np.random.Generator) -> pd.DataFrame:
    """600 lines of a shop whose prices doubled at the cut; one purchase in eight comes back."""
    n = 600
    found = pd.DataFrame(
        {
            "user_id": [f"u{u}" for u in rng.integers(0, 30, n)],
            "item_id": [f"p{i}" for i in rng.integers(0, 25, n)],
            "event": "purchase",
            "quantity": rng.integers(1, 4, n).astype(float),
            "ts": pd.Timestamp(2024, 1, 1) + pd.to_timedelta(rng.permutation(n) * 2, unit="h"),
        }
    )
    price = (1 + found["item_id"].str[1:].astype(int)) * np.where(found["ts"] < CUT, 1.0, 2.0)
    found["revenue"] = found["quantity"] * price * rng.uniform(0.8, 1.2, n)
    back = found[found.index % 8 == 0].assign(event="return")
    back[["quantity", "revenue"]] *= -1
    back["ts"] += pd.Timedelta(minutes=30)
    return pd.concat([found, back], ignore_index=True)


def split_of(rows: pd.DataFrame, **listed: float) -> tuple[Dataset, Split]:
    db = open_database(":memory:")
    add(db, "interactions", rows.to_dict("records"))
    if listed:
        add(db, "items", [{"item_id": item, "price": price} for item, price in listed.items()])
    data = build_dataset(db, SETTINGS)
    return data, make_splits(data, EvaluationConfig(split="time", test_share=0.3))[0]


def by_hand(rows: pd.DataFrame, data: Dataset, split: Split) -> pd.DataFrame:
    """user_id, item_id, price before the cut and net spend after it, of every right answer."""
    cut = pd.Timestamp(split.info.train_last_ts, unit="s")
    pair = ["user_id", "item_id"]
    bought = rows[rows["event"] == "purchase"]
    net, gross = rows.groupby(pair)["revenue"].sum(), bought.groupby(pair)["revenue"].sum()
    kept = (net / gross).clip(lower=0)
    with_products = bought[bought.set_index(pair).index.isin(net.index[net > 1e-9])]
    before = with_products[with_products["ts"] <= cut]
    prices = (before["revenue"] / before["quantity"]).groupby(before["item_id"]).median()
    later = with_products[with_products["ts"] > cut].groupby(pair)["revenue"].sum() * kept
    users, items = split.test.nonzero()
    right = pd.DataFrame(
        {
            "user_id": data.users["user_id"].to_numpy()[users],
            "item_id": data.items["item_id"].to_numpy()[items],
        }
    )
    right["price"] = right["item_id"].map(prices)
    right["spent"] = later.reindex(pd.MultiIndex.from_frame(right[pair])).to_numpy()
    return right


def test_hits_cost_what_was_paid_before_the_cut_and_bring_what_was_spent_after_it(
    rows: pd.DataFrame,
) -> None:
    data, split = split_of(rows)
    everything = np.tile(np.arange(data.n_items), (len(split.users), 1))
    per_user, _ = measure(make_batch(everything, split.users, split, None))
    right = by_hand(rows, data, split)
    sums = right.groupby("user_id")[["price", "spent"]].sum()
    names = data.users["user_id"].to_numpy()[split.users]
    k = data.n_items
    for metric, column in (("Revenue", "price"), ("Spent", "spent")):
        np.testing.assert_allclose(
            per_user[f"{metric}@{k}"], sums.loc[names, column], rtol=1e-5, err_msg=metric
        )
    assert right["spent"].sum() > 1.5 * right["price"].sum()


def test_the_product_list_counts_only_where_no_purchase_has_a_price(rows: pd.DataFrame) -> None:
    listed = {f"p{i}": 1000.0 for i in range(25)}
    paid, _ = prices_of(rows, **listed)
    assert np.nanmax(paid) < 100
    of_list, spent = prices_of(rows.assign(revenue=np.nan), **listed)
    assert set(of_list) == {1000.0}
    assert spent is None


def prices_of(rows: pd.DataFrame, **listed: float) -> tuple[np.ndarray | None, np.ndarray | None]:
    _, split = split_of(rows, **listed)
    batch = make_batch(np.full((len(split.users), 1), -1), split.users, split, None)
    return batch.prices, batch.spent


def test_lists_without_hits_bring_nothing_and_some_customers_keep_their_own(
    rows: pd.DataFrame,
) -> None:
    _, split = split_of(rows)
    nothing = np.full((len(split.users), 3), -1)
    _, overall = measure(make_batch(nothing, split.users, split, None))
    assert overall["Revenue@3"] == overall["Spent@3"] == 0
    lists = np.tile(np.arange(5), (len(split.users), 1))
    batch = make_batch(lists, split.users, split, None)
    some = np.array([4, 1, 2])
    whole, _ = measure(batch)
    part, _ = measure(batch.take(some))
    np.testing.assert_allclose(part["Spent@5"], whole["Spent@5"][some])


def test_money_survives_saving(
    rows: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data, _ = split_of(rows)
    folder = tmp_path_factory.mktemp("data")
    data.save(folder)
    again = Dataset.load(folder)
    np.testing.assert_array_equal(again.spent, data.spent)
    np.testing.assert_array_equal(again.price, data.price)
