import numpy as np
import pytest
import torch

from recsys_core.models.deep_training import SampledSoftmax, ndcg, quiet_torch


def test_a_small_catalogue_races_as_far_as_it_was_bought(rng: np.random.Generator) -> None:
    picked, lowered = SampledSoftmax(np.array([5, 0, 2]), 10).draw(np.array([2]), rng)
    np.testing.assert_array_equal(picked, [0, 2])
    np.testing.assert_array_equal(lowered, 0)


def test_a_sample_estimates_the_sum_over_all_products(rng: np.random.Generator) -> None:
    """The mean over many races of sum(exp(logit - lowered)) is the sum over what was bought."""
    counts = rng.integers(0, 50, 200)
    logits = rng.normal(0, 1, 200)
    softmax = SampledSoftmax(counts, 30)
    share = counts / counts.sum()
    sums = []
    for _ in range(2000):
        picked, lowered = softmax.draw(rng.choice(200, 20, p=share), rng)
        assert len(np.unique(picked)) == len(picked) <= 50
        sums.append(np.exp(logits[picked] - lowered).sum())
    assert np.mean(sums) == pytest.approx(np.exp(logits[counts > 0]).sum(), rel=0.02)


def test_torch_s_random_state_is_put_back() -> None:
    before = torch.random.get_rng_state()
    with quiet_torch(3):
        first = torch.rand(3)
    with quiet_torch(3):
        again = torch.rand(3)
    torch.testing.assert_close(first, again)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_ndcg_by_hand() -> None:
    scores = np.array([[0.9, 0.5, 0.1], [0.1, 0.2, 0.3]])
    found = ndcg(scores, [np.array([1]), np.array([2, 1])], k=2)
    assert found == pytest.approx((1 / np.log2(3) + 1) / 2)
