"""A customer's own gaps, drawn to the shop's where they are few."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.gaps import SHOP, UNTESTED, latest_gaps_held, next_visits, rhythms

END = pd.Timestamp(2024, 12, 31)


def visits(*seen: list[int]) -> pd.DataFrame:
    """Customers seen so many days before the end."""
    rows = [
        (str(user), END - pd.Timedelta(days=ago)) for user, days in enumerate(seen) for ago in days
    ]
    return pd.DataFrame(rows, columns=["user_id", "day"])


def test_the_next_visit_is_expected_after_the_middle_of_own_gaps_and_the_shops():
    often, rarely = [0, 4, 8, 12, 16, 20], [0, 60, 120]
    found = next_visits(visits(often, rarely, rarely, [3]))
    assert found.loc["0", "gaps"] == 5
    assert found.loc["0", "expected"] == round((5 * 4 + SHOP * 60) / (5 + SHOP))
    assert found.loc["3", ["expected", "earliest", "latest"]].tolist() == [60, 4, 60]
    assert found.loc["3", "last"] == END - pd.Timedelta(days=3)


def test_where_nobody_came_twice_a_month_stands():
    assert rhythms(visits([3], [9]), (0.5,), pooled=True)[0.5].tolist() == [UNTESTED] * 2
    assert rhythms(visits([3], [9]), (0.5,))[0.5].tolist() == [UNTESTED] * 2


def test_the_shops_gaps_count_each_customer_once():
    """Twenty gaps of one customer do not outweigh two others."""
    found = rhythms(visits(list(range(0, 40, 2)), [0, 30], [0, 30], [0]), (0.5,), pooled=True)
    assert found.loc["3", 0.5] == 30


def test_half_of_the_latest_gaps_lie_within_what_was_known_before():
    rng = np.random.default_rng(4)
    seen = [
        np.cumsum(np.r_[0, rng.geometric(1 / rng.uniform(5, 30), 25)]).tolist() for _ in range(800)
    ]
    held, told = latest_gaps_held(visits(*seen))
    assert told == 800
    assert held / told == pytest.approx(0.5, abs=0.08)
    assert latest_gaps_held(visits([0], [0, 5])) == (0, 0)


def test_quantiles_are_those_of_pandas():
    rng = np.random.default_rng(5)
    seen = [np.unique(rng.integers(0, 400, rng.integers(1, 30))).tolist() for _ in range(60)]
    known = visits(*seen)
    found = rhythms(known, (0.25, 0.9))
    gaps = known.sort_values(["user_id", "day"]).groupby("user_id")["day"].diff().dt.days
    by_user = gaps.groupby(known["user_id"])
    for quantile in (0.25, 0.9):
        own = by_user.quantile(quantile)
        shop = own.median()
        n = by_user.count()
        expected = ((n * own.fillna(shop) + SHOP * shop) / (n + SHOP)).clip(lower=1)
        np.testing.assert_allclose(found[quantile], expected.reindex(found.index))
