"""`auto` with its defaults against public libraries tuned by random search, on the same split.

    python benchmarks/ranking_vs_libraries.py                     the installed samples
    python benchmarks/ranking_vs_libraries.py --splits FOLDER     NAME.train.csv and NAME.test.csv

A split's files hold `user,item,weight,time` (time may be missing) and `user,item`. The samples are
split here: The Complete Journey at the 80 % quantile of time, MovieLens 100K at the last fifth of
every person's ratings. Asked for are products a customer has not had; NDCG@10 is the mean over
customers with such a product.

The opponents are the models of the library `implicit`, each with `--trials` settings drawn at
random, compared on an inner split of the training part made like the outer one, and trained once
more on all of it with the best. `auto` sees the training part only, as they do.

Where several lines of a customer carry one time (an order), EASE by the latest purchases is
measured with the lines of each order as they come and the other way round. Both must be the same:
counted within an order, recency learns how files are written.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import duckdb
import numpy as np
import pandas as pd
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender, TFIDFRecommender

from recsys_core.models.auto.inner import Inner, inner_split, ndcg
from recsys_core.models.auto.model import Auto
from recsys_core.models.auto.parts import FIRST, PARTS, Workbench, defaults
from recsys_core.models.auto.plan import spread, weighted
from recsys_core.models.auto.recency import Recency
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import ITEM_COLUMNS, NO_TIME, Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray

Scores = Callable[[IntArray], FloatArray]
RECENT = Recency("products", 4.0)
ASKED = 1500
"""Customers the opponents' settings are compared on."""


def dataset(events: pd.DataFrame) -> Dataset:
    """Events (user, item, time or nothing) as the arrays models are fitted to."""
    user, users = pd.factorize(events["user"].astype(str), sort=True)
    item, items = pd.factorize(events["item"].astype(str), sort=True)
    when = np.full(len(events), NO_TIME)
    if "time" in events:
        time_of = events["time"]
        if not pd.api.types.is_numeric_dtype(time_of):
            time_of = pd.to_datetime(time_of).astype("datetime64[s]").astype("int64")
        when = time_of.to_numpy(dtype=np.int64)
    order = np.lexsort((when, user))
    catalogue = pd.DataFrame(dict.fromkeys(ITEM_COLUMNS, ""), index=range(len(items)))
    catalogue[Columns.Item], catalogue[Columns.Title] = items, items
    catalogue[[Columns.Price, Columns.Margin, Columns.Stock]] = np.nan
    return Dataset(
        fingerprint="benchmark",
        kind="implicit",
        user=user[order].astype(np.int32),
        item=item[order].astype(np.int32),
        weight=np.ones(len(events), dtype=np.float32),
        ts=when[order],
        items=catalogue,
        users=pd.DataFrame({Columns.User: users}),
        settings=DataSettings(min_item_users=1),
    )


def outer(train: Dataset, test: pd.DataFrame) -> Inner:
    """The test pairs that are new to a known customer and name a known product."""
    users = pd.Index(train.users[Columns.User]).get_indexer(test["user"].astype(str))
    items = pd.Index(train.items[Columns.Item]).get_indexer(test["item"].astype(str))
    known = (users >= 0) & (items >= 0)
    truth = sp.csr_matrix(
        (np.ones(known.sum(), np.float32), (users[known], items[known])), shape=train.matrix.shape
    )
    truth.data[:] = 1
    truth = sp.csr_matrix(truth - truth.multiply(train.binary))
    truth.eliminate_zeros()
    asked = np.flatnonzero(np.diff(truth.indptr))
    return Inner(train, truth, asked, asked, "the test file")


def mean_ndcg(scores: Scores, split: Inner, users: IntArray) -> float:
    """In blocks of customers."""
    values = [
        ndcg(scores(users[start : start + 512]), split, users[start : start + 512])
        for start in range(0, len(users), 512)
    ]
    return float(np.concatenate(values).mean())


def factors(kind: type, **settings: float) -> Callable[[CSR], Scores]:
    """ALS or BPR."""

    def fit(matrix: CSR) -> Scores:
        model = kind(random_state=0, **settings)
        model.fit(matrix, show_progress=False)
        return lambda users: np.asarray(model.user_factors[users] @ model.item_factors.T)

    return fit


def neighbours(kind: type, **settings: float) -> Callable[[CSR], Scores]:
    """Item neighbours by cosine, TF-IDF or BM25."""

    def fit(matrix: CSR) -> Scores:
        model = kind(**settings)
        model.fit(matrix, show_progress=False)
        return lambda users: np.asarray((matrix[users] @ model.similarity).todense())

    return fit


def draws(name: str, rng: np.random.Generator) -> Callable[[CSR], Scores]:
    """One opponent with settings drawn at random."""
    size = int(rng.choice([32, 64, 128]))
    near = int(rng.choice([50, 100, 200, 500, 1000]))
    if name == "als":
        return factors(
            AlternatingLeastSquares,
            factors=size,
            regularization=10 ** rng.uniform(-2, 1.5),
            alpha=10 ** rng.uniform(-0.5, 1.5),
            iterations=15,
        )
    if name == "bpr":
        return factors(
            BayesianPersonalizedRanking,
            factors=size,
            learning_rate=10 ** rng.uniform(-2.5, -0.8),
            regularization=10 ** rng.uniform(-4, -1),
            iterations=int(rng.choice([50, 100])),
        )
    if name == "bm25":
        k1, b = 10 ** rng.uniform(-1, 0.7), rng.uniform(0, 1)
        return neighbours(BM25Recommender, K=near, K1=k1, B=b)
    return neighbours(CosineRecommender if name == "cosine" else TFIDFRecommender, K=near)


OPPONENTS = ("als", "bpr", "cosine", "tfidf", "bm25")


def tuned(name: str, trials: int, inner: Inner, split: Inner) -> tuple[float, float]:
    """(NDCG@10 on the test part, seconds of the search) of one opponent."""
    rng, begun = np.random.default_rng(7), time.perf_counter()
    users = inner.tune[:ASKED]
    tried = [draws(name, rng) for _ in range(trials)]
    best = max(tried, key=lambda fit: mean_ndcg(fit(inner.train.binary), inner, users))
    seconds = time.perf_counter() - begun
    return mean_ndcg(best(split.train.binary), split, split.tune), seconds


def ours(minutes: float, split: Inner) -> tuple[float, float, str]:
    """(NDCG@10, seconds with training, what was chosen) of `auto`."""
    model, begun = Auto(Auto.Config(minutes=minutes)), time.perf_counter()
    model.fit(split.train, silent)
    seconds = time.perf_counter() - begun
    value = mean_ndcg(lambda users: model.score(split.train.histories(users)), split, split.tune)
    return value, seconds, model.remark()


def within_orders(train: pd.DataFrame, split: Inner) -> tuple[float, float]:
    """NDCG@10 of EASE, a purchase counting half after 4 later ones, with the lines of every order
    as they come and the other way round.
    """
    part, bench = PARTS[FIRST], Workbench(split.train, 1)
    weights = part.build(bench, defaults(part), RECENT)

    def value(data: Dataset) -> float:
        def scores(users: IntArray) -> FloatArray:
            return spread(weights, weighted(data.histories(users), RECENT), bench)

        return mean_ndcg(scores, split, split.tune)

    return value(split.train), value(dataset(train.iloc[::-1]))


def popular(split: Inner) -> float:
    """NDCG@10 of the same bestsellers for everybody."""
    counts = split.train.item_counts.astype(np.float32)
    return mean_ndcg(lambda users: np.tile(counts, (len(users), 1)), split, split.tune)


def splits(folder: Path | None) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """(name, train, test) of every pair of files, else of the samples."""
    if folder is not None:
        for path in sorted(folder.glob("*.train.csv")):
            name = path.name.removesuffix(".train.csv")
            text = {"user": str, "item": str}
            yield (
                name,
                pd.read_csv(path, dtype=text),
                pd.read_csv(folder / f"{name}.test.csv", dtype=text),
            )
        return
    from data import complete_journey, movielens
    from data.packages import package_folder

    for sample in (movielens, complete_journey):
        with duckdb.connect() as connection:
            place = package_folder(sample.MODULE, sample.REQUIREMENT)
            tables = sample.prepare(connection, place)
            events = connection.execute(tables.selects["interactions"]).df()
        if "quantity" in events:
            events = events[events["quantity"] > 0]
        events = events.rename(columns={"user_id": "user", "item_id": "item"})
        events["time"] = events["ts"].astype("datetime64[s]").astype("int64")
        yield sample.MODULE, *halves(events.sort_values("time", kind="stable"))


def halves(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut at the 80 % quantile of time where most customers come again after it, else at the last
    fifth of everybody's events; products of fewer than five customers are left out of training.
    """
    late = events["time"] > events["time"].quantile(0.8)
    again = set(events.user[late]) & set(events.user[~late])
    if len(again) < 0.5 * events.user.nunique():
        place = events.groupby("user").cumcount() / events.groupby("user").item.transform("size")
        late = place >= 0.8
    train = events[~late]
    train = train[train.groupby("item").user.transform("nunique") >= 5]
    return train, events[late]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", type=Path, help="a folder of NAME.train.csv and NAME.test.csv")
    parser.add_argument("--trials", type=int, default=14, help="settings tried per opponent")
    parser.add_argument("--minutes", type=float, default=5.0, help="the search time of auto")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ratios = []
    for name, train, test in splits(asked.splits):
        split = outer(dataset(train), test)
        inner = inner_split(split.train, asked.seed)
        if inner is None:
            print(f"{name}: too few customers to compare on")
            continue
        print(
            f"\n{name}: {len(train):,} events, {split.train.n_users:,} customers, "
            f"{split.train.n_items:,} products; {len(split.tune):,} customers are asked about"
        )
        value, seconds, chosen = ours(asked.minutes, split)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {'auto':12}{value:8.4f}  {seconds:7.0f} s, peak {peak:,.0f} MB\n    {chosen}")
        print(f"  {'popularity':12}{popular(split):8.4f}")
        if "time" in train and train.duplicated(["user", "time"]).any():
            forwards, backwards = within_orders(train, split)
            print(f"  lines of orders as they come {forwards:.4f}, reversed {backwards:.4f}")
            if not np.isclose(forwards, backwards, rtol=1e-3):
                sys.exit(f"{name}: the order of lines within an order changes the lists")
        best = 0.0
        for opponent in OPPONENTS:
            theirs, seconds = tuned(opponent, asked.trials, inner, split)
            best = max(best, theirs)
            print(f"  {opponent:12}{theirs:8.4f}  {seconds:7.0f} s for {asked.trials} settings")
        ratios.append(value / best)
        print(f"  auto is {value / best:.3f} times the best of them")
    if ratios:
        print(f"\nMean ratio {np.mean(ratios):.3f}")


if __name__ == "__main__":
    main()
