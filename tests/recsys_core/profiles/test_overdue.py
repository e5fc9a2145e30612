import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.gaps import SHOP
from recsys_core.profiles.overdue import away, came_back, lost_from

END = pd.Timestamp(2024, 12, 31)


def visits(*seen: list[int]) -> pd.DataFrame:
    """Customers seen so many days before the end."""
    rows = [
        (str(user), END - pd.Timedelta(days=ago)) for user, days in enumerate(seen) for ago in days
    ]
    return pd.DataFrame(rows, columns=["user_id", "day"])


def test_the_limit_is_the_own_quantile_drawn_to_the_shops() -> None:
    own, others = [0, 2, 4, 6, 8, 10], [[0, 30, 60]] * 2
    found = away(visits(own, *others), END)
    assert found.loc["0", "limit"] == pytest.approx((5 * 2 + SHOP * 30) / (5 + SHOP))
    assert found.loc["1", "limit"] == 30
    assert found["away"].tolist() == [0, 0, 0]


def test_what_comes_later_is_not_known_then() -> None:
    found = away(visits([0, 50, 60, 70]), END - pd.Timedelta(days=40))
    assert found.loc["0"].tolist() == [10, 10]


def test_those_who_came_back_are_counted() -> None:
    """A hundred come every day; 40 miss the two months before the test, 10 of them return."""
    always = [list(range(300))] * 60
    returned = [[*range(5), *range(90, 300)]] * 10
    gone = [list(range(90, 300))] * 30
    found = came_back(visits(*always, *returned, *gone), END)
    assert [(END - one.day).days for one in found] == [60, 30]  # 90 days before, all had been in.
    assert [(one.days, one.called, one.back) for one in found] == [(30, 40, 0), (30, 40, 10)]


def test_nothing_is_claimed_of_few_or_of_a_short_time() -> None:
    assert came_back(visits(*[list(range(300))] * 60), END) == ()
    assert came_back(visits(*[list(range(31, 50))] * 60), END) == ()
    assert lost_from(visits(*[list(range(91, 170))] * 60), END) is None


@pytest.mark.parametrize(("back", "known"), [(5, True), (9, False)])
def test_lost_needs_fewer_than_a_fifth_to_have_come_back(back: int, known: bool) -> None:
    away_then = [[*([1] if n < back else []), *range(300, 400)] for n in range(40)]
    found = lost_from(visits(*away_then, *[list(range(400))] * 20), END)
    assert (found is not None) == known


def test_no_visits_say_nothing() -> None:
    empty = pd.DataFrame({"user_id": np.array([], object), "day": pd.to_datetime([])})
    assert came_back(empty, END) == ()
    assert away(empty, END).empty
