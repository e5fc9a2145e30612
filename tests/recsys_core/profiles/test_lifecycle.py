import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.lifecycle import STATUSES, lifecycle, status_meaning

NOW = pd.Timestamp(2024, 6, 30, 18)


def standing(*seen: list[int]) -> pd.DataFrame:
    """The lifecycle of customers who were seen so many days ago, at noon."""
    rows = [
        (f"{user:03d}", NOW - pd.Timedelta(days=ago))
        for user, days in enumerate(seen)
        for ago in days
    ]
    frame = pd.DataFrame(rows, columns=["user_id", "ts"])
    by_user = frame.groupby("user_id")["ts"].agg(["min", "max", "size"]).reset_index()
    totals = by_user.set_axis(["user_id", "first_ts", "last_ts", "days"], axis=1)
    visits = frame.assign(day=frame["ts"].dt.normalize())[["user_id", "day"]]
    return lifecycle(totals, NOW, visits)


def every(gap: int, last: int, times: int = 21) -> list[int]:
    return [last + gap * n for n in range(times)]


def test_the_interval_is_the_mean_gap_between_shopping_days() -> None:
    out = standing(every(10, 0, times=11))
    assert out["interval_days"][0] == 10
    assert out["next_expected"][0] == NOW + pd.Timedelta(days=10)


@pytest.mark.parametrize(("last", "status"), [(0, "active"), (10, "active"), (11, "overdue")])
def test_status_is_judged_by_the_own_gaps(last: int, status: str) -> None:
    assert standing(every(10, last))["status"][0] == status


def test_the_same_absence_means_different_things() -> None:
    out = standing(every(2, 25, times=60), every(30, 25, times=60))
    assert out["interval_days"].tolist() == [2, 30]
    assert out["status"].tolist() == ["overdue", "active"]


def test_an_irregular_customer_may_stay_away_for_longer() -> None:
    """Nine gaps in ten are shorter than 20 days, whatever their mean."""
    gaps = [2, 2, 2, 20] * 10
    seen = (15 + np.concatenate([[0], np.cumsum(gaps)])).tolist()
    assert standing(seen)["status"][0] == "active"


def test_few_visits_are_judged_by_the_shop_without_claiming_a_rhythm() -> None:
    out = standing(every(10, 0), [5], [10, 90], [60])
    assert out["status"].tolist() == ["active", "new", "new", "overdue"]
    assert np.isnan(out["interval_days"][1:]).all()
    assert out["next_expected"][1:].isna().all()


def test_nobody_is_lost_where_the_data_cannot_show_it() -> None:
    assert standing(every(10, 300), every(10, 0))["status"].tolist() == ["overdue", "active"]


def test_lost_are_those_whose_like_stayed_away() -> None:
    """Forty left for good half a year ago; forty still come."""
    out = standing(*[every(7, 200)] * 40, *[every(7, 3, times=50)] * 40)
    assert out["status"].tolist() == ["lost"] * 40 + ["active"] * 40


def test_without_dates_everything_is_unknown() -> None:
    frame = pd.DataFrame(
        {"user_id": ["a", "b"], "days": [0, 0], "first_ts": [pd.NaT] * 2, "last_ts": [pd.NaT] * 2}
    )
    out = lifecycle(frame, None, pd.DataFrame({"user_id": [], "day": []}))
    assert out["status"].tolist() == ["unknown", "unknown"]
    assert out["interval_days"].isna().all()
    assert out["next_expected"].isna().all()
    assert all(status_meaning(status) for status in STATUSES)
