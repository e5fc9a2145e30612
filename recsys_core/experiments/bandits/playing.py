"""Learners at work: in a simulated world, or on the rows of a log that they agree with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.bandits.learners import Learner
from recsys_core.schema.types import FloatArray, IntArray

POINTS = 50


@dataclass(frozen=True)
class World:
    """Where something is shown. features: (kinds, d) of each kind of context, the first 1.
    shares: (kinds,) how often each comes.  chances: (kinds, arms) of a reward of 1.
    """

    features: FloatArray
    shares: FloatArray
    chances: FloatArray


@dataclass(frozen=True)
class Played:
    """What a learner did in a simulation. at: (points,) rounds.  regret: (runs, points) rewards
    expected less than of the best arm for each context, so far.  reward: (runs,) expected a
    round.  best: (runs,) share of the last tenth in which the best arm was shown.  learner: as it
    is now.
    """

    at: IntArray
    regret: FloatArray
    reward: FloatArray
    best: FloatArray
    learner: Learner

    @property
    def second_half(self) -> float:
        """Share of the regret that came in the second half: a half where it grows in a straight
        line, less where the learner learns.
        """
        mean = self.regret.mean(axis=0)
        half = float(np.interp(self.at[-1] / 2, self.at, mean))
        return float(1 - half / mean[-1]) if mean[-1] > 0 else 0.0


@dataclass(frozen=True)
class Replayed:
    """What a learner earned on the rows it agreed with. accepted: (runs,) how many.  reward:
    (runs,) mean of them, NaN without any.
    """

    accepted: IntArray
    reward: FloatArray
    learner: Learner


def simulate(
    world: World,
    make: Callable[..., Learner],
    rounds: int,
    runs: int,
    seed: int,
    report: Callable[[float], None] = lambda done: None,
) -> Played:
    """Let a learner show something `rounds` times in each of `runs` independent runs. The same seed
    gives all learners the same contexts and luck of the world.
    """
    rng = np.random.default_rng([seed, 21])
    kinds, arms = world.chances.shape
    learner = make(runs, arms, world.features.shape[1], np.random.default_rng([seed, 22]))
    every, best = np.arange(runs), world.chances.max(axis=1)
    half = max(rounds // 2, 1)
    at = np.unique(np.append(np.linspace(1, rounds, POINTS).astype(int), half))
    regret, so_far = np.zeros((runs, len(at))), np.zeros(runs)
    earned, hits, last = np.zeros(runs), np.zeros(runs), rounds - max(rounds // 10, 1)
    point = 0
    for t in range(1, rounds + 1):
        kind = rng.choice(kinds, runs, p=world.shares) if kinds > 1 else np.zeros(runs, int)
        luck = rng.random(runs)
        context = world.features[kind]
        arm = learner.choose(context)
        chance = world.chances[kind, arm]
        learner.learn(every, context, arm, (luck < chance) * 1.0)
        so_far += best[kind] - chance
        earned += chance
        if t > last:
            hits += chance == best[kind]
        if t == at[point]:
            regret[:, point] = so_far
            point += 1
            report(t / rounds)
    return Played(at, regret, earned / rounds, hits / (rounds - last), learner)


def replay(
    action: IntArray,
    reward: FloatArray,
    propensity: FloatArray,
    features: FloatArray,
    arms: int,
    make: Callable[..., Learner],
    runs: int,
    seed: int,
    report: Callable[[float], None] = lambda done: None,
) -> Replayed:
    """Walk through a log and keep the rows in which the learner chooses what was shown, as if it
    had been shown by it (Li et al., 2011), each run in an order of its own. Where the log was no
    lot with equal chances, a row is kept with the chance least propensity / its own, which leaves
    what is kept as of such a lot. action, reward, propensity: (n,); features: (n, d).
    """
    rng = np.random.default_rng([seed, 23])
    n, every = len(action), np.arange(runs)
    learner = make(runs, arms, features.shape[1], np.random.default_rng([seed, 24]))
    orders = np.array([rng.permutation(n) for _ in range(runs)])
    least = float(propensity.min())
    accepted, total = np.zeros(runs, dtype=np.int64), np.zeros(runs)
    for t in range(n):
        row = orders[:, t]
        context = features[row]
        agrees = learner.choose(context) == action[row]
        agrees &= rng.random(runs) < least / propensity[row]
        if agrees.any():
            kept, rows = every[agrees], row[agrees]
            learner.learn(kept, features[rows], action[rows], reward[rows])
            accepted[kept] += 1
            total[kept] += reward[rows]
        if t % 1_000 == 0:
            report(t / n)
    mean = np.divide(total, accepted, out=np.full(runs, np.nan), where=accepted > 0)
    return Replayed(accepted, mean, learner)
