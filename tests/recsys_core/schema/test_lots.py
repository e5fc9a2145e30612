"""The lot is fair, the same everywhere, and another one for every campaign."""

import hashlib
import hmac

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.schema.lots import NOBODY, dealt, held_out

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


def test_arms_have_their_shares_and_depend_on_nobody_else():
    shares = [0.5, 0.3, 0.2]
    arms = dealt(b"key", "lists", USERS, shares)
    np.testing.assert_allclose(np.bincount(arms) / len(USERS), shares, atol=0.01)
    np.testing.assert_array_equal(dealt(b"key", "lists", USERS[::-7], shares), arms[::-7])
    # A customer's lot, worked out by hand.
    digest = hmac.new(b"key", b"lists\0c7", hashlib.sha256).digest()
    drawn = int.from_bytes(digest[:7]) / 2**56
    assert arms[7] == sum(drawn >= cut for cut in (0.5, 0.8))


def test_a_larger_part_keeps_everybody_in_their_arm():
    few, more = (dealt(b"key", "lists", USERS, [0.5, 0.5], part) for part in (0.2, 0.6))
    inside = few != NOBODY
    assert inside.mean() == pytest.approx(0.2, abs=0.01)
    np.testing.assert_array_equal(more[inside], few[inside])
    assert (more[inside] == 1).mean() == pytest.approx(0.5, abs=0.02)


@given(
    sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    weights=st.lists(st.integers(1, 9), min_size=2, max_size=4),
    name=st.text(max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_every_arm_has_its_share_of_each_stratum_to_within_one(sizes, weights, name):
    strata = np.repeat([f"s{at}" for at in range(len(sizes))], sizes)
    shares = np.array(weights) / sum(weights)
    users = [f"c{at}" for at in range(len(strata))]
    arms = dealt(b"key", name, users, list(shares), strata=strata)
    for at, size in enumerate(sizes):
        counts = np.bincount(arms[strata == f"s{at}"], minlength=len(shares))
        assert (np.abs(counts - shares * size) < 1 + 1e-9).all()


def test_strata_of_one_are_no_favour_to_an_arm():
    strata = np.array([f"s{at}" for at in range(4_000)])
    arms = dealt(b"key", "lists", USERS[:4_000], [0.7, 0.3], strata=strata)
    assert (arms == 1).mean() == pytest.approx(0.3, abs=0.03)
