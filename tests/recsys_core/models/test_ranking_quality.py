import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.ranking_quality import ndcg_of
from recsys_core.schema.recommendations import EMPTY


def test_hits_near_the_top_count_most_and_empty_slots_nothing() -> None:
    # The first customer's product 4 is the last of the catalogue: EMPTY below must not meet it.
    truth = sp.csr_matrix([[0, 0, 0, 0, 1], [1, 0, 1, 0, 0], [0, 0, 0, 0, 0]])
    items = np.array([[1, 4, EMPTY], [EMPTY, EMPTY, EMPTY], [0, 1, 2]])
    found = ndcg_of(items, truth)
    assert found[:2] == pytest.approx([1 / np.log2(3), 0])
    assert np.isnan(found[2])


def test_all_that_is_relevant_in_front_is_one() -> None:
    truth = sp.csr_matrix([[0, 1, 1, 0]])
    assert ndcg_of(np.array([[2, 1, 0]]), truth) == pytest.approx([1])
