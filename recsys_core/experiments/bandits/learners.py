"""Five policies that learn while they show, and the plain test they are compared with.

Each keeps many independent runs side by side: arrays have a row for each run.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray

CONFIDENCE, NOISE = 1.0, 0.5
"""LinUCB's width and linear Thompson's spread: two and one standard deviations of a click at the
most, of a reward between 0 and 1.
"""


class Learner(Protocol):
    """A policy. context: (runs, d) features of what is about to be shown, the first of them 1."""

    def choose(self, context: FloatArray) -> IntArray:
        """(runs,) the arm each run shows now."""

    def learn(self, runs: IntArray, context: FloatArray, arm: IntArray, reward: FloatArray) -> None:
        """What came of it in these runs: (m,) arms and rewards, (m, d) contexts."""

    def state(self, run: int = 0) -> dict[str, Any]:
        """What a run has learned, as plain lists."""

    def restore(self, state: dict[str, Any]) -> None:
        """Let every run go on from a state."""


class _Counting:
    """Learners that know of each arm how often it was shown and what that brought."""

    def __init__(self, runs: int, arms: int, dimensions: int, rng: np.random.Generator) -> None:
        self.shown = np.zeros((runs, arms))
        self.total = np.zeros((runs, arms))
        self.rng = rng

    @property
    def rounds(self) -> FloatArray:
        return np.asarray(self.shown.sum(axis=1, keepdims=True))

    def learn(self, runs: IntArray, context: FloatArray, arm: IntArray, reward: FloatArray) -> None:
        self.shown[runs, arm] += 1
        self.total[runs, arm] += reward

    def state(self, run: int = 0) -> dict[str, Any]:
        return {"shown": self.shown[run].tolist(), "total": self.total[run].tolist()}

    def restore(self, state: dict[str, Any]) -> None:
        self.shown[:] = state["shown"]
        self.total[:] = state["total"]

    def best(self, worth: FloatArray) -> IntArray:
        """(runs,) the arm worth most, by lot among those alike."""
        top = worth == worth.max(axis=1, keepdims=True)
        return np.asarray(np.argmax(top * self.rng.random(worth.shape), axis=1))


class EpsilonGreedy(_Counting):
    """By lot with a chance that falls with the rounds, else the best mean so far. The chance is
    (arms log t / t) ^ (1/3), which needs no gap between arms to be known (Auer et al., 2002,
    section 3; Slivkins, 2019, theorem 1.6).
    """

    def choose(self, context: FloatArray) -> IntArray:
        arms, t = self.shown.shape[1], self.rounds[:, 0] + 1
        chance = np.minimum(1.0, np.cbrt(arms * np.log(t + 1) / t))
        best = self.best(ratio(self.total, self.shown, empty=np.inf))
        lot = self.rng.integers(0, arms, len(best))
        return np.where(self.rng.random(len(best)) < chance, lot, best)


class Ucb1(_Counting):
    """The arm that may be best: mean + sqrt(2 log t / n) (Auer et al., 2002)."""

    def choose(self, context: FloatArray) -> IntArray:
        reach = np.sqrt(ratio(2 * np.log(self.rounds + 1) + 0 * self.shown, self.shown, np.inf))
        return self.best(ratio(self.total, self.shown, empty=0.0) + reach)


class Thompson(_Counting):
    """An arm as often as it is likely to be the best, from a uniform prior of its rate (Chapelle
    and Li, 2011). Rewards lie between 0 and 1.
    """

    def choose(self, context: FloatArray) -> IntArray:
        drawn = self.rng.beta(1 + self.total, 1 + self.shown - self.total)
        return np.asarray(np.argmax(drawn, axis=1))


class PlainTest(_Counting):
    """An A/B test: arms in turn for `test` rounds, then the one with the best mean for good."""

    test = 0

    def choose(self, context: FloatArray) -> IntArray:
        worth = ratio(self.total, self.shown, empty=np.inf)
        return self.best(np.where(self.rounds < self.test, -self.shown, worth))

    def learn(self, runs: IntArray, context: FloatArray, arm: IntArray, reward: FloatArray) -> None:
        going = self.rounds[runs, 0] < self.test
        super().learn(runs[going], context[going], arm[going], reward[going])


class _Linear:
    """Learners that take the reward of each arm for a linear function of the context (ridge)."""

    def __init__(self, runs: int, arms: int, dimensions: int, rng: np.random.Generator) -> None:
        self.inverse = np.tile(np.eye(dimensions), (runs, arms, 1, 1))
        self.moment = np.zeros((runs, arms, dimensions))
        self.weights = np.zeros((runs, arms, dimensions))
        self.rng = rng

    def learn(self, runs: IntArray, context: FloatArray, arm: IntArray, reward: FloatArray) -> None:
        """Sherman and Morrison's update of the inverse."""
        before = self.inverse[runs, arm]
        moved = np.einsum("mij,mj->mi", before, context)
        scale = 1 + np.einsum("mi,mi->m", moved, context)
        after = before - moved[:, :, None] * moved[:, None, :] / scale[:, None, None]
        self.inverse[runs, arm] = after
        self.moment[runs, arm] += context * reward[:, None]
        self.weights[runs, arm] = np.einsum("mij,mj->mi", after, self.moment[runs, arm])

    def expected(self, context: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(runs, arms) mean and standard width of what each arm brings."""
        mean = np.einsum("rad,rd->ra", self.weights, context)
        width = np.einsum("rd,rade,re->ra", context, self.inverse, context, optimize=True)
        return mean, np.sqrt(width)

    def state(self, run: int = 0) -> dict[str, Any]:
        return {"inverse": self.inverse[run].tolist(), "moment": self.moment[run].tolist()}

    def restore(self, state: dict[str, Any]) -> None:
        self.inverse[:] = state["inverse"]
        self.moment[:] = state["moment"]
        self.weights = np.einsum("raij,raj->rai", self.inverse, self.moment)


class LinUcb(_Linear):
    """The arm that may be best in this context, one linear model an arm (Li et al., 2010)."""

    def choose(self, context: FloatArray) -> IntArray:
        mean, width = self.expected(context)
        worth = mean + CONFIDENCE * width
        return np.asarray(np.argmax(worth + 1e-12 * self.rng.random(worth.shape), axis=1))


class LinearThompson(_Linear):
    """An arm as often as it is likely to be the best in this context (Agrawal and Goyal, 2013)."""

    def choose(self, context: FloatArray) -> IntArray:
        mean, width = self.expected(context)
        return np.asarray(np.argmax(self.rng.normal(mean, NOISE * width), axis=1))


def plain_test(rounds: int) -> Callable[..., Learner]:
    """Makes an A/B test of so many rounds."""

    def make(runs: int, arms: int, dimensions: int, rng: np.random.Generator) -> Learner:
        made = PlainTest(runs, arms, dimensions, rng)
        made.test = rounds
        return made

    return make


PLAIN_TEST = "ab-test"
LEARNERS: dict[str, Callable[..., Learner]] = {
    "epsilon-greedy": EpsilonGreedy,
    "ucb1": Ucb1,
    "thompson": Thompson,
    "linucb": LinUcb,
    "linear-thompson": LinearThompson,
}
