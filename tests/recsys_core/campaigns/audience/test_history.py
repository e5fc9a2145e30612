"""What was known on a day: counted by hand, and blind for what came later."""

from dataclasses import fields, replace

import numpy as np

from recsys_core.campaigns.audience.history import NEVER, History, KnownThen, facts_on
from tests.recsys_core.campaigns.audience.shops import history


def test_facts_of_one_day_counted_by_hand():
    day = np.array([1, 5, 9, 110, 120, 120])
    hit = np.array([True, False, True, True, True, False])
    near = np.array([False, True, False, False, True, False])
    user = np.array([0, 0, 0, 0, 0, 1])
    known = History(3, user, day, hit, near, 130)
    found = facts_on(known, 120)
    assert found.visits.tolist() == [4, 0, 0]
    assert found.visits_recent.tolist() == [1, 0, 0]
    assert found.visit_age.tolist() == [10, NEVER, NEVER]
    assert found.bought.tolist() == [3, 0, 0]
    assert found.bought_recent.tolist() == [1, 0, 0]
    assert found.bought_age.tolist() == [10, NEVER, NEVER]
    assert found.near.tolist() == [1, 0, 0]
    assert found.gap[0] == (110 - 1) / 2
    assert np.isnan(found.gap[1:]).all()
    assert known.buyers(110, 11).tolist() == [True, False, False]
    assert known.buyers(111, 9).tolist() == [False, False, False]


def test_what_comes_on_the_day_or_later_changes_nothing():
    known = history(200)
    planted = replace(
        known,
        user=np.append(known.user, np.arange(200)),
        day=np.append(known.day, np.full(200, 150)),
        hit=np.append(known.hit, np.ones(200, dtype=bool)),
        near=np.append(known.near, np.ones(200, dtype=bool)),
    )
    before, after = facts_on(known, 150), facts_on(planted, 150)
    for one in fields(KnownThen):
        np.testing.assert_array_equal(getattr(before, one.name), getattr(after, one.name))
    assert (facts_on(planted, 151).bought_age == 1).all()


def test_columns_are_finite_whoever_never_came():
    known = replace(history(50), n=60)
    for repeat in (True, False):
        columns = facts_on(known, 200).columns(repeat)
        assert columns.shape == (60, 10 if repeat else 5)
        assert np.isfinite(columns).all()
