"""How likely customers stay away: right where the truth is known, refused where it cannot be."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from recsys_core.profiles.timing.coming import tell_coming
from recsys_core.profiles.timing.hazard import MOST, calibrated, fit_hazard
from recsys_core.profiles.timing.spells import day_number, spells
from recsys_core.profiles.timing.trial import TimingTrial, bands

START = pd.Timestamp("2024-01-01")


def regular(customers=600, days=300, seed=1) -> pd.DataFrame:
    """user_id, day of customers who order on any day with a chance of their own."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(1.0, 12.0, customers)
    came = rng.random((customers, days)) < chance[:, None]
    user, at = np.nonzero(came)
    day = START + pd.to_timedelta(at, unit="D")
    return pd.DataFrame({"user_id": [f"c{n}" for n in user], "day": day})


def test_spells_hold_what_was_known_at_each_order():
    orders = pd.DataFrame({"user_id": ["a", "a", "a", "b"], "day": [1, 4, 14, 9]})
    orders["day"] = START + pd.to_timedelta(orders["day"], unit="D")
    found = spells(orders, START + pd.Timedelta(days=20))
    assert found.length.tolist() == [3, 10, 6, 11]
    assert found.ended.tolist() == [True, True, False, False]
    assert found.orders.tolist() == [1, 2, 3, 1]
    shop = (np.log(3) + np.log(10)) / 2
    assert found.pace[1] == pytest.approx((np.log(3) + 5 * shop) / 6)
    assert found.pace[3] == pytest.approx(shop)
    assert found.open.users[found.open.user].tolist() == ["a", "b"]
    assert found.start[0] == day_number(START) + 1


def test_what_comes_later_changes_nothing_that_was_known():
    orders = regular(customers=60)
    cut = START + pd.Timedelta(days=200)
    whole, known = spells(orders, cut), spells(orders[orders["day"] <= cut], cut)
    assert np.array_equal(whole.pace, known.pace)
    assert np.array_equal(whole.length, known.length)


def test_a_constant_chance_is_found_and_compounded():
    rng = np.random.default_rng(3)
    user, at = np.nonzero(rng.random((1_000, 200)) < 0.05)
    orders = pd.DataFrame({"user_id": user, "day": START + pd.to_timedelta(at, unit="D")})
    known = spells(orders, START + pd.Timedelta(days=199))
    told = fit_hazard(known).none_within(known.open, 10)
    assert told.mean() == pytest.approx(0.95**10, abs=0.02)
    assert told.std() < 0.05


def test_many_days_are_drawn_by_lot_and_weigh_as_all_do():
    orders = regular(customers=1_500)
    known = spells(orders, START + pd.Timedelta(days=299))
    assert int((known.length - known.ended).sum()) > MOST
    one, other = (fit_hazard(known, seed).none_within(known.open, 30) for seed in (0, 1))
    assert np.abs(one - other).mean() < 0.01


def test_the_chance_is_tried_on_days_it_did_not_know():
    orders = regular()
    until = START + pd.Timedelta(days=299)
    coming = tell_coming(orders, until, 30)
    assert coming.refused == ""
    trial = coming.trial
    assert trial.day == until - pd.Timedelta(days=30)
    known = orders[orders["day"] <= trial.day]["user_id"].unique()
    later = set(orders[orders["day"] > trial.day]["user_id"])
    assert int(trial.stayed.sum()) == sum(user not in later for user in known)
    assert trial.ece < 0.08
    assert trial.brier < trial.base_brier
    assert coming.customers["stay_away"].between(0, 1).all()
    assert set(coming.customers["band"]) <= {"likely", "open", "unlikely"}
    assert (coming.customers["next_from"] <= coming.customers["next_expected"]).all()
    assert (coming.customers["next_expected"] <= coming.customers["next_to"]).all()
    assert coming.customers["user_id"].is_unique


def test_groups_of_a_trial_add_up():
    chance = np.linspace(0, 1, 101)
    trial = TimingTrial(START, 30, 0.5, chance, (chance > 0.5).astype(float))
    for rows in (trial.by_tenth(), trial.by_band()):
        assert sum(one.customers for one in rows) == 101
        assert sum(one.customers * one.actual for one in rows) == pytest.approx(50)
        assert all(one.low <= one.actual <= one.high for one in rows)
    assert bands(np.array([0.32, 0.33, 0.65, 0.66])).tolist() == [
        *("likely", "open", "open", "unlikely")
    ]


def test_a_chance_that_was_too_sure_is_pulled_in():
    rng = np.random.default_rng(2)
    truth = rng.uniform(0.05, 0.95, 4_000)
    sure = expit(2 * np.log(truth / (1 - truth)))
    line = calibrated(sure, (rng.random(4_000) < truth).astype(float))
    assert line.slope == pytest.approx(0.5, abs=0.05)
    assert np.abs(line.of(sure) - truth).mean() < 0.03


@pytest.mark.parametrize(
    ("orders", "days", "sentence"),
    [
        (regular(customers=30), 30, "Only 26 customers had ordered before"),
        (regular(), 90, "The data covers 300 days of orders; how likely"),
        (regular().drop_duplicates("user_id"), 30, "Of the "),
        (regular(days=250), 30, "Nobody has ordered since "),
        (regular().iloc[:0], 30, "When customers come next needs purchases with a date"),
    ],
)
def test_what_the_data_cannot_carry_is_said(orders, days, sentence):
    coming = tell_coming(orders, START + pd.Timedelta(days=299), days)
    assert coming.refused.startswith(sentence)
    assert "stay_away" not in coming.customers


def test_chance_that_follows_nothing_known_is_refused():
    """Whoever came until the trial stays away after it, and the others come."""
    orders = regular(customers=400)
    cut = START + pd.Timedelta(days=269)
    last = orders[orders["day"] <= cut].groupby("user_id")["day"].max()
    lately = set(last.index[last > cut - pd.Timedelta(days=10)])
    after = orders["day"] > cut
    late = [
        {"user_id": user, "day": cut + pd.Timedelta(days=5)} for user in set(last.index) - lately
    ]
    turned = pd.concat([orders[~after], pd.DataFrame(late)], ignore_index=True)
    coming = tell_coming(turned, START + pd.Timedelta(days=299), 30)
    assert coming.refused.startswith(
        "Tried on the 30 days after 26 Sep 2024, the chance was further"
    )
