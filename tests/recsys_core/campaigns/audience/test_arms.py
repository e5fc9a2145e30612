"""The lot is fair, the same everywhere, and another one for every campaign."""

import numpy as np
import pytest

from recsys_core.campaigns.audience.arms import held_out

USERS = [f"c{n}" for n in range(20_000)]


def test_a_share_is_kept_back_the_same_whoever_stands_beside():
    found = held_out(b"key", "spring", USERS, 0.1)
    assert found.mean() == pytest.approx(0.1, abs=0.01)
    some = held_out(b"key", "spring", USERS[::-7], 0.1)
    np.testing.assert_array_equal(some, found[::-7])
    more = held_out(b"key", "spring", USERS, 0.2)
    assert (more >= found).all(), "a larger share keeps back the same customers and others"


def test_campaigns_and_keys_draw_apart():
    spring, autumn = (held_out(b"key", name, USERS, 0.1) for name in ("spring", "autumn"))
    other = held_out(b"other", "spring", USERS, 0.1)
    for drawn in (autumn, other):
        assert (spring & drawn).mean() == pytest.approx(0.01, abs=0.004)
    assert not held_out(b"key", "spring", USERS, 0.0).any()
    assert held_out(b"key", "spring", [], 0.1).shape == (0,)
