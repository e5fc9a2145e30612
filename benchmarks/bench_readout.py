"""How often a read-out is wrong when somebody looks every day, what it finds, and what it costs.

    python benchmarks/bench_readout.py [--rows 1000000] [--runs 2000]

Experiments are drawn, so that their truth is known: 10 % of either arm buy, or 10 % against 11.5 %;
20,000 customers an arm come in 40 equal parts, and after each somebody looks.
"""

import argparse
import sys
import time
from collections import Counter
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.experiments.planning.power import customers_needed, rate_power
from recsys_core.experiments.readout.comparisons import compare
from recsys_core.experiments.readout.divided import Experiment, Outcome
from recsys_core.experiments.readout.verdicts import judge
from recsys_core.experiments.sequential.always_valid import (
    OF_THE_LOOK,
    half_width,
    stage,
)
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.study import readout_of_file

LOOKS, STEP, FIXED = 40, 500, 1.959964


def daily(before: float, after: float, runs: int, seed: int) -> tuple[float, float, float, float]:
    """The share of experiments in which the fixed and the always-valid interval left 0 at some
    look; and of the latter the median stop, with the share that found the arm better.
    """
    rng = np.random.default_rng(seed)
    n = STEP * np.arange(1, LOOKS + 1)
    a, b = (np.cumsum(rng.binomial(STEP, p, (runs, LOOKS)), axis=1) / n for p in (before, after))
    error = np.sqrt((a * (1 - a) + b * (1 - b)) / (n - 1))
    fixed = (np.abs(b - a) > FIXED * error).any(axis=1).mean()
    hit = np.abs(b - a) > half_width(error, stage(n, n))
    right = (b - a > half_width(error, stage(n, n))).any(axis=1).mean()
    stops = np.where(hit.any(axis=1), n[hit.argmax(axis=1)], np.inf)
    return float(fixed), float(hit.any(axis=1).mean()), float(np.median(stops)), float(right)


def verdicts(
    before: float, after: float, each: int, runs: int, planned: int | None, seed: int
) -> Counter[str]:
    """What is said of experiments of so many customers an arm, looked at once."""
    rng = np.random.default_rng(seed)
    arm = np.repeat([0, 1], each)
    said: Counter[str] = Counter()
    for _ in range(runs):
        bought = (rng.random(2 * each) < np.where(arm == 1, after, before)).astype(float)
        outcome = Outcome("bought", "rate", bought)
        (one,) = compare(Experiment(arm, ("A", "B"), 0, (outcome,)))
        said[judge(one, None, planned).word] += 1
    return said


def speed(rows: int) -> None:
    """A file of three arms with a rate, an amount, a day, what was known before and a group."""
    rng = np.random.default_rng(0)
    arm = rng.integers(0, 3, rows)
    visit = (rng.random(rows) < 0.1 + 0.005 * arm).astype(int)
    spend = np.where(visit * (rng.random(rows) < 0.1), rng.lognormal(4, 1, rows).round(2), 0)
    day = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 28, rows), unit="D")
    frame = pd.DataFrame(
        {
            "customer_id": np.arange(rows) + 1_000_000,
            "group": np.array(["control", "one", "two"])[arm],
            "visit": visit,
            "spend": spend,
            "date": day.strftime("%Y-%m-%d"),
            "channel": rng.choice(["web", "phone", "shop"], rows),
            "before": rng.lognormal(3, 1, rows).round(2),
        }
    )
    named = ReadoutChoice("customer_id", "group", ("visit", "spend"))
    whole = ReadoutChoice(
        *("customer_id", "group", ("visit", "spend")),
        before=("before",),
        segments=("channel",),
        date="date",
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "test.csv"
        frame.to_csv(file, index=False)
        for name, choice in (("two outcomes", named), ("and day, group, before", whole)):
            began, used = time.perf_counter(), time.process_time()
            readout_of_file(file, choice)
            seconds, cpu = time.perf_counter() - began, time.process_time() - used
            print(f"{rows:,} rows, {name}: {seconds:.1f} s ({cpu:.1f} s of the processor)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=2_000)
    asked = parser.parse_args()
    for seed in range(5):
        fixed, ours, _, _ = daily(0.1, 0.1, asked.runs, seed)
        print(f"no difference, 40 looks: fixed wrong in {fixed:.1%}, always valid in {ours:.1%}")
        _, _, stop, right = daily(0.1, 0.115, asked.runs, 100 + seed)
        print(f"10 % against 11.5 %: found in {right:.1%}, median stop {stop:,.0f} an arm")
    each = ceil(customers_needed(lambda n: rate_power(n, 0.1, 0.12, OF_THE_LOOK * 0.05), 0.8))
    for before, after, planned in ((0.1, 0.1, None), (0.1, 0.1, each), (0.1, 0.12, each)):
        said = verdicts(before, after, each, asked.runs, planned, 7)
        print(f"{before} against {after}, planned {planned}: {dict(said.most_common())}")
    speed(asked.rows)


if __name__ == "__main__":
    main()
