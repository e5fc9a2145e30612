"""Groups are found where they were planted, and refused where there are none."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import skew
from sklearn.metrics import adjusted_rand_score

from recsys_core.profiles.clusters.agreement import adjusted_rand, mean_agreement
from recsys_core.profiles.clusters.groups import by_size, group_everybody
from recsys_core.profiles.clusters.heap import one_heap, share_of_largest
from recsys_core.profiles.clusters.nulls import NULLS, standardised
from recsys_core.profiles.clusters.stability import MOST_POINTS, Judged, Tried, judge, stability
from recsys_core.schema.errors import CancelledError

FEW = {"clouds": 2}
"""For speed."""


def planted(k: int, n: int = 200, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Round groups at the corners of a cube, 6 deviations apart; points and their groups."""
    rng = np.random.default_rng(seed)
    corners = np.array([[x, y, z] for x in (0, 6) for y in (0, 6) for z in (0, 6)], dtype=float)
    of = rng.integers(k, size=n)
    return corners[[0, 3, 5, 6, 7][:k]][of] + rng.normal(size=(n, 3)), of


@pytest.mark.parametrize("seed", range(20))
def test_agreement_is_that_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.integers(1 + seed % 5, size=60), rng.integers(4, size=60)
    other[:30] = one[:30] % 4
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert adjusted_rand(one, (one + 1) % (one.max() + 1)) == pytest.approx(1)


def test_mean_agreement_takes_every_pair_once():
    one, other, third = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 1, 0, 0])
    pairs = [adjusted_rand(one, other), adjusted_rand(one, third), adjusted_rand(other, third)]
    assert mean_agreement([one, other, third]) == pytest.approx(np.mean(pairs))


@pytest.mark.parametrize(("k", "method"), [(3, "k-means"), (4, "k-means"), (3, "mixture")])
def test_planted_groups_are_found_as_many_as_there_are(k, method):
    values, of = planted(k)
    values = standardised(values)
    judged = judge(values, method, numbers=(k - 1, k, k + 1), **FEW)
    assert judged.found
    assert judged.best.k == k
    assert judged.best.stability > 0.95
    frame = pd.DataFrame({"visits": values[:, 0], "spend": values[:, 1]})
    groups = group_everybody(values, k, method, frame)
    assert adjusted_rand(groups.of, of) > 0.95
    assert list(groups.sizes) == sorted(groups.sizes, reverse=True)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("shape", ["round", "long", "skewed"])
def test_a_cloud_is_no_groups(shape, seed):
    rng = np.random.default_rng(seed)
    r = {"round": 0.0, "long": 0.7, "skewed": 0.5}[shape]
    covariance = np.full((3, 3), r) + np.eye(3) * (1 - r)
    values = rng.multivariate_normal(np.zeros(3), covariance, size=300)
    values = standardised(np.exp(0.5 * values) if shape == "skewed" else values)
    assert not judge(values, numbers=(2, 3), seed=seed, **FEW).found


def test_clouds_keep_what_they_say():
    rng = np.random.default_rng(1)
    values = rng.multivariate_normal([0, 0], [[1, 0.8], [0.8, 1]], size=4_000)
    values[:, 1] = np.round(np.exp(values[:, 1]))
    drawn = {name: null(values)(rng) for name, null in NULLS.items()}
    assert set(drawn) == {"gaussian", "permuted"}
    assert np.cov(drawn["gaussian"].T) == pytest.approx(np.cov(values.T), rel=0.15)
    for column in (0, 1):
        mixed = drawn["permuted"][:, column]
        assert sorted(mixed) == sorted(values[:, column])
    assert abs(np.corrcoef(drawn["permuted"].T)[0, 1]) < 0.06


def test_a_heap_keeps_shape_and_steps_but_no_groups():
    rng = np.random.default_rng(2)
    values = np.exp(rng.multivariate_normal([0, 0], [[0.3, 0.2], [0.2, 0.3]], size=2_000))
    values[:, 1] = np.ceil(3 * values[:, 1])
    drawn = one_heap(values, rng)(rng)
    assert set(drawn[:, 1]) <= set(values[:, 1])
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(np.corrcoef(values.T)[0, 1], abs=0.08)
    assert drawn.std(axis=0) == pytest.approx(values.std(axis=0), rel=0.1)
    assert (skew(drawn) > 0.6 * skew(values)).all()
    apart = standardised(planted(4, 800)[0])
    assert share_of_largest(apart, 0.3, rng) < 0.4
    merged = one_heap(apart, rng)(rng)
    assert share_of_largest(merged, 0.5, rng) > 0.9
    assert np.cov(merged.T) == pytest.approx(np.cov(apart.T), abs=0.12)


def test_a_column_that_repeats_another_does_no_harm():
    rng = np.random.default_rng(4)
    one = rng.normal(size=(300, 1))
    drawn = one_heap(np.hstack([one, 2 * one, np.zeros((300, 1))]), rng)(rng)
    assert drawn[:, 1] == pytest.approx(2 * drawn[:, 0])
    assert not drawn[:, 2].any()


@pytest.mark.parametrize("seed", range(2))
def test_correlated_counts_of_one_kind_of_customers_are_no_groups(seed):
    """Plain clouds are cut less steadily than these are, so a heap of their shape has to tell."""
    rng = np.random.default_rng(seed)
    z = rng.multivariate_normal(np.zeros(3), np.full((3, 3), 0.6) + 0.4 * np.eye(3), size=1_000)
    visits, days = 1 + rng.poisson(np.exp(1 + z[:, 0])), rng.exponential(np.exp(3 - 0.7 * z[:, 2]))
    values = standardised(np.log1p(np.stack([visits, np.exp(3 + z[:, 1]), days.round()], axis=1)))
    judged = judge(values, numbers=(3,), seed=seed)
    assert judged.tried[0].stands_out
    assert not judged.found


def test_the_finest_of_equally_steady_numbers_is_taken_and_the_largest_gain_where_none_stands_out():
    def tried(k, own, null, heaps=None):
        kinds = {"gaussian": [null, null], "permuted": [0.1, 0.2]}
        return Tried(k, own, kinds, (null, null) if heaps is None else heaps)

    assert tried(2, 0.9, 0.7).gain == pytest.approx(0.2)
    spread = {"gaussian": [0.5, 0.9], "permuted": [0.1, 0.2]}
    assert not Tried(2, 0.9, spread).stands_out
    assert Tried(2, 0.9, spread | {"gaussian": [0.65, 0.75]}).stands_out
    clear = Judged((tried(2, 0.97, 0.96), tried(3, 0.95, 0.6), tried(4, 0.93, 0.7)), 100)
    assert (clear.found, clear.best.k) == (True, 4)
    cloud = Judged((tried(2, 0.97, 0.96), tried(3, 0.75, 0.7)), 100)
    assert (cloud.found, cloud.best.k) == (False, 3)
    shaped = tried(5, 0.9, 0.6, (0.84, 0.9))
    assert (shaped.stands_out, shaped.clear, shaped.heap) == (True, False, pytest.approx(0.87))
    assert not tried(5, 0.9, 0.6, ()).clear
    assert (tried(2, 0.9, 0.85, ()).heap, tried(2, 0.9, 0.85, ()).clear) == (None, False)
    assert not tried(5, 0.7, 0.4).stands_out
    assert tried(5, 0.7, 0.4)._replace(steady=0.0).clear
    mixed = Judged((tried(3, 0.8, 0.6), shaped), 100)
    assert (mixed.found, mixed.best.k) == (True, 3)
    only = Judged((shaped, tried(6, 0.89, 0.6, (0.84, 0.9)), tried(2, 0.99, 0.97)), 100)
    assert (only.found, only.best.k) == (False, 5)


def test_few_points_leave_numbers_out_and_many_are_drawn_from():
    same = np.repeat(np.arange(9.0)[:, None], 3, axis=0)
    assert [one.k for one in judge(same, numbers=(2, 3), **FEW).tried] == [2]
    assert judge(np.zeros((50, 2)), **FEW).tried == ()
    many = np.random.default_rng(0).normal(size=(MOST_POINTS + 100, 2))
    assert judge(many, numbers=(2,), clouds=1).n == MOST_POINTS


def test_judging_tells_how_far_it_is_and_can_be_cancelled():
    values, told = standardised(planted(3, 100)[0]), []
    judge(values, numbers=(2, 3), clouds=1, progress=lambda done, _="": told.append(done))
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] < 1

    def cancel(done: float, message: str = "") -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        judge(values, progress=cancel)


def test_the_same_seed_gives_the_same_stability():
    values = standardised(planted(3, 100)[0])
    first, second = (stability(values, 3, "k-means", np.random.default_rng(3)) for _ in range(2))
    assert first == second


def test_groups_are_numbered_by_size():
    assert by_size(np.array([5, 2, 2, 9, 9, 9])).tolist() == [2, 1, 1, 0, 0, 0]
    assert by_size(np.array([3, 1, 3, 1])).tolist() == [0, 1, 0, 1]
