"""How often intervals of off-policy estimates hold the truth, and what a million rows take.

    python benchmarks/bench_off_policy.py [simulations]

Each simulation draws a log from known chances and click rates (lognormal by item and position),
judges a policy and asks whether each 95 % interval holds the true value; refused ones are counted.
"""

import sys
import time

import numpy as np

from recsys_core.experiments.off_policy.estimators import ESTIMATORS, evaluate
from recsys_core.experiments.off_policy.logs import Logged, by_place
from recsys_core.schema.types import FloatArray

# rows, items, positions, mean click rate, spread of the log's chances and of the policy's
WORLDS = (
    (10_000, 80, 3, 0.004, 0.0, 1.0),
    (10_000, 34, 3, 0.005, 0.0, 2.0),
    (2_000, 20, 3, 0.01, 0.0, 1.0),
    (2_000, 10, 1, 0.1, 1.0, 1.0),
    (5_000, 80, 3, 0.02, 1.0, 1.5),
    (500, 5, 1, 0.3, 1.0, 1.0),
)


def world(
    items: int, places: int, rate: float, logged: float, wanted: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(places, items) click rates, chances of the log and of the policy."""
    rng = np.random.default_rng(7)
    shape = (places, items)
    rates = np.clip(rate * np.exp(rng.normal(0, 0.5, shape)), 0, 1)
    shown, policy = (np.exp(by * rng.normal(0, 1, shape)) for by in (logged, wanted))
    both = (one / one.sum(axis=1, keepdims=True) for one in (shown, policy))
    return (rates, *both)


def draw(seed: int, n: int, rates: FloatArray, shown: FloatArray) -> Logged:
    """A log of n rows."""
    rng = np.random.default_rng([seed, 1])
    places, items = rates.shape
    place = rng.integers(0, places, n)
    action = np.zeros(n, dtype=np.int64)
    for at in range(places):
        here = place == at
        action[here] = rng.choice(items, here.sum(), p=shown[at])
    reward = (rng.random(n) < rates[place, action]) * 1.0
    return Logged(action, reward, shown[place, action], place, items, places)


def main(simulations: int) -> None:
    names = (*ESTIMATORS, "difference")
    print("rows items positions rate ess refused | held of 100:", *names, "| width/truth of dr")
    for rows, items, places, rate, logged, wanted in WORLDS:
        rates, shown, policy = world(items, places, rate, logged, wanted)
        truth, before = (float((one * rates).sum(axis=1).mean()) for one in (policy, shown))
        held, widths, sizes, refused = dict.fromkeys(names, 0), [], [], 0
        for seed in range(simulations):
            log = draw(seed, rows, rates, shown)
            told = evaluate(log, by_place(log, policy))
            sizes.append(told.size)
            if told.too_small or told.too_foreign:
                refused += 1
                continue
            for name in ESTIMATORS:
                one = told.told(name)
                held[name] += one.low <= truth <= one.high
            held["difference"] += told.difference.low <= truth - before <= told.difference.high
            one = told.told("doubly-robust")
            widths.append((one.high - one.low) / truth)
        judged = max(simulations - refused, 1)
        shares = [f"{100 * held[name] / judged:.1f}" for name in names]
        size, width = f"{np.mean(sizes):.0f}", f"{np.median(widths):.2f}" if widths else "-"
        print(rows, items, places, rate, size, refused, "|", *shares, "|", width, flush=True)
    rates, shown, policy = world(80, 3, 0.02, 1.0, 1.0)
    log = draw(0, 1_000_000, rates, shown)
    began, used = time.perf_counter(), time.process_time()
    evaluate(log, by_place(log, policy))
    took, cpu = time.perf_counter() - began, time.process_time() - used
    print(f"1,000,000 rows judged: {took:.2f} s, {cpu:.2f} s of the processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
