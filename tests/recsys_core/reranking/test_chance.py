import numpy as np
from scipy.stats import kstest

from recsys_core.reranking import chance, exploring


def test_numbers_are_even_and_depend_on_what_they_are_for_only():
    users, things = np.arange(300), np.broadcast_to(np.arange(200), (300, 200))
    drawn = chance.uniform(42, chance.EXPLORE, users, things)
    assert kstest(drawn.ravel(), "uniform").pvalue > 0.001
    assert drawn.min() > 0
    assert drawn.max() < 1
    part = chance.uniform(42, chance.EXPLORE, users[5:6], things[:1, ::-1])
    np.testing.assert_array_equal(part[0], drawn[5, ::-1])
    for other in (
        chance.uniform(43, chance.EXPLORE, users, things),
        chance.uniform(42, chance.TEMPERATURE, users, things),
        chance.uniform(42, chance.EXPLORE, users + 1, things),
    ):
        assert abs(np.corrcoef(drawn.ravel(), other.ravel())[0, 1]) < 0.02
    neighbours = np.corrcoef(drawn[:-1].ravel(), drawn[1:].ravel())[0, 1]
    assert abs(neighbours) < 0.02


def test_the_share_of_places_is_met_and_pinned_places_are_spared():
    pinned = np.zeros((4000, 10), dtype=bool)
    pinned[:, 2] = True
    for share, exact in ((0.2, True), (0.15, False)):
        drawn = exploring.places(np.arange(4000), 10, share, pinned, 3)
        assert not drawn[:, 2].any()
        if exact:
            assert (drawn.sum(axis=1) == 2).all()
        assert abs(drawn.mean() - share) < 0.005
    assert exploring.places(np.arange(5), 10, 0.0, pinned[:5], 3).sum() == 0
    assert exploring.places(np.arange(5), 10, 1.0, pinned[:5], 3).sum() == 45
