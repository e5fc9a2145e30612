"""How often each product is shown: the basis of coverage and concentration."""

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import FloatArray


def exposures(batch: EvalBatch, weights: FloatArray) -> FloatArray:
    """(b, m) how often each of the m products on any list is shown when customers are weighted.

    weights: (b, n). Products on no list are left out: their count is 0 whatever the weights.
    """
    row, slot = np.nonzero(batch.items != EMPTY)
    shown, column = np.unique(batch.items[row, slot], return_inverse=True)
    lists = sp.csr_matrix((np.ones(len(row)), (column, row)), shape=(len(shown), len(batch.items)))
    return np.ascontiguousarray((lists @ weights.T).T)
