from dataclasses import replace

import numpy as np
import pytest

from recsys_core.models.buy_again import BuyAgain, BuyAgainConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME, Past, history_row
from tests.factories import make_dataset

DAY = 86_400
TODAY = 200


def shop() -> Dataset:
    """Milk (0) is bought weekly, shampoo (1) every 50 days, a kettle (2) once, by 60 customers."""
    events = []
    for user in range(60):
        start = user % 7
        events += [(user, 0, 1.0, day * DAY) for day in range(start, TODAY + 1, 7)]
        events += [(user, 1, 1.0, day * DAY) for day in range(start, TODAY + 1, 50)]
        events.append((user, 2, 1.0, (start + 100) * DAY))
    return make_dataset(events, 60, 4)


@pytest.fixture(scope="module")
def model() -> BuyAgain:
    fitted = BuyAgain(BuyAgainConfig())
    fitted.fit(shop(), silent)
    return fitted


def bought(model: BuyAgain, *past: Past) -> np.ndarray:
    return model.score(history_row(past, 4))[0]


def test_learns_each_product_s_interval_and_whether_people_come_back(model: BuyAgain) -> None:
    assert model.interval[0] < 9
    assert 25 < model.interval[1] < 50
    assert model.again[0] > 0.9
    assert model.again[2] < 0.2


def test_what_is_used_up_comes_before_what_lasts(model: BuyAgain) -> None:
    once = [Past(item, 1.0, 180 * DAY, 180 * DAY, 1) for item in range(3)]
    scores = bought(model, *once)
    assert scores[0] > scores[2]
    assert scores[1] > scores[2]


def test_frequent_before_rare_and_recent_before_long_ago(model: BuyAgain) -> None:
    often = Past(0, 9.0, 100 * DAY, 190 * DAY, 9)
    seldom = Past(0, 2.0, 100 * DAY, 190 * DAY, 2)
    forgotten = Past(0, 9.0, 0, 60 * DAY, 9)
    assert bought(model, often)[0] > bought(model, seldom)[0]
    assert bought(model, often)[0] > bought(model, forgotten)[0]


def test_the_customer_s_own_rhythm_decides_what_is_due(model: BuyAgain) -> None:
    """Both bought ten times and yesterday; the one who buys every four months is not due."""
    yesterday = (TODAY - 1) * DAY
    weekly = Past(1, 10.0, yesterday - 63 * DAY, yesterday, 10)
    slow = Past(1, 10.0, yesterday - 9 * 120 * DAY, yesterday, 10)
    assert bought(model, weekly)[1] > 1.2 * bought(model, slow)[1]


def test_the_weekly_buyer_is_expected_four_times_in_four_weeks() -> None:
    model = BuyAgain(BuyAgainConfig(half_life_days=3650))
    data = shop()
    model.fit(data, silent)
    assert model.score(data.histories())[:, 0].mean() == pytest.approx(4.0, abs=0.4)


def test_the_evidence_is_the_product_itself(model: BuyAgain) -> None:
    row = shop().histories(np.array([3]))
    shares = model.contributions(row, 1)
    np.testing.assert_array_equal(np.flatnonzero(shares), [1])
    assert shares.sum() + model.base(1) == pytest.approx(model.score(row)[0, 1], abs=1e-6)


def test_rows_without_dates_go_by_quantity(model: BuyAgain) -> None:
    undated = [Past(0, 2.0, NO_TIME, NO_TIME, 1), Past(2, 5.0, NO_TIME, NO_TIME, 1)]
    scores = bought(model, *undated)
    assert scores[2] > scores[0] > scores[1]


def test_undated_data_goes_by_quantity() -> None:
    data = shop()
    undated = replace(data, ts=np.full(len(data.ts), NO_TIME))
    assert BuyAgain.readiness(undated).ready
    model = BuyAgain(BuyAgainConfig())
    model.fit(undated, silent)
    assert (model.score(undated.histories()).argmax(axis=1) == 0).all()


def test_says_when_repeats_are_missing_or_rare() -> None:
    once = [(user, item, 1.0, user * DAY) for user in range(100) for item in range(5)]
    none = BuyAgain.readiness(make_dataset(once, 100, 5))
    assert not none.ready
    assert "you have 0" in none.reason
    twice = once + [(user, 0, 1.0, (user + 30) * DAY) for user in range(20)]
    rare = BuyAgain.readiness(make_dataset(twice, 100, 5))
    assert rare.ready
    assert "only 4.0% of what customers buy" in rare.reason
    assert BuyAgain.readiness(shop()).reason == "Ready to train."
