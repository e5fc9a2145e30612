import numpy as np

from recsys_core.evaluation.metrics.base import OverallMetric
from recsys_core.evaluation.metrics.exposure import exposures
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray


class Gini(OverallMetric):
    """Gini@k = sum over products of (2 i - N - 1) x_i / (N sum x), x sorted ascending, i from 1.

    x_i = how often product i is shown, N = products that could be recommended; those never shown
    count as 0. 0: all shown equally often; towards 1: always the same few. Lower is better.
    Edge cases: nothing shown at all gives NaN. Source: Fleder and Hosanagar (2009), Management
    Science 55(5).
    """

    name = "Gini"
    title = "Concentration (Gini)"
    long_form = "Gini coefficient"
    meaning = "Do the same few products fill all the lists (near 1), or does each get its turn (0)?"
    family = "reach"
    higher_is_better = False

    def weighted(self, batch: EvalBatch, weights: FloatArray) -> FloatArray:
        count = np.sort(exposures(batch, weights), axis=1)
        n = max(batch.n_catalogue, count.shape[1])
        # Products on no list come first when sorted and add nothing to the sum.
        place = np.arange(n - count.shape[1] + 1, n + 1)
        return ratio(count @ (2.0 * place - n - 1), n * count.sum(axis=1))
