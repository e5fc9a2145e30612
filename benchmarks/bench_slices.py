"""Whether figures by group call noise a finding, and how fast they are.

python benchmarks/bench_slices.py              40 shops without tastes, and simulated policies
python benchmarks/bench_slices.py WORKSPACE    and the time of one kind of groups, measured there

In a shop without tastes everybody buys by the same bestseller list, so no model can be better than
it, for anybody. Each shop goes the whole way: cut, fit, list, measure, divide, test.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.evaluation.fairness import gaps
from recsys_core.evaluation.model_per_segment import choose_model_per_segment
from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.slices import Slicing, cells_of, slicing_of
from recsys_core.evaluation.slices_customers import before_test, by_activity, by_tenure
from recsys_core.evaluation.slices_products import band_cells
from recsys_core.evaluation.slices_tests import cell_tests
from recsys_core.evaluation.splits import EvaluationConfig, make_splits
from recsys_core.models.registry import create
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import DataSettings
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import ITEM_COLUMNS, ITEM_NUMBERS, Dataset

SHOPS, CUSTOMERS, PRODUCTS, PURCHASES = 40, 600, 150, 30
MODELS = ("popularity", "ease", "item-knn", "user-knn", "als")
LABEL, YEAR = "NDCG@10", 365 * 86_400
POLICIES, HITS = 500, 0.4


def shop(seed: int) -> Dataset:
    """600 customers, 150 products, one list of bestsellers for all, a year of purchases."""
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(3, PRODUCTS + 3)
    sizes = rng.poisson(PURCHASES, CUSTOMERS) + 2
    user = np.repeat(np.arange(CUSTOMERS), sizes)
    item = rng.choice(PRODUCTS, size=len(user), p=weight / weight.sum())
    ts = 1_600_000_000 + rng.integers(0, YEAR, len(user))
    order = np.lexsort((ts, user))
    items = pd.DataFrame({name: [""] * PRODUCTS for name in ITEM_COLUMNS})
    items[Columns.Item] = [f"p{n}" for n in range(PRODUCTS)]
    for name in ITEM_NUMBERS:
        items[name] = np.nan
    return Dataset(
        fingerprint=f"noise-{seed}",
        kind="implicit",
        user=user[order].astype(np.int32),
        item=item[order].astype(np.int32),
        weight=np.ones(len(user), dtype=np.float32),
        ts=ts[order].astype(np.int64),
        items=items,
        users=pd.DataFrame({Columns.User: [f"c{n}" for n in range(CUSTOMERS)]}),
        settings=DataSettings(min_item_users=1),
    )


def by_lot(n: int, groups: int, seed: int) -> Slicing:
    """Groups that mean nothing."""
    labels = [f"g{place}" for place in np.random.default_rng([seed, 1]).integers(groups, size=n)]
    return slicing_of("by lot", "By lot", labels, [f"g{place}" for place in range(groups)])


def noise() -> dict[str, int]:
    """In how many of the shops something is called a finding, by kind of finding."""
    found = dict.fromkeys(
        (
            "a model better than the bestsellers in some group (4 kinds of groups)",
            "of these, kinds of groups with one",
            "a model per group better than one model (3 kinds)",
            "of these, kinds with one",
            "a gap between groups drawn by lot, of some model",
        ),
        0,
    )
    cells, kinds, policies, kinds_policies, unfair = found
    for seed in range(SHOPS):
        data, config = shop(seed), EvaluationConfig(seed=seed)
        (split,) = make_splits(data, config)
        values, lists = {}, {}
        for name in MODELS:
            model = create(name, {})
            model.fit(split.train, silent)
            measured = evaluate_model(model, split, None, config)
            values[name] = measured.per_user[LABEL]
            lists[name] = [(measured.users, measured.batch.items)]
        before = before_test(split.train, split.info.cut_ts).take(split.users)
        tenure = by_tenure(before)
        assert tenure is not None
        divided = [by_activity(before), tenure, by_lot(len(split.users), 5, seed)]
        tables = [cells_of(values, one, LABEL) for one in divided]
        tables.append(band_cells(lists, [split], LABEL, config.k))
        called = sum(
            any(test.real and test.difference > 0 for test in cell_tests([one], "popularity", seed))
            for one in tables
        )
        gained = 0
        for one in divided:
            chosen = choose_model_per_segment(values, one, LABEL, higher_is_better=True, seed=seed)
            gained += chosen is not None and chosen.gains
        wide = gaps(values, divided[2], LABEL, higher_is_better=True, seed=seed)
        found[cells] += called > 0
        found[kinds] += called
        found[policies] += gained > 0
        found[kinds_policies] += gained
        found[unfair] += any(gap.real for gap in wide)
    return found


def policies() -> tuple[float, float, float]:
    """Share of simulated nulls called better and worse, and how far above the best single model
    the same choice looks when it is scored on the customers who made it.
    """
    rng = np.random.default_rng(1)
    better = worse = 0
    mirage = []
    for seed in range(POLICIES):
        table = np.where(rng.random((600, 4)) < HITS, rng.random((600, 4)), 0.0)
        slicing = by_lot(600, 6, seed)
        values = {f"m{n}": column for n, column in enumerate(table.T)}
        one = choose_model_per_segment(values, slicing, LABEL, higher_is_better=True, seed=seed)
        assert one is not None
        better, worse = better + one.gains, worse + one.loses
        best = [table[slicing.belongs(place)].mean(axis=0).max() for place in range(6)]
        sizes = [slicing.belongs(place).sum() for place in range(6)]
        mirage.append(np.average(best, weights=sizes) - table.mean(axis=0).max())
    return better / POLICIES, worse / POLICIES, float(np.mean(mirage))


def power() -> list[tuple[float, int, float]]:
    """How often a model per group is found better when each of three groups has its own best model,
    ahead by the planted difference: planted, customers, share found.
    """
    rng = np.random.default_rng(2)
    found = []
    for lift in (0.02, 0.05):
        for n in (600, 2400):
            hit = 0
            for seed in range(100):
                slicing = by_lot(n, 3, seed)
                table = np.where(rng.random((n, 3)) < HITS, rng.random((n, 3)), 0.0)
                for place in range(3):
                    table[:, place] += lift * slicing.belongs(place)
                values = {f"m{at}": column for at, column in enumerate(table.T)}
                one = choose_model_per_segment(
                    values, slicing, LABEL, higher_is_better=True, seed=seed
                )
                hit += one is not None and one.gains
            found.append((lift, n, hit / 100))
    return found


def speed(workspace: Path) -> None:
    """One kind of groups with everything, in a workspace with a measurement."""
    from recsys_core.services.evaluation.audit import audit
    from recsys_core.services.evaluation.slices import slice_kinds, sliced
    from recsys_core.services.workspace.workspace import open_workspace

    with open_workspace(workspace) as ws:
        started = time.perf_counter()
        kinds = slice_kinds(ws)
        print(f"  the split again, and the groups   {time.perf_counter() - started:6.2f} s")
        for kind in kinds[:3]:
            runs = []
            for _ in range(3):
                started = time.process_time()
                found = sliced(ws, kind.name)
                runs.append(time.process_time() - started)
            n, models = len({row.slice for row in found.rows}), len({r.model for r in found.rows})
            print(f"  {kind.name:10s} {n} groups, {models} models   {min(runs):6.2f} s")
        started = time.perf_counter()
        n = len(audit(ws).findings)
        print(f"  the audit, {n} checks              {time.perf_counter() - started:6.2f} s")


def main() -> None:
    if len(sys.argv) > 1:
        print(
            "Time of one kind of groups: figures, intervals, tests, policy, gaps (processor time)"
        )
        speed(Path(sys.argv[1]))
        return
    print(f"{SHOPS} shops without tastes, {CUSTOMERS} customers, {len(MODELS)} models: called")
    for name, n in noise().items():
        print(f"  {n:3d}   {name}")
    better, worse, mirage = policies()
    print(
        f"{POLICIES} simulated policies without any difference: {better:.1%} called better, "
        f"{worse:.1%} worse; scored where it was chosen it looks {mirage:.3f} better"
    )
    print("Planted: each of three groups has a best model of its own")
    print("  ahead by  customers  found")
    for lift, n, share in power():
        print(f"  {lift:8.2f}  {n:9,d}  {share:5.0%}")


if __name__ == "__main__":
    main()
