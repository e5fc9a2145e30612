"""Trees, each mending what those before left over (histogram gradient boosting)."""

import numpy as np

from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import BoolArray, FloatArray

LEAVES, LEAST_IN_LEAF, STEP, TREES = 6, 30, 0.03, 120
"""Small and slow: a few thousand rows with a few hundred answers carry no more."""


class BoostedResponse(ResponseModel):
    """scikit-learn's HistGradientBoostingClassifier on the numbers and the fields as numbers (Ke et
    al., "LightGBM", NeurIPS 2017, is what it follows).
    """

    def fit(self, rows: ResponseRows, answered: BoolArray, seed: int, report: Progress) -> None:
        from sklearn.ensemble import HistGradientBoostingClassifier

        self.model = HistGradientBoostingClassifier(
            learning_rate=STEP,
            max_iter=TREES,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=LEAST_IN_LEAF,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=seed,
        ).fit(rows.numbers, answered)

    def chance(self, rows: ResponseRows) -> FloatArray:
        return kept_apart(np.asarray(self.model.predict_proba(rows.numbers)[:, 1]))
