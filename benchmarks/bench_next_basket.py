"""What each customer buys on the last visit, foretold by `next-basket`, by their own frequency, by
`buy-again` and by the bestsellers; bought products allowed.

    python benchmarks/bench_next_basket.py                Complete Journey
    python benchmarks/bench_next_basket.py --data FILE    a CSV of `user,item,time`

The last basket of every customer is held out (`leave-last-basket`); products need `--least`
customers. The own frequency is the share of the customer's visits with the product.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pandas as pd
from bench_evaluation import complete_journey
from ranking_vs_libraries import dataset

from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.splits import EvaluationConfig, make_splits
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent

OWN_FREQUENCY = {
    "visit_decay": 1,
    "group_decay": 1,
    "visit_days": 3650,
    "coming_back": 0,
    "neighbour_weight": 0,
    "popularity_weight": 0.001,
    "popularity_days": 3650,
}
RIVALS: tuple[tuple[str, str, dict[str, float]], ...] = (
    ("bestsellers", "popularity", {}),
    ("bestsellers of the last 28 days", "bestsellers-28", {}),
    ("bestsellers of the last 7 days", "bestsellers-7", {}),
    ("own frequency", "next-basket", OWN_FREQUENCY),
    ("buy-again", "buy-again", {}),
    ("next-basket", "next-basket", {}),
    ("auto, bought products let in", "auto", {"may_come_back": True}),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a CSV of user,item,time instead of the sample")
    parser.add_argument("--least", type=int, default=20, help="customers a product needs")
    asked = parser.parse_args()
    data = complete_journey()
    if asked.data:
        events = pd.read_csv(asked.data, dtype={"user": str, "item": str}).drop_duplicates()
        data = dataset(events[events.groupby("item").user.transform("nunique") >= asked.least])
    config = EvaluationConfig(split="leave-last-basket", new_items_only=False)
    split = make_splits(data, config)[0]
    print(f"{split.info.sentence}\n")
    print("| | NDCG@10 | recall@10 | seconds to train |\n|---|---:|---:|---:|")
    for title, name, settings in RIVALS:
        model, begun = create(name, settings), time.perf_counter()
        model.fit(split.train, silent)
        seconds = time.perf_counter() - begun
        found = evaluate_model(model, split, None, config).overall
        print(f"| {title} | {found['NDCG@10']:.4f} | {found['Recall@10']:.4f} | {seconds:.1f} |")
        if model.remark():
            print(f"\n{model.remark()}")


if __name__ == "__main__":
    main()
