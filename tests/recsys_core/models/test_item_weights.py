"""Weights of products for products, where scores of many customers are made at once."""

import numpy as np
import scipy.sparse as sp

from recsys_core.models.item_weights import STRIP, WORTH_STRIPS, product


def test_strips_give_what_one_product_gives_to_the_last_bit():
    rng = np.random.default_rng(4)
    weights = rng.normal(size=(300, 2 * STRIP + 7)).astype(np.float32)
    rows = sp.csr_matrix((rng.random((90, 300)) < 0.2).astype(np.float32))
    few = rows[:5]
    assert rows.nnz > WORTH_STRIPS * len(weights) > few.nnz, "both ways are gone"
    for some in (rows, few):
        whole = some @ weights
        assert product(some, weights).dtype == whole.dtype
        assert np.array_equal(product(some, weights), whole)
