"""Windows, rates and answers, solved by hand."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.past.answers import answer_curve, half_by
from recsys_core.campaigns.past.control import compare_means, compare_shares
from recsys_core.campaigns.past.rates import group_rates
from recsys_core.campaigns.past.spending import spending
from recsys_core.campaigns.past.windows import past_windows
from recsys_core.schema.campaign_arms import is_control

FIRST, LAST = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-31")


@pytest.mark.parametrize(
    ("start", "end", "days", "of"),
    [
        ("2024-02-01", "2024-02-10", [10, 10, 10], 10),
        ("2024-01-05", "2024-01-14", [4, 10, 10], 10),
        ("2024-03-25", "2024-04-03", [10, 7, 0], 10),
        ("2023-01-01", "2023-01-10", [0, 0, 0], 10),
        ("2024-02-10", None, [28, 28, 23], 28),
        ("2024-02-10", "2024-02-01", [28, 28, 23], 28),
        ("2024-02-10 15:00", "2024-02-10 09:00", [1, 1, 1], 1),
    ],
)
def test_windows_are_of_one_length_and_end_with_the_data(start, end, days, of):
    at = None if end is None else pd.Timestamp(end)
    found = past_windows(pd.Timestamp(start), at, FIRST, LAST)
    assert [one.days for one in found] == days
    assert {one.of for one in found} == {of}
    assert found[0].end == found[1].start or found[1].days == 0
    assert [one.clipped for one in found] == [n < of for n in days]


def test_group_rates_are_fishers_and_holms():
    responded = np.r_[np.ones(3), np.zeros(1), np.ones(1), np.zeros(3)].astype(bool)
    first = np.arange(8) < 4
    one, other, nobody, all_of_them = group_rates(
        responded,
        {"a": first, "b": ~first, "none": np.zeros(8, bool), "all": np.ones(8, bool)},
    )
    assert (one.rate, one.rest, one.n, one.responded) == (0.75, 0.25, 4, 3)
    # The tea tasting lady: 34 of 70 ways are as far apart.
    assert one.p == pytest.approx(34 / 70)
    assert other.p_adjusted == pytest.approx(68 / 70)
    assert not one.differs
    assert np.isnan(nobody.rate)
    assert np.isnan(nobody.p)
    assert all_of_them.rate == 0.5
    assert np.isnan(all_of_them.p)
    assert group_rates(responded, {}) == []


def test_spend_is_a_week_and_a_group_of_nobody_is_not_known():
    windows = past_windows(pd.Timestamp("2024-03-25"), pd.Timestamp("2024-04-07"), FIRST, LAST)
    bought = pd.DataFrame(
        {
            **{"spend_0": [14.0, 0.0], "orders_0": [1.0, 0.0]},
            **{"spend_1": [7.0, 7.0], "orders_1": [1.0, 1.0]},
            **{"spend_2": [0.0, 0.0], "orders_2": [0.0, 0.0]},
        }
    )
    found = spending(bought, np.array([True, True]), windows)
    assert [one.mean for one in found[:2]] == [3.5, 7.0]
    assert [one.buyers for one in found[:2]] == [0.5, 1.0]
    assert all(np.isnan(one.mean) for one in found[2:])
    assert [one.n for one in found] == [2, 2, 2, 0, 0, 0]


def test_the_curve_of_answers_begins_at_the_start_or_before():
    start = pd.Timestamp("2024-02-01 10:00")
    first = pd.Series(
        pd.to_datetime(
            ["2024-01-31", "2024-02-01 00:00", "2024-02-03 23:00", None], format="ISO8601"
        )
    )
    curve = answer_curve(first, start)
    assert curve["day"].tolist() == [-1, 0, 1, 2]
    assert curve["customers"].tolist() == [1, 2, 2, 3]
    assert half_by(curve) == 0
    assert answer_curve(first.head(0), start).empty
    assert half_by(answer_curve(first.head(0), start)) is None


@pytest.mark.parametrize(
    "arm", ["Control", "hold-out", "HOLD OUT 10%", "Témoin", "no_mail", "对照组"]
)
def test_arms_that_were_left_out_are_known_by_their_names(arm):
    assert is_control(arm)


@pytest.mark.parametrize(
    "arm", ["targeted", "mail", "A", "", None, "controlled offer", "treatment"]
)
def test_other_arms_were_reached(arm):
    assert not is_control(arm)


def test_shares_of_two_arms_are_newcombes():
    """Newcombe (1998), table II, method 10: 56/70 against 48/80 is 0.2, from 0.0524 to 0.3339."""
    did = np.r_[np.ones(56), np.zeros(14), np.ones(48), np.zeros(32)].astype(bool)
    control = np.arange(150) >= 70
    found = compare_shares("bought", did, control)
    assert (found.n, found.n_control) == (70, 80)
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_means_of_two_arms_are_welchs(rng):
    from scipy import stats

    values, control = rng.gamma(1.0, 20.0, 300), rng.random(300) < 0.3
    found = compare_means("spend", values, control)
    judge = stats.ttest_ind(values[~control], values[control], equal_var=False)
    ends = judge.confidence_interval()
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))
    assert found.difference == pytest.approx(values[~control].mean() - values[control].mean())
    alone = compare_means("spend", values[:3], np.array([True, False, False]))
    assert np.isnan(alone.low)
