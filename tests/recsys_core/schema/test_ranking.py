import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from recsys_core.schema import ranking
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY

# Few different values, so that ties, blocked and missing scores are the rule.
SCORES = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=12),
    elements=st.sampled_from([0.0, -0.0, 1.0, 2.0, -1.5, 1e-30, np.inf, -np.inf, np.nan]),
)


def naive(
    scores: np.ndarray, k: int, exclude: np.ndarray, allowed: set[int]
) -> tuple[list[list[int]], list[list[float]]]:
    items, values = [], []
    for row, barred in zip(scores, exclude, strict=True):
        usable = [
            (-float(score), item)
            for item, score in enumerate(row)
            if np.isfinite(score) and not barred[item] and item in allowed
        ]
        best = sorted(usable)[:k]
        pad = k - len(best)
        items.append([item for _, item in best] + [EMPTY] * pad)
        values.append([-score for score, _ in best] + [np.nan] * pad)
    return items, values


@settings(max_examples=200, deadline=None)
@given(scores=SCORES, k=st.integers(0, 14), data=st.data())
def test_equals_a_plain_sort(scores: np.ndarray, k: int, data: st.DataObject) -> None:
    n, n_items = scores.shape
    exclude = data.draw(arrays(np.bool_, scores.shape))
    allowed = data.draw(st.sets(st.integers(0, max(n_items - 1, 0)))) if n_items else set()
    items, values = top_k(
        scores,
        k,
        exclude=sp.csr_matrix(exclude.astype(np.float32)),
        allowed=np.array(sorted(allowed), dtype=np.int64),
    )
    expected_items, expected_values = naive(scores, k, exclude, allowed)
    assert items.tolist() == expected_items
    np.testing.assert_array_equal(values, np.array(expected_values).reshape(n, k))
    assert items.dtype == np.int32
    assert values.dtype == np.float32


@pytest.mark.parametrize("cells", [1, 7, 50])
def test_blocks_make_no_difference(
    cells: int, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = rng.integers(0, 4, (9, 13)).astype(np.float32)
    exclude = sp.random(9, 13, 0.3, format="csr", random_state=1)
    whole = top_k(scores, 5, exclude=exclude)
    monkeypatch.setattr(ranking, "CELLS", cells)
    pieces = top_k(scores, 5, exclude=exclude)
    np.testing.assert_array_equal(pieces[0], whole[0])
    np.testing.assert_array_equal(pieces[1], whole[1])


def test_leaves_the_scores_alone(rng: np.random.Generator) -> None:
    scores = rng.random((4, 6)).astype(np.float32)
    before = scores.copy()
    top_k(scores, 3, exclude=sp.csr_matrix(np.eye(4, 6)), allowed=np.array([1, 2]))
    np.testing.assert_array_equal(scores, before)


def test_an_infinite_score_is_no_score() -> None:
    items, values = top_k(np.array([[np.inf, 1.0]], dtype=np.float32), 2)
    assert items.tolist() == [[1, EMPTY]]
    assert values[0, 0] == 1.0


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups that a dozen products already fill several times over."""
    monkeypatch.setattr(ranking, "LEAST_GROUPS", 2)
    monkeypatch.setattr(ranking, "GROUPS_PER_SLOT", 1)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scores=SCORES, k=st.integers(0, 5), data=st.data())
def test_looking_into_promising_groups_only_equals_a_plain_sort(
    small_groups: None, scores: np.ndarray, k: int, data: st.DataObject
) -> None:
    exclude = data.draw(arrays(np.bool_, scores.shape))
    items, values = top_k(scores, k, exclude=sp.csr_matrix(exclude.astype(np.float32)))
    expected_items, expected_values = naive(scores, k, exclude, set(range(scores.shape[1])))
    assert items.tolist() == expected_items
    np.testing.assert_array_equal(values, np.array(expected_values).reshape(len(scores), k))


@pytest.mark.parametrize("n_items", [511, 512, 700, 1025])
@pytest.mark.parametrize("levels", [3, 1_000_000])
def test_many_products_equal_a_plain_sort(
    n_items: int, levels: int, rng: np.random.Generator
) -> None:
    """At the size where groups are used as they come, with many ties and with hardly any."""
    scores = rng.integers(0, levels, (20, n_items)).astype(np.float32)
    scores[3, 5], scores[4, 6], scores[5, :-4] = np.nan, np.inf, -np.inf
    exclude = sp.random(20, n_items, 0.1, format="csr", random_state=1)
    items, values = top_k(scores, 10, exclude=exclude)
    expected_items, expected_values = naive(scores, 10, exclude.toarray() != 0, set(range(n_items)))
    assert items.tolist() == expected_items
    np.testing.assert_array_equal(values, np.array(expected_values))
