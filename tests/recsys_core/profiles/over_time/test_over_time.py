"""Cohorts, movement and concentration, against what is counted by hand."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.over_time.cohorts import by_month, triangle
from recsys_core.profiles.over_time.concentration import concentration
from recsys_core.profiles.over_time.movement import flows, moved


def cells(*rows: tuple[str, int, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["cohort", "month", "customers", "revenue"])
    frame["cohort"] = pd.to_datetime(frame["cohort"] + "-01")
    return frame


def test_months_without_an_order_are_nought_and_months_not_over_are_not_told():
    found = triangle(
        cells(("2024-01", 0, 10, 50.0), ("2024-01", 2, 4, 9.0), ("2024-02", 0, 5, 5.0)),
        pd.Timestamp("2024-03-30"),
    )
    assert found["month"].tolist() == [0, 1, 2, 0, 1]
    assert found["customers"].tolist() == [10, 0, 4, 5, 0]
    assert found["complete"].tolist() == [True, True, False, True, False]
    assert found["share"].isna().tolist() == [False, False, True, False, True]
    assert found["share"][1] == 0
    assert 0 < found["high"][1] < 0.35
    assert found["low"][0] == found["high"][0] == 1


def test_the_last_day_of_a_month_ends_it():
    one = cells(("2024-02", 0, 5, 5.0))
    assert triangle(one, pd.Timestamp("2024-02-29"))["complete"].tolist() == [True]
    assert triangle(one, pd.Timestamp("2024-02-28"))["complete"].tolist() == [False]


def test_together_counts_only_cohorts_whose_month_was_over():
    found = by_month(
        triangle(
            cells(("2024-01", 0, 10, 1.0), ("2024-01", 1, 5, 1.0), ("2024-02", 0, 30, 1.0)),
            pd.Timestamp("2024-03-10"),
        )
    )
    assert found["size"].tolist() == [40, 10]
    assert found["share"].tolist() == [1.0, 0.5]
    assert found["low"][1] < 0.5 < found["high"][1]


def test_unknown_revenue_stays_unknown():
    found = triangle(cells(("2024-01", 0, 10, np.nan)), pd.Timestamp("2024-03-10"))
    assert found["revenue"].isna().all()


def test_whoever_moved_is_counted_once():
    before = pd.DataFrame({"user_id": ["a", "b"], "segment": ["Loyal", "Dormant"]})
    after = pd.DataFrame({"user_id": ["b", "c", "a"], "segment": ["Loyal", "Loyal", "Loyal"]})
    found = moved(before, after, "segment", "new")
    assert found["before"].tolist() == ["Dormant", "new", "Loyal"]
    counts = flows(found)
    assert counts["customers"].sum() == 3
    assert counts["share"].tolist() == [1.0, 1.0, 1.0]


def test_concentration_from_none_to_all():
    even = concentration(np.full(100, 3.0))
    assert (even.top, even.gini) == (pytest.approx(0.2), pytest.approx(0.0))
    one = concentration(np.r_[np.zeros(99), 7.0, np.nan, -4.0])
    assert one.top == 1
    assert one.gini == pytest.approx(1 - 1 / 102)
    assert concentration(np.array([0.0, np.nan])) is None
    assert concentration(np.empty(0)) is None


def test_the_gini_is_half_the_mean_difference_over_the_mean():
    amounts = np.random.default_rng(1).gamma(0.7, 10, 500)
    pairs = np.abs(amounts[:, None] - amounts[None, :]).mean()
    assert concentration(amounts).gini == pytest.approx(pairs / (2 * amounts.mean()))
