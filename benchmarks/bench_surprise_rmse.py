"""The rating models predict MovieLens 100K as well as Surprise's own README says Surprise does.

python benchmarks/bench_surprise_rmse.py [MODEL …]     five folds; SVD++ takes a few minutes

Everything is ours but the fits: the sample is loaded into a workspace, its data set divided into
five parts by lot, every model trained five times with its defaults, and the error of
`predict_ratings` over every held-out rating measured by the metric RMSE, the mean of five rounds.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.splits import make_splits
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.services.data.samples import load_sample
from recsys_core.services.workspace.workspace import open_workspace

TOLERANCE = 0.005
README: list[tuple[str, dict[str, object], float]] = [
    ("surprise-svd", {}, 0.934),
    ("surprise-svdpp", {}, 0.919),
    ("surprise-nmf", {}, 0.963),
    ("surprise-slopeone", {}, 0.946),
    ("surprise-knn-user", {"variant": "basic"}, 0.98),
    ("surprise-knn-user", {"variant": "means"}, 0.951),
    ("surprise-knn-user", {"variant": "baseline"}, 0.931),
    ("surprise-coclustering", {}, 0.963),
    ("surprise-baseline", {}, 0.944),
]
"""https://github.com/NicolasHug/Surprise, "Benchmarks"; k-NN there is user-based with MSD."""


def movielens() -> Dataset:
    """The sample as the app loads it."""
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as workspace:
        load_sample(workspace, "movielens-100k")
        return workspace.dataset()


def main(chosen: list[str]) -> int:
    data = movielens()
    config = EvaluationConfig(split="random", folds=5, known_only=False)
    splits = make_splits(data, config)
    held_out = sum(split.test_ratings.nnz for split in splits if split.test_ratings is not None)
    print(f"{data.n_users:,} people, {data.n_items:,} films, {held_out:,} ratings predicted")
    failed = 0
    for name, settings, expected in README:
        if chosen and name not in chosen:
            continue
        begun, errors, fits = time.perf_counter(), [], 0.0
        for split in splits:
            model = create(name, settings)
            start = time.perf_counter()
            model.fit(split.train, silent)
            fits += time.perf_counter() - start
            errors.append(evaluate_model(model, split, None, config).overall["RMSE"])
        rmse = sum(errors) / len(errors)
        off = abs(rmse - expected)
        failed += off > TOLERANCE
        label = f"{name} {' '.join(str(value) for value in settings.values())}"
        verdict = "too far off" if off > TOLERANCE else "as it should be"
        print(
            f"{label:<28}{rmse:8.4f}   README {expected:.3f}, {off:.4f} away, {verdict}"
            f"   {time.perf_counter() - begun:6.1f} s ({fits:.1f} s fitting)",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
