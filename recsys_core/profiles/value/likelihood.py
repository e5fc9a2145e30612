"""Maximum likelihood for the models of orders and amounts: log parameters, several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray

BOUND = 12.0
"""Log parameters stay within +- this: e^12 is 160,000, far beyond any published estimate."""


@dataclass(frozen=True)
class Estimate:
    """Parameters in the order of the model's `names`, and the log likelihood they reach."""

    parameters: FloatArray
    log_likelihood: float


def distinct(*columns: FloatArray) -> tuple[tuple[FloatArray, ...], FloatArray]:
    """Equal rows once, and how often each stands: the likelihood needs no more."""
    rows, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
    return tuple(rows.T), counts.astype(np.float64)


def maximise(
    log_likelihood: Callable[[FloatArray], FloatArray],
    weights: FloatArray,
    starts: Sequence[Sequence[float] | FloatArray],
) -> Estimate:
    """The best of the optima reached by L-BFGS-B from `starts` (parameters, all above 0).

    log_likelihood: parameters -> (n_rows,) of the distinct rows; weights: (n_rows,) how often each
    row stands. A start that meets a value that is not a number counts as infinitely unlikely.
    """
    from scipy.optimize import minimize

    total = weights.sum()

    def loss(logs: FloatArray) -> float:
        with np.errstate(all="ignore"):
            value = -float(weights @ log_likelihood(np.exp(logs))) / total
        return value if np.isfinite(value) else 1e6

    bounds = [(-BOUND, BOUND)] * len(starts[0])
    tried = [
        minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13})
        for start in starts
    ]
    best = min(tried, key=lambda one: float(one.fun))
    return Estimate(np.exp(best.x), -float(best.fun) * total)
