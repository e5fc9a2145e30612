import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.histories import likes, popularity_prior, pseudo_ratings, row_digests


@pytest.mark.parametrize(
    ("quantity", "rating"), [(0.2, 1), (1, 1), (2, 2), (4, 3), (8, 4), (16, 5), (1000, 5)]
)
def test_pseudo_ratings_double_and_stop_at_five(quantity: float, rating: float) -> None:
    assert pseudo_ratings(np.array([quantity]))[0] == pytest.approx(rating)


def test_digests_tell_products_and_weights_apart() -> None:
    rows = sp.csr_matrix([[1, 0, 2], [1, 2, 0], [1, 0, 3], [1, 0, 2], [0, 0, 0]], dtype=np.float32)
    digests = row_digests(rows)
    assert digests[0] == digests[3]
    assert len(set(digests)) == 4
    assert row_digests(rows[3])[0] == digests[0]


def test_likes_share_nothing_with_their_source() -> None:
    rows = sp.csr_matrix([[4, 0, 2]], dtype=np.float32)
    ones = likes(rows)
    assert ones.data.tolist() == [1, 1]
    assert rows.data.tolist() == [4, 2]


def test_the_prior_orders_by_popularity_and_stays_tiny() -> None:
    prior = popularity_prior(sp.csr_matrix([[1, 1, 0], [1, 0, 0]], dtype=np.float32))
    assert prior[0] > prior[1] > prior[2] == 0
    assert prior.max() <= 1e-6
