"""What showing something somewhere brings, learned from a log on other rows than it is used for."""

import numpy as np

from recsys_core.experiments.off_policy.logs import Logged, TargetPolicy
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray

FOLDS = 5


def cross_fitted(log: Logged, target: TargetPolicy, seed: int) -> tuple[FloatArray, FloatArray]:
    """(n,) what was shown is expected to bring, and (n,) what `target` would: by rewards of four
    fifths of the customers (or rows), used on the last fifth (Chernozhukov et al., 2018).
    """
    rng, n = np.random.default_rng([seed, 11]), len(log.action)
    if log.unit is None:
        fold = rng.permutation(n) % FOLDS
    else:
        fold = (rng.permutation(int(log.unit.max()) + 1) % FOLDS)[log.unit]
    logged, wanted = np.zeros(n), np.zeros(n)
    for at in range(FOLDS):
        kept = fold == at
        if not kept.any():
            continue
        model = expected_rewards(log, ~kept)
        logged[kept] = model[log.place[kept], log.action[kept]]
        wanted[kept] = target.expected(log, model)[kept]
    return logged, wanted


def expected_rewards(log: Logged, rows: FloatArray) -> FloatArray:
    """(places, actions) mean reward of the chosen rows, each cell drawn to the mean of its action
    and that to the mean of all, the more the less is known (Buhlmann's credibility, 1967).
    """
    n = log.cells(np.ones(len(log.reward)), rows)
    total = log.cells(log.reward, rows)
    squares = log.cells(log.reward**2, rows)
    overall = float(total.sum() / max(n.sum(), 1.0))
    of_action = _credible(total.sum(0), squares.sum(0), n.sum(0), np.array(overall))
    return _credible(total, squares, n, np.broadcast_to(of_action, n.shape))


def _credible(
    total: FloatArray, squares: FloatArray, n: FloatArray, prior: FloatArray
) -> FloatArray:
    """Means drawn to `prior`, which counts as many rows as make the spread within groups that
    between them; at least one.
    """
    mean = ratio(total, n, empty=0.0)
    inside = (squares - n * mean**2).sum() / max(n.sum() - (n > 0).sum(), 1.0)
    away = (n * (mean - prior) ** 2).sum() - inside * (n > 0).sum()
    between = away / max(n.sum(), 1.0)
    rows = max(inside / between, 1.0) if between > 0 else np.inf
    if np.isinf(rows):
        return np.array(np.broadcast_to(prior, n.shape))
    return np.asarray((total + rows * prior) / (n + rows))
