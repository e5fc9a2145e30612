"""Experiments whose truth is known."""

import numpy as np

from recsys_core.experiments.readout.divided import Experiment, Outcome

HILLSTROM = {
    "No E-Mail": (21_306, 2_262),
    "Mens E-Mail": (21_307, 3_894),
    "Womens E-Mail": (21_387, 3_238),
}
"""Customers and visits as published for the MineThatData e-mail test (Hillstrom, 2008)."""


def published() -> Experiment:
    """Its visits, customer by customer."""
    arms = tuple(HILLSTROM)
    arm = np.repeat(np.arange(3), [n for n, _ in HILLSTROM.values()])
    visits = np.concatenate([np.arange(n) < hits for n, hits in HILLSTROM.values()]).astype(float)
    return Experiment(arm, arms, 0, (Outcome("visit", "rate", visits),))


def rates(before: float, after: float, each: int, seed: int) -> Experiment:
    """Two arms of so many customers."""
    rng = np.random.default_rng(seed)
    arm = np.repeat([0, 1], each)
    values = (rng.random(2 * each) < np.where(arm == 1, after, before)).astype(float)
    return Experiment(arm, ("A", "B"), 0, (Outcome("bought", "rate", values),))
