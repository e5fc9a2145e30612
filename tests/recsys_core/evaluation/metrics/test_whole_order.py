"""AUC, partial AUC and the counts of ranks they are made of."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.metrics import roc_auc_score

from recsys_core.evaluation import ranks as module
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.ranks import joined, rank_counts
from recsys_core.schema.evaluation import RankCounts
from tests.recsys_core.evaluation.batches import make_batch, rows_of_ones

NAN = np.nan


def test_counts_by_hand() -> None:
    # Customer 0: products 0 to 4 scored 5, 3, 3, 1, none; 1 and 4 are relevant, wrong are 0, 2, 3.
    # Customer 1 had product 0; of 1 to 4 (2, 2, 2, 9) the second is relevant.
    scores = np.array([[5, 3, 3, 1, NAN], [99, 2, 2, 2, 9]])
    found = rank_counts(scores, rows_of_ones([[1, 4], [1]], 5), exclude=rows_of_ones([[], [0]], 5))
    assert found.above.tolist() == [1, 3, 1]
    assert found.level.tolist() == [1, 0, 2]
    assert found.wrong.tolist() == [3, 3]


def test_only_allowed_products_are_candidates() -> None:
    scores = np.array([[5.0, 4, 3, 2, 1]])
    found = rank_counts(scores, rows_of_ones([[3]], 5), allowed=np.array([1, 3, 4]))
    assert (found.above.tolist(), found.wrong.tolist()) == ([1], [2])


def test_unscored_products_are_level_with_one_another() -> None:
    scores = np.array([[NAN, -np.inf, 2.0, np.inf]])
    found = rank_counts(scores, rows_of_ones([[0]], 4))
    assert (found.above.tolist(), found.level.tolist()) == ([1], [2])


def test_scores_stay_as_they_were_and_blocks_change_nothing(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = rng.integers(0, 6, (30, 20)).astype(np.float32)
    truth = sp.random(30, 20, 0.1, "csr", random_state=rng)
    seen = sp.random(30, 20, 0.2, "csr", random_state=rng)
    before = scores.copy()
    whole = rank_counts(scores, truth, seen)
    monkeypatch.setattr(module, "CELLS", 70)
    parts = joined(
        [rank_counts(scores[s], truth[s], seen[s]) for s in (slice(0, 11), slice(11, 30))]
    )
    np.testing.assert_array_equal(scores, before)
    for name in ("above", "level", "wrong"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


def test_auc_by_hand() -> None:
    # Customer 0: of 4 wrong products 1 is above and 2 level: (4 - 1 - 1) / 4; none above: 1.
    # Customer 1 bought everything there was; customer 2 nothing.
    ranks = RankCounts(np.array([1, 0, 0]), np.array([2, 0, 0]), np.array([4, 0, 4]))
    batch = make_batch([[], [], []], [[1, 2], [3], []], ranks=ranks)
    np.testing.assert_allclose(METRICS["AUC"].compute(batch), [0.75, NAN, NAN])
    assert METRICS["AUC"].label(10) == "AUC"


def test_partial_auc_by_hand() -> None:
    # k = 4 of 10 wrong products. One is above: 3/4. Three above and two level: the tie reaches
    # over the limit, half of the last place's half is left: (4 - 3)^2 / (2 * 2) = 1/4 of 4. Five
    # above: 0. Only two wrong products, one above: 1/2.
    ranks = RankCounts(np.array([1, 3, 5, 1]), np.array([0, 2, 0, 0]), np.array([10, 10, 10, 2]))
    batch = make_batch([[]] * 4, [[0], [0], [0], [0]], k=4, ranks=ranks)
    np.testing.assert_allclose(METRICS["PartialAUC"].compute(batch), [0.75, 0.0625, 0, 0.5])


def test_lists_without_scores_have_neither() -> None:
    batch = make_batch([[0]], [[0]])
    assert not METRICS["AUC"].applies(batch)
    assert not METRICS["PartialAUC"].applies(batch)


@pytest.mark.parametrize("levels", [3, 12, 100_000])
@pytest.mark.parametrize("k", [1, 4, 15])
def test_equal_those_of_scikit_learn(rng: np.random.Generator, levels: int, k: int) -> None:
    """From scores with few and with many ties; theirs is rescaled to 0.5 … 1 and scaled back."""
    n, n_items = 40, 25
    scores = rng.integers(0, levels, (n, n_items)).astype(np.float32)
    truth = [sorted(rng.permutation(n_items)[: rng.integers(1, 8)].tolist()) for _ in range(n)]
    had = [
        [i for i in rng.permutation(n_items)[: rng.integers(0, 5)].tolist() if i not in line]
        for line in truth
    ]
    ranks = rank_counts(scores, rows_of_ones(truth, n_items), rows_of_ones(had, n_items))
    batch = make_batch([[]] * n, truth, k=k, n_items=n_items, ranks=ranks)
    whole, part = METRICS["AUC"].compute(batch), METRICS["PartialAUC"].compute(batch)
    for row in range(n):
        candidate = np.setdiff1d(np.arange(n_items), had[row])
        right = np.isin(candidate, truth[row])
        given = scores[row, candidate]
        assert whole[row] == pytest.approx(roc_auc_score(right, given), abs=1e-9)
        limit = min(k / (~right).sum(), 1)
        theirs = roc_auc_score(right, given, max_fpr=limit)
        if limit < 1:
            least, most = limit**2 / 2, limit
            theirs = (least + (2 * theirs - 1) * (most - least)) / limit
        assert part[row] == pytest.approx(theirs, abs=1e-9)
