import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.profiles.neighbours import nearest_users, unit_rows


def matrix(rows) -> sp.csr_matrix:
    return sp.csr_matrix(np.array(rows, dtype=np.float32))


def test_rows_have_length_one_and_empty_ones_stay_empty():
    unit = unit_rows(matrix([[3, 4, 0], [0, 0, 0], [-2, 0, 5]]))
    np.testing.assert_allclose(
        np.asarray(unit.multiply(unit).sum(axis=1)).ravel(), [1, 0, 1], atol=1e-6
    )
    assert unit[2].indices.tolist() == [2]  # what was returned does not count


def test_the_logarithm_keeps_one_product_from_deciding():
    data = matrix([[100, 1, 1, 1], [0, 1, 1, 1], [100, 0, 0, 0]])
    found = nearest_users(data, 0, 2)
    cosine = dict(zip(found.rows.tolist(), found.similarity, strict=True))
    assert cosine[2] < 0.98
    assert cosine[1] > 0.2


def test_shared_products_are_counted_and_strangers_left_out():
    data = matrix([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    found = nearest_users(data, 0, 10)
    assert found.rows.tolist() == [1, 2]
    assert found.shared.tolist() == [2, 1]


def test_a_twin_is_nearest_and_ties_go_to_the_lower_row():
    data = matrix([[1, 2, 0], [0, 1, 1], [1, 2, 0], [1, 2, 0]])
    found = nearest_users(data, 2, 2)
    assert found.rows.tolist() == [0, 3]
    np.testing.assert_allclose(found.similarity, 1, atol=1e-6)


@given(seed=st.integers(0, 10_000), k=st.integers(1, 12))
@settings(max_examples=50, deadline=None)
def test_equals_the_plain_formula(seed, k):
    rng = np.random.default_rng(seed)
    dense = np.where(rng.random((10, 8)) < 0.5, rng.integers(1, 9, (10, 8)), 0).astype(float)
    found = nearest_users(matrix(dense), 4, k)
    logs = np.log1p(dense)
    norms = np.linalg.norm(logs, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.nan_to_num(logs @ logs[4] / (norms * norms[4]))
    cosine[4] = 0
    expected = np.sort(cosine[cosine > 0])[::-1][:k]
    np.testing.assert_allclose(found.similarity, expected, atol=1e-5)
    np.testing.assert_allclose(cosine[found.rows], expected, atol=1e-5)
