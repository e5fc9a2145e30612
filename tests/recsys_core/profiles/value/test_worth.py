"""What customers are worth: told where the data can carry it, refused in a sentence elsewhere."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.value import gate
from recsys_core.profiles.value.fitting import fit_values
from recsys_core.profiles.value.gamma_gamma import (
    correlation,
    expected_amount,
    fit_amounts,
    simulate_amounts,
)
from recsys_core.profiles.value.holdout import hold_out
from recsys_core.profiles.value.orders import order_histories
from recsys_core.profiles.value.worth import Terms, tell_worth

START = pd.Timestamp("2024-01-01")


def shop(customers=1_500, days=500, seed=1, amount=None) -> pd.DataFrame:
    """user_id, day, spend of customers who come on any day of the first half and order as BG/NBD
    has it; `amount` customer's rate -> mean of their orders.
    """
    rng = np.random.default_rng(seed)
    rate, stops = rng.gamma(0.8, 1 / 6, customers), rng.beta(0.8, 4, customers)
    mean = rng.gamma(4, 8, customers) if amount is None else amount(rate)
    rows = []
    for user in range(customers):
        day = rng.uniform(0, days / 2)
        while day <= days:
            rows.append(
                (f"c{user}", START + pd.Timedelta(days=int(day)), rng.gamma(5, mean[user] / 5))
            )
            if rng.random() < stops[user]:
                break
            day += rng.exponential(7 / max(rate[user], 1e-9))
    frame = pd.DataFrame(rows, columns=["user_id", "day", "spend"])
    return frame.groupby(["user_id", "day"], as_index=False)["spend"].sum()


@pytest.fixture(scope="module")
def told():
    orders = shop()
    models = fit_values(orders, orders["day"].max(), rounds=20)
    return orders, models, tell_worth(models, days=180)


def test_orders_of_one_day_are_one_and_recency_is_last_minus_first():
    days = pd.to_datetime(["2024-01-01", "2024-01-15", "2024-02-05", "2024-03-01"])
    orders = pd.DataFrame({"user_id": list("aaab"), "day": days, "spend": [5.0, 10, 20, 7]})
    found = order_histories(orders, pd.Timestamp("2024-03-03"))
    assert list(found.user) == ["a", "b"]
    assert list(found.x) == [2, 0]
    assert list(found.last) == [5, 0]
    assert found.watched == pytest.approx([62 / 7, 2 / 7])
    assert list(found.amount) == [15, 0]
    assert list(found.paid) == [2, 0]
    whole = found.with_first()
    assert list(whole.amount) == pytest.approx([35 / 3, 7])
    assert list(whole.paid) == [3, 1]


def test_what_was_expected_came(told):
    orders, models, _ = told
    assert models.refused == models.amounts_refused == ""
    best = models.tried[0]
    assert best.ratio == pytest.approx(1, abs=0.25)
    assert best.mae < best.naive_mae
    assert best.log_likelihood == max(one.log_likelihood for one in models.tried)
    assert {one.model.name for one in models.tried} == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    for table in (best.by_frequency(), best.by_tenth()):
        assert sum(row.customers for row in table) == len(best.x)
        assert sum(row.expected for row in table) == pytest.approx(best.expected.sum())
        assert sum(row.actual for row in table) == best.actual.sum()
    later = orders[orders["day"] > models.cut]
    known = set(orders.loc[orders["day"] <= models.cut, "user_id"])
    assert best.actual.sum() == later["user_id"].isin(known).sum()


def test_a_customer_s_value_is_orders_times_amount_and_lies_in_its_interval(told):
    orders, _, worth = told
    frame = worth.customers
    assert len(frame) == orders["user_id"].nunique()
    assert ((frame["low"] < frame["value"]) & (frame["value"] < frame["high"])).mean() > 0.95
    undiscounted = frame["orders"] * frame["amount"]
    assert (frame["value"] < undiscounted + 1e-9).all()
    np.testing.assert_allclose(frame["value"], undiscounted, rtol=0.06)
    value, low, high = worth.total
    assert low < value < high
    assert value == pytest.approx(frame["value"].sum())


def test_margin_and_discount_are_those_asked_for(told):
    _, models, worth = told
    half = tell_worth(models, 180, Terms(margin=0.5, discount=0.0))
    frame = half.customers
    np.testing.assert_allclose(frame["value"], 0.5 * frame["orders"] * frame["amount"])
    np.testing.assert_allclose(frame["orders"], worth.customers["orders"])


def test_amounts_of_few_orders_are_drawn_to_those_of_all(rng):
    planted, paid = np.array([6.0, 4.0, 15.0]), rng.integers(0, 9, 8_000).astype(float)
    means = simulate_amounts(planted, paid, rng)
    found = fit_amounts(paid, means).parameters
    assert expected_amount(found, np.zeros(1), np.zeros(1))[0] == pytest.approx(30, rel=0.05)
    one, many = expected_amount(found, np.array([1.0, 50.0]), np.array([90.0, 90.0]))
    assert 30 < one < many < 90
    assert abs(correlation(paid, means)) < 0.05


def test_expected_amounts_are_tried_on_later_orders(told):
    orders, models, _ = told
    assert models.of_all_orders, "first orders are like the others here"
    trial = models.amounts.trial
    assert trial.mae < models.repeat_amounts.trial.mae
    early = orders[orders["day"] <= models.cut]
    late = orders[(orders["day"] > models.cut) & orders["user_id"].isin(early["user_id"])]
    assert len(trial.actual) == late["user_id"].nunique()
    assert trial.actual @ trial.orders == pytest.approx(late["spend"].sum())
    own = early[early["user_id"].isin(late["user_id"])].groupby("user_id")["spend"].mean()
    assert list(trial.own) == pytest.approx(list(own))
    assert trial.shop == pytest.approx(early["spend"].mean())
    off = late.groupby("user_id")["spend"].mean() - own
    assert trial.own_mae == pytest.approx(off.abs().mean())
    known = order_histories(early, models.cut).with_first()
    drawn = expected_amount(models.amounts.before.parameters, known.paid, known.amount)
    assert sorted(trial.expected) == pytest.approx(
        sorted(drawn[np.isin(known.user.astype(str), late["user_id"])])
    )
    assert trial.mae < min(trial.own_mae, trial.shop_mae), "drawn in, but not all the way"
    assert trial.ratio == pytest.approx(1, abs=0.1)


def test_first_orders_that_are_unlike_the_others_are_not_learnt_from():
    orders = shop().sort_values(["user_id", "day"])
    first = ~orders.duplicated("user_id")
    welcome = orders.assign(spend=orders["spend"].where(~first, 5.0))
    models = fit_values(welcome, welcome["day"].max(), rounds=2)
    assert not models.of_all_orders
    assert models.amounts.trial.mae == models.repeat_amounts.trial.mae


def test_amounts_that_changed_are_not_foretold_but_orders_are():
    orders = shop()
    later = orders["day"] > order_cut(orders)
    dearer = orders.assign(spend=orders["spend"].where(~later, orders["spend"] * 2))
    models = fit_values(dearer, dearer["day"].max(), rounds=2)
    assert models.refused == ""
    assert models.amounts_refused.startswith("Tried on what came after")
    assert models.amounts.trial.ratio == pytest.approx(0.5, abs=0.05)
    assert tell_worth(models).customers["value"].isna().all()


def test_too_few_too_short_or_none_is_said():
    orders = shop(customers=300)
    assert fit_values(orders, orders["day"].max()).refused.startswith(
        "Only 300 customers have ordered"
    )
    orders = shop(days=150)
    assert "needs 180" in fit_values(orders, orders["day"].max()).refused
    assert fit_values(orders.iloc[:0], START).refused == gate.no_orders()


def test_orders_that_stopped_are_no_ground_to_foretell():
    orders = shop()
    later = orders["day"].max() + pd.Timedelta(days=60)
    assert fit_values(orders, later).refused.startswith("Nobody has ordered since ")


def test_an_export_that_begins_in_mid_stream_is_known_by_who_comes_first():
    """Everybody is a customer already: those who order often are seen first."""
    rng = np.random.default_rng(5)
    gaps = rng.gamma(2, 10, 800)
    rows = [
        (f"c{user}", START + pd.Timedelta(days=int(at)), 10.0)
        for user, gap in enumerate(gaps)
        for at in np.arange(rng.uniform(0, gap), 400, gap)
    ]
    orders = pd.DataFrame(rows, columns=["user_id", "day", "spend"])
    assert "as in a panel" in fit_values(orders, orders["day"].max()).refused


def order_cut(orders):
    first, last = orders["day"].min(), orders["day"].max()
    return last - pd.Timedelta(days=-(-(last - first).days // 2))


def test_a_shop_that_changes_is_not_foretold_from_before():
    orders = shop()
    cut = order_cut(orders)
    known = set(orders.loc[orders["day"] <= cut, "user_id"])
    fewer = orders[(orders["day"] <= cut) | (orders["user_id"].isin(sorted(known)[::3]))]
    models = fit_values(fewer, orders["day"].max())
    assert "more than a third off" in models.refused
    nobody = tell_worth(models).customers
    assert nobody.empty
    assert list(nobody) == list(tell_worth(fit_values(orders, orders["day"].max())).customers)
    assert models.tried[0].ratio > gate.OFF


def test_amounts_that_go_with_the_number_of_orders_are_refused_alone():
    orders = shop(customers=700, amount=lambda rate: 5 + 200 * rate)
    models = fit_values(orders, orders["day"].max(), rounds=2)
    worth = tell_worth(models)
    assert models.refused == ""
    assert models.amounts_refused.startswith("Who orders often spends otherwise")
    assert worth.customers["orders"].notna().all()
    assert worth.customers["value"].isna().all()


def test_nothing_later_is_said():
    orders = shop()
    cut = orders["day"].max()
    tried = hold_out(order_histories(orders, cut), orders, cut, cut + pd.Timedelta(days=70))
    assert gate.refused_by(tried[0], cut).startswith("Nobody known before")
