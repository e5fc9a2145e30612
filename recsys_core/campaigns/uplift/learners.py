"""Models of how much more a customer does when sent to: T-, S-, X-learner, transformed outcome.

Each learns what an arm does beyond the control from customers who were divided by lot, and is made
of trees boosted on histograms (scikit-learn). S: one model that knows the arm. T: one model
for each arm; the uplift is the difference. X: the differences between what each customer did and
what the other arm's model expects of them, learned again (all three: Künzel, Sekhon, Bickel and
Yu, 2019, PNAS 116(10)). Transformed outcome: outcome times (w - e) / (e (1 - e)), whose mean is
the uplift (Athey and Imbens, 2016, PNAS 113(27)); w: in the arm, e: the arm's share.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from recsys_core.schema.types import BoolArray, FloatArray

Predict = Callable[[FloatArray], FloatArray]
"""(n, features) -> (n,) the uplift of each, in the unit of the outcome."""
LEARNERS = ("t-learner", "s-learner", "x-learner", "transformed-outcome")

TREES: Mapping[str, Any] = {
    "max_iter": 40,
    "learning_rate": 0.1,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 200,
    "l2_regularization": 10.0,
    "max_bins": 63,
    "early_stopping": False,
}
"""Shallow and few: what is to be learned is small beside the noise."""


def learn(
    features: FloatArray, arm: BoolArray, outcome: FloatArray, seed: int = 0
) -> dict[str, Predict]:
    """Every one of `LEARNERS`. features: (n, f), NaN where not known; arm: (n,) whether sent to,
    else in the control; outcome: (n,), 0 and 1 or an amount.
    """
    e = float(arm.mean())
    sent, not_sent = (_expectation(features[w], outcome[w], seed) for w in (arm, ~arm))
    knows_arm = _expectation(np.column_stack([features, arm]), outcome, seed)
    gained = _amounts(features[arm], outcome[arm] - not_sent(features[arm]), seed)
    missed = _amounts(features[~arm], sent(features[~arm]) - outcome[~arm], seed)
    transformed = _amounts(features, outcome * (arm - e) / (e * (1 - e)), seed)

    def by_arm(x: FloatArray) -> FloatArray:
        one, other = (knows_arm(np.column_stack([x, np.full(len(x), w)])) for w in (1.0, 0.0))
        return one - other

    return {
        "t-learner": lambda x: sent(x) - not_sent(x),
        "s-learner": by_arm,
        "x-learner": lambda x: e * missed(x) + (1 - e) * gained(x),
        "transformed-outcome": transformed,
    }


def _expectation(features: FloatArray, outcome: FloatArray, seed: int) -> Predict:
    """What is expected of a customer: a chance where the outcome is 0 or 1, else an amount."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    if not np.isin(outcome, (0.0, 1.0)).all() or outcome.min() == outcome.max():
        return _amounts(features, outcome, seed)
    model = HistGradientBoostingClassifier(random_state=seed, **TREES).fit(features, outcome)
    return lambda x: np.asarray(model.predict_proba(x)[:, 1])


def _amounts(features: FloatArray, target: FloatArray, seed: int) -> Predict:
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(random_state=seed, **TREES).fit(features, target)
    return lambda x: np.asarray(model.predict(x))
