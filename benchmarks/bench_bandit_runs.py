"""With how many runs Student's interval of a learner's mean regret holds it.

    python benchmarks/bench_bandit_runs.py [--runs 2000] [--draws 20000]

Every learner and the A/B test play many runs in a world whose rates are known; their mean is taken
for the truth. From them few runs are drawn again and again. Where these are all alike nothing is
said, so they are counted by themselves.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from recsys_core.experiments.bandits.learners import LEARNERS, PLAIN_TEST, plain_test
from recsys_core.experiments.bandits.playing import World, simulate
from recsys_core.schema.statistics.intervals import intervals_of_differences

ALIKE, FEW = 0.01, (2, 5, 10, 15, 20, 30)
WORLDS = ((0.02, 0.03, 0.05), (0.1, 0.2, 0.7), (0.1, 0.11), (0.03, 0.031, 0.032, 0.04, 0.05))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--draws", type=int, default=20_000)
    asked = parser.parse_args()
    rng = np.random.default_rng(0)
    held: dict[tuple[bool, int], list[float]] = {}
    for rates in WORLDS:
        world = World(np.ones((1, 1)), np.ones(1), np.array([rates]))
        for rounds in (500, 5_000):
            makers = {**LEARNERS, PLAIN_TEST: plain_test(rounds // 2)}
            for name, make in makers.items():
                if "lin" in name:  # without a context these do as the others, and take long
                    continue
                regret = simulate(world, make, rounds, asked.runs, 1).regret[:, -1]
                told = []
                for n in FEW:
                    drawn = rng.choice(regret, (n, asked.draws))
                    low, high = intervals_of_differences(drawn)
                    spread = np.ptp(drawn, axis=0) > ALIKE * regret.mean()
                    inside = (low <= regret.mean()) & (regret.mean() <= high)
                    share = float(inside[spread].mean())
                    held.setdefault((name == PLAIN_TEST, n), []).append(share)
                    told.append(f"{n}: {share:.1%} (alike {1 - spread.mean():.0%})")
                print(f"{rates} {rounds} rounds, {name}: {'  '.join(told)}", flush=True)
    for (test, n), shares in sorted(held.items()):
        print(
            f"{'A/B test' if test else 'learners'}, {n} runs: "
            f"{np.nanmin(shares):.1%} to {np.nanmax(shares):.1%}, median {np.nanmedian(shares):.1%}"
        )


if __name__ == "__main__":
    main()
